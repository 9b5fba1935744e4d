//! Whether the registry has acted, as far as is known.

use core::cell::{Cell, RefCell};

use super::failure::{Failure, FailureKind};
use super::transport::Response;

/// The outcome of a request at the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    /// It was never sent: nothing happened.
    #[default]
    NotSent,
    /// The registry rejected it: nothing happened.
    Rejected,
    /// The registry carried it out; only the answer is missing.
    Applied,
    /// It was sent, and no answer arrived.
    Unknown,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::NotSent, Self::Rejected, Self::Applied, Self::Unknown];

    /// The outcome's name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Applied => "applied",
            Self::Unknown => "unknown",
        }
    }

    /// What a status reveals about the outcome.
    fn of(status: u16) -> Self {
        match status {
            200..300 => Self::Applied,
            408 => Self::Unknown,
            400..500 => Self::Rejected,
            _ => Self::Unknown,
        }
    }
}

/// The progress of a call. It outlives the attempt, so that a time-out or an abort can use it.
#[derive(Debug)]
pub(super) struct Progress<R> {
    attempts: Cell<u32>,
    outcome: Cell<Outcome>,
    response: RefCell<Option<R>>,
}

impl<R: Response> Progress<R> {
    pub(super) fn new() -> Self {
        Self { attempts: Cell::new(0), outcome: Cell::default(), response: RefCell::new(None) }
    }

    /// An attempt starts. The known outcome remains until something is sent.
    pub(super) fn begin_attempt(&self) {
        self.attempts.set(self.attempts.get().saturating_add(1));
        self.response.take();
    }

    /// A request is about to be sent. Returns the earlier outcome, in case that remains.
    pub(super) fn sending(&self) -> Outcome {
        self.outcome.replace(Outcome::Unknown)
    }

    /// The request was not sent.
    pub(super) fn restore(&self, outcome: Outcome) {
        self.outcome.set(outcome);
    }

    pub(super) fn answered(&self, response: R) {
        self.outcome.set(Outcome::of(response.status()));
        self.response.replace(Some(response));
    }

    /// A failure of this kind at this point.
    pub(super) fn failure<C>(&self, kind: FailureKind<C>) -> Failure<C, R> {
        Failure {
            kind,
            outcome: self.outcome.get(),
            attempts: self.attempts.get(),
            response: self.response.borrow().clone(),
        }
    }
}
