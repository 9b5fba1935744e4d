//! How a flow ends.

use serde::Serialize;

use super::entry::{Certainty, Entry, Evidence, Fence, Part, State, Void};
use super::facts::Fault;
use super::intent::Kind;
use super::kilograms::{Kilograms, sum};
use crate::operation::Issue;

/// A plan as its caller sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct PlanData {
    /// The caller's name for the transaction.
    pub reference: String,
    /// The kind of transaction.
    pub kind: Kind,
    /// Its state: `"planned"` unless the journal already contained the reference.
    pub state: State,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// Which batches are taken, and how much of each.
    pub parts: Vec<Part>,
    /// The total, in kg.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub total_kg: Kilograms,
    /// The mark at the start of its note, if there is one.
    pub marker: Option<String>,
    /// The record that it has become, if any.
    pub record_id: Option<String>,
    /// Until when its batches are reserved while nothing is sent, in ms since 1970.
    pub lease_until: i64,
    /// What to consider before it is executed.
    pub warnings: Vec<String>,
}

/// How many parts a plan may have without a warning.
const MANY_PARTS: usize = 100;

impl PlanData {
    pub(super) fn of(entry: &Entry) -> Self {
        let attempt = entry.attempt();
        let parts = attempt.map(|attempt| attempt.parts.clone()).unwrap_or_default();
        let warnings = if parts.len() > MANY_PARTS {
            vec![format!(
                "{} parts: the registry splits and moves each in one request, and a larger request is more likely to \
                 time out. Consider several smaller transactions.",
                parts.len()
            )]
        } else {
            Vec::new()
        };
        Self {
            reference: entry.reference.clone(),
            kind: entry.intent.kind,
            state: entry.state(),
            attempt: attempt.map_or(0, |attempt| attempt.number),
            total_kg: sum(parts.iter().map(|part| part.credit_quantity_kg)),
            parts,
            marker: attempt.and_then(|attempt| attempt.marker.clone()),
            record_id: attempt.and_then(|attempt| attempt.record_id.clone()),
            lease_until: attempt.map_or(0, |attempt| attempt.lease_until),
            warnings,
        }
    }
}

/// A part of a batch in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct ReceiptPart {
    /// The batch that was named.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "CreditBatchId"))]
    pub credit_batch_id: String,
    /// How much of it was taken, in kg.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub credit_quantity_kg: Kilograms,
    /// The batch that holds these credits now: the same one, or the child that was split off. `null` if the registry
    /// does not show it yet.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "CreditBatchId | null"))]
    pub taken_batch_id: Option<String>,
    /// The serial number of that batch; `null` if the registry does not show it yet.
    pub serial_number: Option<String>,
}

/// What happened under a reference, and the evidence for it: for auditors.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Receipt {
    /// The caller's name for the transaction.
    pub reference: String,
    /// The kind of transaction.
    pub kind: Kind,
    /// The address of the registry.
    pub origin: String,
    /// The organisation that owned the credits and acted.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "OrganisationId"))]
    pub owner_organisation_id: String,
    /// The SHA-256 of the intent of the reference.
    pub digest: String,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// How often its request was sent.
    pub sends: u32,
    /// The record: a retirement, transfer or delivery.
    pub record_id: Option<String>,
    /// How it is known that the record belongs to this transaction; `null` if nothing happened.
    pub certainty: Option<Certainty>,
    /// Whether the state of the batches rules out a repetition permanently, or only until a whole batch returns to its
    /// sender.
    pub fence: Fence,
    /// The mark in the note, if there is one.
    pub marker: Option<String>,
    /// The batches taken.
    pub parts: Vec<ReceiptPart>,
    /// The observations, in order.
    pub evidence: Vec<Evidence>,
}

impl Receipt {
    pub(super) fn of(entry: &Entry, parts: Vec<ReceiptPart>) -> Self {
        let attempt = entry.attempt();
        Self {
            reference: entry.reference.clone(),
            kind: entry.intent.kind,
            origin: entry.origin.clone(),
            owner_organisation_id: entry.intent.owner_organisation_id.clone(),
            digest: entry.digest.clone(),
            attempt: attempt.map_or(0, |attempt| attempt.number),
            sends: attempt.map_or(0, |attempt| attempt.sends),
            record_id: attempt.and_then(|attempt| attempt.record_id.clone()),
            certainty: attempt.and_then(|attempt| attempt.certainty),
            fence: attempt.map(|attempt| attempt.fence).unwrap_or_default(),
            marker: attempt.and_then(|attempt| attempt.marker.clone()),
            parts,
            evidence: attempt.map(|attempt| attempt.evidence.clone()).unwrap_or_default(),
        }
    }
}

