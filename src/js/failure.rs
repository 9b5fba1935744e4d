//! Failures as plain data, from which the façade makes its errors.

use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::JsValue;

use super::answer::Decoder;
use crate::client::{Answer, Failure, FailureKind, Outcome};
use crate::decode::{Expected, Fault};
use crate::operation::{Issue, Method};

/// Everything that an error can say, not redacted yet. See `failure.ts` for its other side.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Plain {
    kind: &'static str,
    outcome: &'static str,
    method: &'static str,
    url: String,
    attempts: u32,
    status: Option<u16>,
    text: String,
    issues: Vec<PlainIssue>,
    headers: Vec<(String, String)>,
    request_id: Option<String>,
    retry_after_ms: Option<f64>,
    timeout_ms: Option<f64>,
    path: String,
    expected: String,
    found: String,
}

#[derive(Serialize)]
struct PlainIssue {
    path: String,
    message: String,
}

/// A failure of a call.
pub(super) fn plain(
    failure: Failure<JsValue>,
    method: Method,
    url: String,
    decoder: &Decoder,
) -> JsValue {
    let mut plain = Plain {
        outcome: failure.outcome.as_str(),
        method: method.as_str(),
        url,
        attempts: failure.attempts,
        status: failure.status,
        text: String::from_utf8_lossy(&failure.body).into_owned(),
        ..Plain::default()
    };
    let mut cause = JsValue::UNDEFINED;
    let mut body = JsValue::UNDEFINED;
    match failure.kind {
        FailureKind::Invalid(issues) => {
            plain.kind = "invalid";
            plain.issues = issues
                .into_iter()
                .map(|Issue { path, message }| PlainIssue { path, message })
                .collect();
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
        FailureKind::Status { headers, request_id, retry_after_ms } => {
            plain.kind = "status";
            plain.headers = headers;
            plain.request_id = request_id;
            plain.retry_after_ms = retry_after_ms;
            body = decoder
                .decode(&failure.body, Expected::ANYTHING)
                .unwrap_or_else(|_| plain.text.as_str().into());
        }
        FailureKind::TooLarge { limit } => {
            plain.kind = "decode";
            plain.expected = format!("a body of at most {limit} bytes");
            "a larger one".clone_into(&mut plain.found);
        }
    }
    let value = to_js(&plain);
    // A plain object of our own takes any property.
    let _ = Reflect::set(&value, &"cause".into(), &cause);
    let _ = Reflect::set(&value, &"body".into(), &body);
    value
}

/// A success whose body is not what the contract says.
pub(super) fn undecodable(fault: &Fault, answer: &Answer, method: Method, url: String) -> JsValue {
    to_js(&Plain {
        outcome: Outcome::Applied.as_str(),
        method: method.as_str(),
        url,
        status: Some(answer.status),
        text: String::from_utf8_lossy(&answer.body).into_owned(),
        ..faulty(fault)
    })
}

/// Stored text that is not what its name says.
pub(super) fn unreadable(fault: &Fault, text: &[u8]) -> JsValue {
    to_js(&Plain {
        outcome: Outcome::NotSent.as_str(),
        text: String::from_utf8_lossy(text).into_owned(),
        ..faulty(fault)
    })
}

fn faulty(fault: &Fault) -> Plain {
    let Fault { path, expected, found } = fault.clone();
    Plain { kind: "decode", path, expected, found, ..Plain::default() }
}

fn to_js(plain: &Plain) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    plain.serialize(&serializer).unwrap_or(JsValue::NULL)
}
