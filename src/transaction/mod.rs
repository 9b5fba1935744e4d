//! Exactly once: transactions that survive lost answers, crashes and restarts.
//!
//! The API has no idempotency keys, but a credit batch can be spent only once. So a request that names batches is safe
//! to send again, and its outcome can be read from its batches. This module decides what to take, what a state of the
//! batches means, and what to read or send next. It does no I/O: a [`Flow`] returns one [`Action`] after the other, and
//! receives the result of each.
//!
//! - [`request`]: a caller's request, and its checks.
//! - [`intent`]: the intent of a reference.
//! - [`choose`]: which batches to take, and how much of each.
//! - [`entry`]: the content of the journal.
//! - [`facts`]: the data that a verdict needs, read strictly.
//! - [`judge`]: what a state of the batches means.
//! - [`action`], [`flow`]: the next action, one step at a time.
//! - [`plan`] (with `stock` and `claim`), [`execute`], [`close`], [`beneficiary`]: the flows.
//! - `run`: one flow working on one attempt: it sends (`send`), checks (`search`, `likeness`), waits (`follow`) and
//!   ends (`verdict`).

pub mod action;
pub mod beneficiary;
pub mod choose;
mod claim;
pub mod close;
mod desk;
pub mod ending;
pub mod entry;
pub mod execute;
pub mod facts;
pub mod flow;
mod follow;
pub mod intent;
mod journal;
pub mod judge;
pub mod kilograms;
mod likeness;
mod moment;
pub mod plan;
pub mod request;
pub mod rules;
mod run;
mod search;
mod send;
mod stock;
mod verdict;

/// The TypeScript declarations of everything that is passed to it.
#[cfg(not(target_arch = "wasm32"))]
pub const DECLARATIONS: &[&str] = &{
    use tsify::Tsify;
    [
        intent::Kind::DECL,
        entry::Part::DECL,
        entry::State::DECL,
        entry::Evidence::DECL,
        entry::Fence::DECL,
        entry::Certainty::DECL,
        ending::PlanData::DECL,
        ending::ReceiptPart::DECL,
        ending::Receipt::DECL,
        ending::Problem::DECL,
        ending::OpenEntry::DECL,
        Ending::DECL,
        Change::DECL,
        Read::DECL,
        Action::DECL,
        Row::DECL,
        FailureKind::DECL,
        Failure::DECL,
        Event::DECL,
        Rules::DECL,
        Setup::DECL,
        Command::DECL,
        Step::DECL,
    ]
};

pub use action::{Action, Change, Event, Failure, FailureKind, Read, Row};
pub use ending::Ending;
pub use flow::{Command, Flow, Step};
pub use rules::{Rules, Setup};
