//! `fetch` as the transport, and timers.

use core::cell::RefCell;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Math, Object, Reflect};
use wasm_bindgen::prelude::JsValue;
use web_sys::AbortController;

use super::abort::{abort_reason, aborted};
use super::host::{Call, Host};
use super::response::{self, Body, ResponseHeaders, settled};
use crate::client::{
    CallSettings, Event, EventKind, Head, Outgoing, ReadError, SendError, Transport,
};

/// The longest that a timer of JavaScript can wait, in ms.
const LONGEST_TIMER_MS: f64 = 2_147_483_647.0;

/// Sends by the `fetch` that the façade hands over.
pub(super) struct FetchTransport {
    host: Host,
}

impl FetchTransport {
    pub(super) fn new(host: Host) -> Self {
        Self { host }
    }
}

/// A plain object of these names and values.
fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        set(&object, name, &value);
    }
    object
}

fn headers_object(headers: &[(String, String)]) -> JsValue {
    object(headers.iter().map(|(name, value)| (name.as_str(), value.into()))).into()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object of our own takes any property.
    let _ = Reflect::set(object, &name.into(), value);
}

/// Cancels what `fetch` is doing when it is dropped before that is done.
struct Abort(Option<AbortController>);

impl Abort {
    fn disarm(&mut self) {
        self.0 = None;
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// A body, and the right to cancel it.
pub(super) struct PendingBody {
    body: Body,
    abort: Abort,
}

impl Transport for FetchTransport {
    type Call = Call;
    type Cause = JsValue;
    type Headers = ResponseHeaders;
    type Body = PendingBody;

    fn settings(&self, call: &Call) -> CallSettings {
        let mut names_and_values = call.headers().into_iter();
        let mut headers = Vec::new();
        while let (Some(name), Some(value)) = (names_and_values.next(), names_and_values.next()) {
            headers.push((name, value));
        }
        CallSettings {
            timeout_ms: call.timeout_ms(),
            max_retries: call.max_retries(),
            headers,
            can_refresh_token: call.can_refresh_token(),
        }
    }

    async fn access_token(&self, call: &Call, refused: bool) -> Result<Option<String>, JsValue> {
        let given = self.host.token(call, refused)?;
        let token = if given.is_object() { settled(Ok(given)).await? } else { given };
        Ok(token.as_string())
    }

    async fn send(
        &self,
        call: &Call,
        request: &Outgoing,
    ) -> Result<Head<ResponseHeaders, PendingBody>, SendError<JsValue>> {
        let failed = SendError::Failed;
        let controller = AbortController::new().map_err(failed)?;
        let init = Object::assign(&Object::new(), &self.host.init());
        set(&init, "method", &request.method.as_str().into());
        set(&init, "headers", &headers_object(&request.headers));
        set(&init, "signal", &controller.signal());
        if let Some(body) = &request.body {
            set(&init, "body", &body.into());
        }
        call.set_sent(&controller);
        let abort = Abort(Some(controller));
        let response =
            self.host.fetch().call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init);
        let response = settled(response).await.map_err(|error| {
            if self.host.never_connected(&error) {
                SendError::NotConnected(error)
            } else {
                SendError::Failed(error)
            }
        })?;
        let Head { status, headers, body } = response::head(response).map_err(failed)?;
        Ok(Head { status, headers, body: PendingBody { body, abort } })
    }

    async fn read(
        &self,
        pending: PendingBody,
        limit: usize,
        into: &RefCell<Vec<u8>>,
    ) -> Result<(), ReadError<JsValue>> {
        let PendingBody { body, mut abort } = pending;
        response::read(&self.host, body, limit, into).await?;
        abort.disarm();
        Ok(())
    }

    fn abort_reason(&self, call: &Call) -> Option<JsValue> {
        call.signal().as_ref().and_then(abort_reason)
    }

    async fn aborted(&self, call: &Call) -> JsValue {
        aborted(call.signal()).await
    }

    async fn sleep(&self, milliseconds: f64) {
        TimeoutFuture::new(milliseconds.min(LONGEST_TIMER_MS) as u32).await;
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn observe(&self, call: &Call, event: Event<'_>) {
        if !call.observed() {
            return;
        }
        let Event { kind, attempt, outgoing, status } = event;
        let (name, of_kind) = match kind {
            EventKind::Request => ("onRequest", vec![]),
            EventKind::Response { duration_ms, request_id } => (
                "onResponse",
                vec![("durationMs", duration_ms.into()), ("requestId", request_id.into())],
            ),
            EventKind::Retry { delay_ms } => ("onRetry", vec![("delayMs", delay_ms.into())]),
        };
        let told = [
            ("method", outgoing.method.as_str().into()),
            ("url", outgoing.url.as_str().into()),
            ("headers", headers_object(&outgoing.headers)),
            ("attempt", attempt.into()),
            ("status", status.into()),
        ];
        self.host.observe(call, name, object(told.into_iter().chain(of_kind)).into());
    }
}
