//! What a flow asks for, and what it is told.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::intent::Kind;

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Read rows of the journal.
    JournalRead {
        /// Their keys.
        keys: Vec<String>,
    },
    /// Read all rows of the journal whose keys begin so.
    JournalList {
        /// What the keys begin with.
        prefix: String,
    },
    /// Change rows of the journal, all or none.
    JournalWrite {
        /// The changes, sorted by key.
        changes: Vec<Change>,
    },
    /// Read from the registry.
    Read {
        /// What.
        read: Read,
    },
    /// Send a request that acts, once.
    Send {
        /// The operation: `retirements.create`.
        operation: String,
        /// The body.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        body: Value,
    },
    /// Let time pass.
    Wait {
        /// How much, in ms.
        ms: i64,
    },
}

/// A change of a row, which holds only if the row is as expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Change {
    /// The key.
    pub key: String,
    /// What the row must hold now; `null` where there must be none.
    pub was: Option<String>,
    /// What it is to hold; `null` to remove it.
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
    /// A page of the owner's active batches, the oldest first.
    ActiveBatches {
        /// Who owns them.
        owner: String,
        /// Who was issued them.
        supplier: String,
        /// The order that brought them.
        order: Option<String>,
        /// Where the page begins.
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
        /// Which of them.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// The batches of a record.
    RecordBatches {
        /// Which of them.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A page of the records between two parties, the newest first.
    Records {
        /// Which of them.
        kind: Kind,
        /// Who gives: the owner or sender, or for a delivery the supplier.
        from: String,
        /// Who receives, or in whose name it is.
        to: String,
        /// Where the page begins.
        after: Option<String>,
    },
    /// A page of those in whose name the caller can retire.
    Beneficiaries {
        /// Where the page begins.
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
    /// What it holds.
    pub value: String,
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Event {
    /// The rows that are there.
    Rows {
        /// Those of the keys that were asked for.
        rows: Vec<Row>,
    },
    /// Whether all rows were as expected, and are changed now.
    Written {
        /// It is so.
        done: bool,
    },
    /// What the registry answered.
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

/// What a failed request says of whether the registry has acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// It never left.
    NotSent,
    /// The registry refused it.
    Rejected,
    /// The registry carried it out, and the answer could not be read.
    Applied,
    /// Nobody said.
    Unknown,
}

/// A request that failed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Failure {
    /// What it says of whether the registry has acted.
    pub kind: FailureKind,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// How long the registry asks to wait, in ms.
    pub retry_after_ms: Option<i64>,
    /// What is wrong, in words.
    pub message: String,
    /// Whether trying again can help: not where the request itself was found at fault before it left.
    pub may_pass: bool,
}
