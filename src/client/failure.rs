//! Failures of a call.

use super::outcome::Outcome;
use super::transport::Response;
use crate::operation::Issue;

/// Why a call failed, and what that means for the registry. `C` is the cause in the transport: in JavaScript, the value
/// that was thrown. `R` is its response.
#[derive(Debug)]
pub struct Failure<C, R> {
    /// Why.
    pub kind: FailureKind<C>,
    /// Whether the registry has acted.
    pub outcome: Outcome,
    /// How many attempts were made.
    pub attempts: u32,
    /// The response, if there was one, with the part of its body that arrived.
    pub response: Option<R>,
}

/// Why a call failed.
#[derive(Debug)]
pub enum FailureKind<C> {
    /// The arguments are invalid.
    Invalid(Vec<Issue>),
    /// The access token could not be looked up.
    Token(C),
    /// The caller cancelled it, for this reason.
    Aborted(C),
    /// An attempt took too long.
    Timeout {
        /// The time limit, in ms.
        timeout_ms: f64,
    },
    /// The connection failed.
    Network(C),
    /// The registry answered with a status that is not a success.
    Status {
        /// How long the registry asks to wait, in ms.
        retry_after_ms: Option<f64>,
    },
    /// The pace would make the request wait longer than allowed.
    Paced {
        /// How long it would have to wait, in ms.
        retry_after_ms: f64,
    },
    /// The body is larger than this many bytes.
    TooLarge {
        /// The largest body that is read.
        limit: usize,
    },
}

impl<C, R: Response> Failure<C, R> {
    /// A failure before anything was sent.
    #[must_use]
    pub fn not_sent(kind: FailureKind<C>) -> Self {
        Self { kind, outcome: Outcome::NotSent, attempts: 0, response: None }
    }

    /// The HTTP status, if it had arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().map(Response::status)
    }
}
