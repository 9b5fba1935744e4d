//! Failures in the form from which the façade creates its errors.

use super::contract::{FailureDetails, kind};
use crate::client::{Failure, FailureKind, Outcome, Response};
use crate::decode::Fault;
use crate::operation::{Issue, Method};
use crate::text::concat;

/// A failure of a call.
pub(super) fn of<C, R: Response>(
    failure: Failure<C, R>,
    method: Method,
    url: String,
) -> FailureDetails {
    let details = FailureDetails {
        outcome: failure.outcome.as_str(),
        method: method.as_str(),
        url,
        attempts: failure.attempts,
        ..FailureDetails::default()
    };
    match failure.kind {
        FailureKind::Invalid(issues) => FailureDetails {
            kind: kind::INVALID,
            issues: issues.into_iter().map(|Issue { path, message }| (path, message)).collect(),
            ..details
        },
        FailureKind::Token(_) => FailureDetails { kind: kind::TOKEN, ..details },
        FailureKind::Aborted(_) => FailureDetails { kind: kind::ABORTED, ..details },
        FailureKind::Timeout { timeout_ms } => {
            FailureDetails { kind: kind::TIMEOUT, timeout_ms: Some(timeout_ms), ..details }
        }
        FailureKind::Paced { retry_after_ms } => {
            FailureDetails { kind: kind::PACED, retry_after_ms: Some(retry_after_ms), ..details }
        }
        FailureKind::Network(_) => FailureDetails { kind: kind::NETWORK, ..details },
        FailureKind::Status { retry_after_ms } => {
            FailureDetails { kind: kind::STATUS, retry_after_ms, ..details }
        }
        FailureKind::TooLarge { limit } => FailureDetails {
            kind: kind::DECODE,
            expected: concat(&["a body of at most ", &limit.to_string(), " bytes"]),
            found: "a larger one".to_owned(),
            ..details
        },
    }
}

/// A success whose body does not match the contract.
pub(super) fn undecodable(fault: Fault, method: Method, url: String) -> FailureDetails {
    let (outcome, method) = (Outcome::Applied.as_str(), method.as_str());
    FailureDetails { outcome, method, url, ..faulty(fault) }
}

/// Text that does not match its name.
pub(super) fn unreadable(fault: Fault) -> FailureDetails {
    FailureDetails { outcome: Outcome::NotSent.as_str(), ..faulty(fault) }
}

fn faulty(Fault { path, expected, found }: Fault) -> FailureDetails {
    FailureDetails { kind: kind::DECODE, path, expected, found, ..FailureDetails::default() }
}
