//! Failures as plain data, from which the façade makes its errors.

use js_sys::Array;
use wasm_bindgen::prelude::JsValue;

use super::decoder::decode_body;
use super::host::{Exchange, Host};
use crate::client::{Failure, FailureKind, Outcome};
use crate::decode::{Expected, Fault};
use crate::operation::{Issue, Method};
use crate::text::concat;

/// Everything that an error can say, not redacted yet. See `failure.ts` for its other side.
#[derive(Default)]
struct Plain<'a> {
    kind: &'static str,
    outcome: &'static str,
    method: &'static str,
    url: String,
    attempts: u32,
    issues: Vec<(String, String)>,
    retry_after_ms: Option<f64>,
    timeout_ms: Option<f64>,
    path: &'a str,
    expected: &'a str,
    found: &'a str,
    cause: JsValue,
    body: JsValue,
    /// The response, once there was one.
    exchange: JsValue,
}

impl Plain<'_> {
    /// All of it in a list, in this order.
    fn to_js(&self) -> JsValue {
        let told = (
            (self.kind, self.outcome, self.method, &self.url, self.attempts, &self.issues),
            (self.retry_after_ms, self.timeout_ms, self.path, self.expected, self.found),
        );
        let told = serde_wasm_bindgen::to_value(&told).unwrap_or_default();
        Array::of4(&told, &self.cause, &self.body, &self.exchange).into()
    }
}

/// A failure of a call.
pub(super) fn plain(
    failure: Failure<JsValue, Exchange>,
    method: Method,
    url: String,
    host: &Host,
) -> JsValue {
    let mut plain = Plain {
        outcome: failure.outcome.as_str(),
        method: method.as_str(),
        url,
        attempts: failure.attempts,
        ..Plain::default()
    };
    let limit;
    match failure.kind {
        FailureKind::Invalid(issues) => {
            plain.kind = "invalid";
            plain.issues =
                issues.into_iter().map(|Issue { path, message }| (path, message)).collect();
        }
        FailureKind::Token(error) => {
            plain.kind = "token";
            plain.cause = error;
        }
        FailureKind::Aborted(reason) => {
            plain.kind = "aborted";
            plain.cause = reason;
        }
        FailureKind::Timeout { timeout_ms } => {
            plain.kind = "timeout";
            plain.timeout_ms = Some(timeout_ms);
        }
        FailureKind::Network(error) => {
            plain.kind = "network";
            plain.cause = error;
        }
        FailureKind::Status { retry_after_ms } => {
            plain.kind = "status";
            plain.retry_after_ms = retry_after_ms;
            if let Some(exchange) = &failure.response {
                plain.body = decode_body(host, exchange, &Expected::ANYTHING)
                    .unwrap_or_else(|_| exchange.text());
            }
        }
        FailureKind::TooLarge { limit: most } => {
            plain.kind = "decode";
            limit = concat(&["a body of at most ", &most.to_string(), " bytes"]);
            plain.expected = &limit;
            plain.found = "a larger one";
        }
    }
    plain.exchange = failure.response.map(JsValue::from).unwrap_or_default();
    plain.to_js()
}

/// A success whose body is not what the contract says.
pub(super) fn undecodable(
    fault: &Fault,
    exchange: Exchange,
    method: Method,
    url: String,
) -> JsValue {
    let (outcome, method) = (Outcome::Applied.as_str(), method.as_str());
    Plain { outcome, method, url, exchange: exchange.into(), ..faulty(fault) }.to_js()
}

/// Stored text that is not what its name says.
pub(super) fn unreadable(fault: &Fault) -> JsValue {
    Plain { outcome: Outcome::NotSent.as_str(), ..faulty(fault) }.to_js()
}

fn faulty(Fault { path, expected, found }: &Fault) -> Plain<'_> {
    Plain { kind: "decode", path, expected, found, ..Plain::default() }
}
