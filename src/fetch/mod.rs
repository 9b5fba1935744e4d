//! A transport for Rust on WebAssembly: in a page, a worker or Node, with the runtime's own `fetch`. The npm package
//! does not use it; its façade carries out what the client decides.

mod cancel;
mod timer;

use core::cell::RefCell;
use std::rc::Rc;

use gloo_net::http::{Headers, Response as GlooResponse};
use js_sys::{Date, Math, Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestInit, RequestRedirect, Response as WebResponse, ResponseType};

use crate::client::{CallSettings, Outgoing, ReadError, Response, SendError, Transport};
use cancel::{Abort, Canceller};
use timer::sleep;

#[wasm_bindgen]
extern "C" {
    /// The runtime's own, a global in pages, workers and Node.
    #[wasm_bindgen(js_name = fetch)]
    fn runtime_fetch(url: &str, init: &RequestInit) -> Promise;
    /// A clock that only goes forward.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Sends requests with the runtime's `fetch`.
#[derive(Debug, Default)]
pub struct FetchTransport;

/// A call's own data.
#[derive(Default)]
pub struct FetchCall {
    /// Its settings.
    pub settings: CallSettings,
    /// The token of the organisation to act for.
    pub access_token: Option<String>,
    /// Cancels the call when it aborts.
    pub signal: Option<AbortSignal>,
}

/// Leaves out the headers and the token.
impl core::fmt::Debug for FetchCall {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("FetchCall")
    }
}

/// A response, with its body once that has been read.
#[derive(Debug, Clone)]
pub struct FetchResponse {
    head: WebResponse,
    body: Rc<RefCell<Vec<u8>>>,
    /// Cancels the request when the last clone is dropped before the body has arrived.
    canceller: Rc<Canceller>,
}

impl FetchResponse {
    /// Takes the body, which has been read to its end.
    #[must_use]
    pub fn take_body(&self) -> Vec<u8> {
        self.body.take()
    }
}

impl Response for FetchResponse {
    fn status(&self) -> u16 {
        let is_redirect =
            self.head.redirected() || self.head.type_() == ResponseType::Opaqueredirect;
        if is_redirect { 0 } else { self.head.status() }
    }

    fn header(&self, name: &str) -> Option<String> {
        Headers::from_raw(self.head.headers()).get(name)
    }
}

impl Transport for FetchTransport {
    type Call = FetchCall;
    type Cause = JsValue;
    type Response = FetchResponse;

    fn settings<'a>(&self, call: &'a FetchCall) -> &'a CallSettings {
        &call.settings
    }

    fn can_refresh_token(&self, _: &FetchCall) -> bool {
        false
    }

    async fn access_token(&self, call: &FetchCall, _: bool) -> Result<Option<String>, JsValue> {
        Ok(call.access_token.clone())
    }

    async fn send(
        &self,
        _: &FetchCall,
        request: &Outgoing,
    ) -> Result<FetchResponse, SendError<JsValue>> {
        let canceller = Canceller::new().map_err(SendError::NotConnected)?;
        let init = init(request, &canceller).map_err(SendError::NotConnected)?;
        let response = JsFuture::from(runtime_fetch(&request.url, &init)).await;
        let head = response.and_then(JsCast::dyn_into::<WebResponse>).map_err(|cause| {
            if never_connected(&cause) {
                SendError::NotConnected(cause)
            } else {
                SendError::Failed(cause)
            }
        })?;
        Ok(FetchResponse { head, body: Rc::default(), canceller: Rc::new(canceller) })
    }

    async fn read(
        &self,
        _: &FetchCall,
        response: &FetchResponse,
        limit: usize,
    ) -> Result<(), ReadError<JsValue>> {
        let stated = response.header("content-length").and_then(|text| text.parse::<usize>().ok());
        if stated.is_some_and(|length| length > limit) {
            return Err(ReadError::TooLarge);
        }
        let body = GlooResponse::from(Clone::clone(&response.head)).binary().await;
        let bytes = body.map_err(|error| ReadError::Failed(error.to_string().into()))?;
        if bytes.len() > limit {
            return Err(ReadError::TooLarge);
        }
        response.canceller.disarm();
        response.body.replace(bytes);
        Ok(())
    }

    fn abort_reason(&self, call: &FetchCall) -> Option<JsValue> {
        call.signal.as_ref().filter(|signal| signal.aborted()).map(AbortSignal::reason)
    }

    async fn aborted(&self, call: &FetchCall) -> JsValue {
        match &call.signal {
            Some(signal) => Abort::of(signal).await,
            None => core::future::pending().await,
        }
    }

    async fn deadline(&self, _: &FetchCall, timeout_ms: f64) {
        sleep(timeout_ms).await;
    }

    async fn back_off(&self, _: &FetchCall, delay_ms: f64) {
        sleep(delay_ms).await;
    }

    async fn hold_back(&self, _: &FetchCall, wait_ms: f64) {
        sleep(wait_ms).await;
    }

    fn monotonic(&self) -> f64 {
        performance_now()
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn parse_date(&self, _: &FetchCall, text: &str) -> Option<f64> {
        Some(Date::parse(text)).filter(|date| date.is_finite())
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

fn init(request: &Outgoing, canceller: &Canceller) -> Result<RequestInit, JsValue> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&canceller.signal()));
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

/// Codes by which runtimes report that no connection was made.
const NEVER_CONNECTED: [&str; 5] =
    ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused"];

/// Whether the error that `fetch` threw reports that no connection was made, so that nothing can have been sent.
fn never_connected(thrown: &JsValue) -> bool {
    let property = |name: &str| Reflect::get(thrown, &name.into()).unwrap_or_default();
    let is_code = |code: String| NEVER_CONNECTED.contains(&code.as_str());
    let cause = property("cause");
    property("code").as_string().is_some_and(is_code)
        || (cause.is_object() && &cause != thrown && never_connected(&cause))
}