/// One problem in a caller's arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Problem {
    /// The path to it.
    pub path: String,
    /// What was expected, and what was found.
    pub message: String,
}

impl From<Issue> for Problem {
    fn from(Issue { path, message }: Issue) -> Self {
        Self { path, message }
    }
}

/// An entry of the journal, for `settle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct OpenEntry {
    /// The caller's name for the transaction.
    pub reference: String,
    /// The kind of transaction.
    pub kind: Kind,
    /// The organisation that acts.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "OrganisationId"))]
    pub owner_organisation_id: String,
    /// Its state.
    pub state: State,
    /// When it was first planned, in ms since 1970.
    pub created_at: i64,
}

/// How a flow ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
#[serde(tag = "ended", rename_all = "snake_case")]
pub enum Ending {
    /// A plan was made, or already existed.
    Planned {
        /// The plan.
        plan: PlanData,
    },
    /// It has happened, once.
    Applied {
        /// The evidence.
        receipt: Receipt,
    },
    /// The batches of the plan went to another reference before it was executed.
    Expired {
        /// The caller's name for the transaction.
        reference: String,
        /// The batches that were lost.
        batches: Vec<String>,
    },
    /// Nothing has happened: others took a batch first.
    Taken {
        /// The batch.
        batch: String,
        /// The record that took it, if a record names it.
        by: Option<String>,
        /// The evidence.
        receipt: Receipt,
    },
    /// Nothing has happened: the registry rejected it, or the caller ended it.
    Void {
        /// Why, in words.
        why: String,
        /// The HTTP status of a rejection.
        status: Option<u16>,
        /// The evidence.
        receipt: Receipt,
    },
    /// It cannot be determined which record belongs to this transaction, if any.
    Ambiguous {
        /// The candidates.
        candidates: Vec<String>,
        /// The observations.
        receipt: Receipt,
    },
    /// Its outcome is not known yet.
    Unsettled {
        /// Why not, in words.
        why: String,
        /// When to try again, in ms, if that is known.
        retry_after_ms: Option<i64>,
        /// The observations.
        receipt: Receipt,
    },
    /// The caller's arguments are invalid; nothing was sent.
    Invalid {
        /// Every problem.
        problems: Vec<Problem>,
    },
    /// An answer of the registry lacks data needed for a verdict.
    Fault {
        /// The operation that returned it.
        operation: String,
        /// The path to the problem.
        path: String,
        /// What was expected there.
        expected: String,
        /// What was found.
        found: String,
        /// Whether something may have been sent.
        sent: bool,
    },
    /// A read failed, and the flow cannot continue without it. The caller's side has the failure.
    Failed,
    /// How a verdict was reached.
    Explained {
        /// The explanation, in lines.
        text: String,
    },
    /// The open transactions.
    Open {
        /// The entries.
        entries: Vec<OpenEntry>,
    },
    /// A beneficiary was found or added.
    Beneficiary {
        /// Its id.
        id: String,
        /// Whether its identity is certain; a person is identified by name only.
        certain: bool,
        /// Whether it was added by this call.
        created: bool,
    },
}

impl Ending {
    pub(super) fn invalid(path: &str, message: impl Into<String>) -> Box<Self> {
        let problem = Problem { path: path.to_owned(), message: message.into() };
        Box::new(Self::Invalid { problems: vec![problem] })
    }

    pub(super) fn fault(operation: &str, fault: Fault, sent: bool) -> Box<Self> {
        Box::new(Self::Fault {
            operation: operation.to_owned(),
            path: fault.path,
            expected: fault.expected.to_owned(),
            found: fault.found.to_owned(),
            sent,
        })
    }

    /// The ending of an entry whose attempt is void or ambiguous.
    pub(super) fn of_closed(entry: &Entry) -> Self {
        let receipt = Receipt::of(entry, Vec::new());
        let attempt = entry.attempt();
        let candidates = || attempt.map(|attempt| attempt.candidates.clone()).unwrap_or_default();
        match attempt.and_then(|attempt| attempt.void.clone()) {
            Some(Void::Taken { batch, by }) => Self::Taken { batch, by, receipt },
            Some(Void::Refused(refusal)) => {
                Self::Void { why: refusal.message, status: refusal.status, receipt }
            }
            Some(Void::NothingSent) => {
                Self::Void { why: "nothing was ever sent".to_owned(), status: None, receipt }
            }
            Some(Void::Resolved) => {
                let why = "it was resolved: no record belongs to it".to_owned();
                Self::Void { why, status: None, receipt }
            }
            None => Self::Ambiguous { candidates: candidates(), receipt },
        }
    }
}
