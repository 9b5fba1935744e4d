//! `fetch` as the transport, and timers: each by the façade's [`Host`].

use gloo_net::http::Headers;
use js_sys::{Date, Math};
use wasm_bindgen::prelude::JsValue;

use super::host::{Call, Exchange, Host, Pending};
use super::wait::Wait;
use crate::client::{
    CallSettings, Event, EventKind, Outgoing, ReadError, Response, SendError, Transport,
};

/// The longest that a timer of JavaScript can wait, in ms.
const LONGEST_TIMER_MS: f64 = 2_147_483_647.0;

/// Sends by the `fetch` that the façade hands over.
pub(super) struct FetchTransport {
    pub(super) host: Host,
}

/// Names and values out of text that has a line for each.
pub(super) fn read_headers(text: &str) -> Vec<(String, String)> {
    let mut lines = text.split('\n').map(str::to_owned);
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        headers.push((name, value));
    }
    headers
}

fn write_headers(headers: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in headers {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(name);
        text.push('\n');
        text.push_str(value);
    }
    text
}

/// Cancels what is pending when it is dropped before that is done.
struct Guard<'a>(Option<&'a Pending>);

impl Guard<'_> {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if let Some(pending) = self.0 {
            pending.cancel();
        }
    }
}

/// Stops listening to a call's signal when it is dropped.
struct Listener<'a> {
    host: &'a Host,
    call: &'a Call,
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        self.host.unlisten(self.call);
    }
}

impl Response for Exchange {
    fn status(&self) -> u16 {
        self.status()
    }

    fn header(&self, name: &str) -> Option<String> {
        Headers::from_raw(self.headers()).get(name)
    }
}

impl Transport for FetchTransport {
    type Call = Call;
    type Cause = JsValue;
    type Response = Exchange;

    fn settings(&self, call: &Call) -> CallSettings {
        CallSettings {
            timeout_ms: call.timeout_ms(),
            max_retries: call.max_retries(),
            headers: call.headers().as_deref().map(read_headers).unwrap_or_default(),
            can_refresh_token: call.can_refresh_token(),
            observed: call.observed(),
        }
    }

    async fn access_token(&self, call: &Call, refused: bool) -> Result<Option<String>, JsValue> {
        let given = self.host.token(call, refused)?;
        if !given.is_object() {
            return Ok(given.as_string());
        }
        let wait = Wait::new();
        let look_up = self.host.settle(&given, wait.key());
        let guard = Guard(Some(&look_up));
        let token = wait.await?;
        guard.disarm();
        Ok(token.as_string())
    }

    async fn send(&self, call: &Call, request: &Outgoing) -> Result<Exchange, SendError<JsValue>> {
        let wait = Wait::new();
        let headers = write_headers(&request.headers);
        let (method, body) = (request.method.as_str(), request.body.as_deref());
        let exchange = self.host.send(call, method, &request.url, &headers, body, wait.key());
        let guard = Guard(Some(&exchange));
        wait.await.map_err(|error| {
            if self.host.never_connected(&error) {
                SendError::NotConnected(error)
            } else {
                SendError::Failed(error)
            }
        })?;
        guard.disarm();
        Ok(exchange)
    }

    async fn read(&self, exchange: &Exchange, limit: usize) -> Result<(), ReadError<JsValue>> {
        let wait = Wait::new();
        exchange.read(limit, wait.key());
        let guard = Guard(Some(exchange));
        if !wait.await.map_err(ReadError::Failed)?.is_truthy() {
            return Err(ReadError::TooLarge);
        }
        guard.disarm();
        Ok(())
    }

    fn abort_reason(&self, call: &Call) -> Option<JsValue> {
        call.aborted().then(|| call.reason())
    }

    async fn aborted(&self, call: &Call) -> JsValue {
        if !call.can_abort() {
            return core::future::pending().await;
        }
        if !call.aborted() {
            let wait = Wait::new();
            self.host.listen(call, wait.key());
            let _listener = Listener { host: &self.host, call };
            // It only ever succeeds.
            let _ = wait.await;
        }
        call.reason()
    }

    async fn sleep(&self, milliseconds: f64) {
        let wait = Wait::new();
        let timer = self.host.sleep(milliseconds.min(LONGEST_TIMER_MS), wait.key());
        let guard = Guard(Some(&timer));
        // It only ever succeeds.
        let _ = wait.await;
        guard.disarm();
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn parse_date(&self, text: &str) -> Option<f64> {
        Some(self.host.parse_date(text)).filter(|date| date.is_finite())
    }

    fn random(&self) -> f64 {
        Math::random()
    }

    fn observe(&self, call: &Call, event: Event<'_>) {
        let Event { kind, attempt, outgoing, status } = event;
        let (name, milliseconds, request_id) = match kind {
            EventKind::Request => ("onRequest", None, None),
            EventKind::Response { duration_ms, request_id } => {
                ("onResponse", Some(duration_ms), request_id)
            }
            EventKind::Retry { delay_ms } => ("onRetry", Some(delay_ms), None),
        };
        let headers = write_headers(&outgoing.headers);
        self.host.observe(call, name, &headers, attempt, status, milliseconds, request_id);
    }
}
