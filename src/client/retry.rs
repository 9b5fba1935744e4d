//! What is sent again, and when.

use super::failure::{Failure, FailureKind};
use super::outcome::Outcome;
use super::transport::Response;

/// The longest `Retry-After` that is followed, in ms.
pub(super) const LONGEST_RETRY_AFTER_MS: f64 = 60_000.0;
/// The upper limit of the first back-off, in ms. It doubles with every retry.
const FIRST_BACKOFF_MS: f64 = 500.0;
/// The upper limit of every back-off, in ms.
const LONGEST_BACKOFF_MS: f64 = 8_000.0;

/// What to do about a failure.
#[derive(Debug, PartialEq)]
pub(super) enum Decision {
    /// Report it.
    GiveUp,
    /// Send again at once, with a new token.
    RefreshToken,
    /// Send again after this time, in ms.
    After(f64),
}

/// Decides what to do about a failure after the given number of retries. `random` is at least 0 and less than 1.
pub(super) fn decide<C, R: Response>(
    failure: &Failure<C, R>,
    acts: bool,
    may_refresh_token: bool,
    max_retries: u32,
    retries: u32,
    random: f64,
) -> Decision {
    if failure.status() == Some(401) && may_refresh_token {
        return Decision::RefreshToken;
    }
    if retries >= max_retries || !may_repeat(failure, acts) {
        return Decision::GiveUp;
    }
    match failure.kind {
        FailureKind::Status { retry_after_ms: Some(wait) } if wait > LONGEST_RETRY_AFTER_MS => {
            Decision::GiveUp
        }
        FailureKind::Status { retry_after_ms: Some(wait) } => Decision::After(wait),
        _ => Decision::After(random * backoff_bound_ms(retries)),
    }
}

/// Whether sending again can help and cannot act twice.
fn may_repeat<C, R: Response>(failure: &Failure<C, R>, acts: bool) -> bool {
    match failure.kind {
        FailureKind::Status { .. } if acts => failure.status() == Some(429),
        FailureKind::Status { .. } => {
            matches!(failure.status(), Some(408 | 429 | 500 | 502 | 503 | 504))
        }
        FailureKind::Network(_) => !acts || failure.outcome == Outcome::NotSent,
        FailureKind::Timeout { .. } => !acts,
        FailureKind::Invalid(_)
        | FailureKind::Token(_)
        | FailureKind::Aborted(_)
        | FailureKind::Paced { .. }
        | FailureKind::TooLarge { .. } => false,
    }
}

fn backoff_bound_ms(retries: u32) -> f64 {
    let doublings = i32::try_from(retries).unwrap_or(i32::MAX);
    (FIRST_BACKOFF_MS * 2_f64.powi(doublings)).min(LONGEST_BACKOFF_MS)
}

/// How long a `Retry-After` header asks to wait, in ms: a number of seconds, or a date. A date in the past means no
/// wait; any other text is ignored. `wait_until` returns the ms until a date.
pub(super) fn retry_after_ms(
    text: &str,
    wait_until: impl FnOnce(&str) -> Option<f64>,
) -> Option<f64> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = text.parse::<u32>().unwrap_or(u32::MAX);
        return Some(f64::from(seconds) * 1000.0);
    }
    wait_until(text).map(|wait| wait.max(0.0))
}
