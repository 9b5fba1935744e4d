//! Exactly once: transactions that survive lost answers, crashes and restarts.
//!
//! The API has no idempotency keys, but a credit batch can be spent once. So a request that names
//! batches is safe to send again, and what became of it can be read off its batches. Here is decided
//! what to take, what a state of the batches means, and what to read or send next. Nothing here does
//! I/O: a [`Flow`] gives one [`Action`] after the other, and is told what came of each.
//!
//! - [`request`]: what a caller asks for, and the checks of it.
//! - [`intent`]: what a reference stands for.
//! - [`choose`]: which batches to take, and how much of each.
//! - [`entry`]: what the journal holds.
//! - [`facts`]: what a verdict rests on, read strictly.
//! - [`judge`]: what a state of the batches means.
//! - [`action`], [`flow`]: what is to be done next, one step at a time.
//! - [`plan`] (with `stock` and `claim`), [`execute`], [`close`], [`beneficiary`]: the flows.
//! - `run`: one flow at work on one attempt: it sends (`send`), looks (`search`, `likeness`), waits (`follow`) and ends
//!   (`verdict`).

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

/// The declarations in TypeScript of all that crosses to it.
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
