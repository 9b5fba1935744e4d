//! The actions that a flow asks for, and their results.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::intent::Kind;

/// The next action.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Read rows of the journal.
    JournalRead {
        /// Their keys.
        keys: Vec<String>,
    },
    /// Read all rows of the journal whose keys start with a prefix.
    JournalList {
        /// The prefix.
        prefix: String,
    },
    /// Change rows of the journal, all or none.
    JournalWrite {
        /// The changes, sorted by key.
        changes: Vec<Change>,
    },
    /// Read from the registry.
    Read {
        /// What to read.
        read: Read,
    },
    /// Send a write request, once.
    Send {
        /// The operation: `retirements.create`.
        operation: String,
        /// The body.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        body: Value,
    },
    /// Wait.
    Wait {
        /// How long, in ms.
        ms: i64,
    },
}

/// A change of a row, which is made only if the row is as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Change {
    /// The key.
    pub key: String,
    /// What the row must contain now; `null` if it must not exist.
    pub was: Option<String>,
    /// Its new content; `null` to remove it.
    pub now: Option<String>,
}

/// What a flow reads from the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Read {
    /// The organisation of the access token.
    CurrentOrganisation,
    /// A page of the owner's active batches, oldest first.
    ActiveBatches {
        /// The owner.
        owner: String,
        /// The supplier to whom they were issued.
        supplier: String,
        /// The order that they were delivered against.
        order: Option<String>,
        /// The cursor where the page starts.
        after: Option<String>,
    },
    /// A credit batch.
    CreditBatch {
        /// Its id.
        id: String,
    },
    /// An order.
    Order {
        /// Its id.
        id: String,
    },
    /// A record: a retirement, transfer or delivery.
    Record {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// The batches of a record.
    RecordBatches {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A page of the records between two parties, newest first.
    Records {
        /// Their kind.
        kind: Kind,
        /// The giving party: the owner or sender, or for a delivery the supplier.
        from: String,
        /// The receiving party, or the beneficiary.
        to: String,
        /// The cursor where the page starts.
        after: Option<String>,
    },
    /// A page of the caller's beneficiaries.
    Beneficiaries {
        /// The cursor where the page starts.
        after: Option<String>,
    },
}

impl Read {
    /// The operation that it is.
    pub(super) const fn operation(&self) -> &'static str {
        match self {
            Self::CurrentOrganisation => "organisations.current",
            Self::ActiveBatches { .. } => "organisations.creditBatches",
            Self::CreditBatch { .. } => "creditBatches.get",
            Self::Order { .. } => "orders.get",
            Self::Record { kind: Kind::Retirement, .. } => "retirements.get",
            Self::Record { kind: Kind::Transfer, .. } => "transfers.get",
            Self::Record { kind: Kind::Delivery, .. } => "deliveries.get",
            Self::RecordBatches { kind: Kind::Retirement, .. } => "retirements.creditBatches",
            Self::RecordBatches { kind: Kind::Transfer, .. } => "transfers.creditBatches",
            Self::RecordBatches { kind: Kind::Delivery, .. } => "deliveries.creditBatches",
            Self::Records { kind: Kind::Retirement, .. } => "retirements.list",
            Self::Records { kind: Kind::Transfer, .. } => "transfers.list",
            Self::Records { kind: Kind::Delivery, .. } => "deliveries.list",
            Self::Beneficiaries { .. } => "beneficiaries.list",
        }
    }
}

/// A row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Row {
    /// Its key.
    pub key: String,
    /// Its content.
    pub value: String,
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Event {
    /// The rows that exist.
    Rows {
        /// The rows of the requested keys.
        rows: Vec<Row>,
    },
    /// Whether all rows were as expected, and have been changed.
    Written {
        /// Whether they were.
        done: bool,
    },
    /// The registry's answer.
    Answer {
        /// The body of a success.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        body: Value,
    },
    /// The request failed.
    Failed {
        /// How.
        failure: Failure,
    },
    /// The time has passed.
    Elapsed,
}

/// What a failed request reveals about whether the registry has acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// It was never sent.
    NotSent,
    /// The registry rejected it.
    Rejected,
    /// The registry carried it out, but the answer could not be read.
    Applied,
    /// It is not known.
    Unknown,
}

/// A request that failed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Failure {
    /// What it reveals about whether the registry has acted.
    pub kind: FailureKind,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// How long the registry asks to wait, in ms.
    pub retry_after_ms: Option<i64>,
    /// What went wrong, in words.
    pub message: String,
    /// Whether trying again can help: not if the request was invalid before it was sent.
    pub may_pass: bool,
}
