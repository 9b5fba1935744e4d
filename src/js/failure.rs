//! Failures as plain data, from which the façade makes its errors.

use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::JsValue;

use super::decoder::decode_body;
use super::host::{Exchange, Host};
use crate::client::{Failure, FailureKind, Outcome};
use crate::decode::{Expected, Fault};
use crate::operation::{Issue, Method};

/// Everything that an error can say, not redacted yet. See `failure.ts` for its other side.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
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
    let mut cause = JsValue::UNDEFINED;
    let mut body = JsValue::UNDEFINED;
    let limit;
    match failure.kind {
        FailureKind::Invalid(issues) => {
            plain.kind = "invalid";
            plain.issues =
                issues.into_iter().map(|Issue { path, message }| (path, message)).collect();
        }
        FailureKind::Token(error) => {
            plain.kind = "token";
            cause = error;
        }
        FailureKind::Aborted(reason) => {
            plain.kind = "aborted";
            cause = reason;
        }
        FailureKind::Timeout { timeout_ms } => {
            plain.kind = "timeout";
            plain.timeout_ms = Some(timeout_ms);
        }
        FailureKind::Network(error) => {
            plain.kind = "network";
            cause = error;
        }
        FailureKind::Status { retry_after_ms } => {
            plain.kind = "status";
            plain.retry_after_ms = retry_after_ms;
            if let Some(exchange) = &failure.response {
                body = decode_body(host, exchange, &Expected::ANYTHING)
                    .unwrap_or_else(|_| exchange.text());
            }
        }
        FailureKind::TooLarge { limit: most } => {
            plain.kind = "decode";
            limit = format!("a body of at most {most} bytes");
            plain.expected = &limit;
            plain.found = "a larger one";
        }
    }
    let value = to_js(&plain);
    set(&value, "cause", &cause);
    set(&value, "body", &body);
    with_exchange(value, failure.response.as_ref())
}

/// A success whose body is not what the contract says.
pub(super) fn undecodable(
    fault: &Fault,
    exchange: &Exchange,
    method: Method,
    url: String,
) -> JsValue {
    let outcome = Outcome::Applied.as_str();
    let plain = Plain { outcome, method: method.as_str(), url, ..faulty(fault) };
    with_exchange(to_js(&plain), Some(exchange))
}

/// Stored text that is not what its name says.
pub(super) fn unreadable(fault: &Fault) -> JsValue {
    to_js(&Plain { outcome: Outcome::NotSent.as_str(), ..faulty(fault) })
}

fn faulty(Fault { path, expected, found }: &Fault) -> Plain<'_> {
    Plain { kind: "decode", path, expected, found, ..Plain::default() }
}

/// Adds the response, once there was one.
fn with_exchange(value: JsValue, exchange: Option<&Exchange>) -> JsValue {
    if let Some(exchange) = exchange {
        set(&value, "exchange", exchange);
    }
    value
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // A plain object of our own takes any property.
    let _ = Reflect::set(object, &name.into(), value);
}

fn to_js(plain: &Plain<'_>) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    plain.serialize(&serializer).unwrap_or(JsValue::NULL)
}
