//! Why a call has no answer.

use super::outcome::Outcome;
use super::transport::Response;
use crate::operation::Issue;

/// Why a call has no answer, and what that means for the registry. `C` is what the transport was
/// told: in JavaScript, whatever was thrown. `R` is its response.
#[derive(Debug)]
pub struct Failure<C, R> {
    /// Why.
    pub kind: FailureKind<C>,
    /// Whether the registry has acted.
    pub outcome: Outcome,
    /// How many attempts were made.
    pub attempts: u32,
    /// The response, once there was one, with what came of its body.
    pub response: Option<R>,
}

/// Why a call has no answer.
#[derive(Debug)]
pub enum FailureKind<C> {
    /// The arguments are invalid.
    Invalid(Vec<Issue>),
    /// The access token could not be looked up.
    Token(C),
    /// The caller gave up, for this reason.
    Aborted(C),
    /// An attempt took too long.
    Timeout {
        /// The time it had, in ms.
        timeout_ms: f64,
    },
    /// The connection failed.
    Network(C),
    /// The registry answered with another status than a success.
    Status {
        /// How long the registry asks to wait, in ms.
        retry_after_ms: Option<f64>,
    },
    /// The pace would have the request wait longer than allowed.
    Paced {
        /// How long it would have to wait, in ms.
        retry_after_ms: f64,
    },
    /// The body is larger than this many bytes.
    TooLarge {
        /// The most that is read.
        limit: usize,
    },
}

impl<C, R: Response> Failure<C, R> {
    /// A failure before anything was sent.
    #[must_use]
    pub fn not_sent(kind: FailureKind<C>) -> Self {
        Self { kind, outcome: Outcome::NotSent, attempts: 0, response: None }
    }

    /// The HTTP status, once one was there.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().map(Response::status)
    }
}
