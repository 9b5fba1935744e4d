//! Failures as the façade takes them, which makes its errors of them.

use super::contract::{Told, kind};
use crate::client::{Failure, FailureKind, Outcome, Response};
use crate::decode::Fault;
use crate::operation::{Issue, Method};
use crate::text::concat;

/// A failure of a call.
pub(super) fn of<C, R: Response>(failure: Failure<C, R>, method: Method, url: String) -> Told {
    let told = Told {
        outcome: failure.outcome.as_str(),
        method: method.as_str(),
        url,
        attempts: failure.attempts,
        ..Told::default()
    };
    match failure.kind {
        FailureKind::Invalid(issues) => Told {
            kind: kind::INVALID,
            issues: issues.into_iter().map(|Issue { path, message }| (path, message)).collect(),
            ..told
        },
        FailureKind::Token(_) => Told { kind: kind::TOKEN, ..told },
        FailureKind::Aborted(_) => Told { kind: kind::ABORTED, ..told },
        FailureKind::Timeout { timeout_ms } => {
            Told { kind: kind::TIMEOUT, timeout_ms: Some(timeout_ms), ..told }
        }
        FailureKind::Paced { retry_after_ms } => {
            Told { kind: kind::PACED, retry_after_ms: Some(retry_after_ms), ..told }
        }
        FailureKind::Network(_) => Told { kind: kind::NETWORK, ..told },
        FailureKind::Status { retry_after_ms } => {
            Told { kind: kind::STATUS, retry_after_ms, ..told }
        }
        FailureKind::TooLarge { limit } => Told {
            kind: kind::DECODE,
            expected: concat(&["a body of at most ", &limit.to_string(), " bytes"]),
            found: "a larger one".to_owned(),
            ..told
        },
    }
}

/// A success whose body is not what the contract says.
pub(super) fn undecodable(fault: Fault, method: Method, url: String) -> Told {
    let (outcome, method) = (Outcome::Applied.as_str(), method.as_str());
    Told { outcome, method, url, ..faulty(fault) }
}

/// Text that is not what its name says.
pub(super) fn unreadable(fault: Fault) -> Told {
    Told { outcome: Outcome::NotSent.as_str(), ..faulty(fault) }
}

fn faulty(Fault { path, expected, found }: Fault) -> Told {
    Told { kind: kind::DECODE, path, expected, found, ..Told::default() }
}
