//! Why a call has no answer.

use super::outcome::Outcome;
use crate::operation::Issue;

/// Why a call has no answer, and what that means for the registry. `C` is what the transport was
/// told: in JavaScript, whatever was thrown.
#[derive(Debug)]
pub struct Failure<C> {
    /// Why.
    pub kind: FailureKind<C>,
    /// Whether the registry has acted.
    pub outcome: Outcome,
    /// How many attempts were made.
    pub attempts: u32,
    /// The HTTP status, once one was there.
    pub status: Option<u16>,
    /// What came of the body.
    pub body: Vec<u8>,
}

/// Why a call has no answer.
#[derive(Debug)]
pub enum FailureKind<C> {
    /// The arguments will not do.
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
        /// The response's headers.
        headers: Vec<(String, String)>,
        /// The registry's name for the request.
        request_id: Option<String>,
        /// How long the registry asks to wait, in ms.
        retry_after_ms: Option<f64>,
    },
    /// The body is larger than this many bytes.
    TooLarge {
        /// The most that is read.
        limit: usize,
    },
}

impl<C> Failure<C> {
    /// A failure before anything was sent.
    #[must_use]
    pub fn not_sent(kind: FailureKind<C>) -> Self {
        Self { kind, outcome: Outcome::NotSent, attempts: 0, status: None, body: Vec::new() }
    }
}
