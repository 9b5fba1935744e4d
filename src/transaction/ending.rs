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
    /// What kind of transaction.
    pub kind: Kind,
    /// How far it has come: `"planned"` unless the journal knew the reference already.
    pub state: State,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// Which batches are taken, and how much of each.
    pub parts: Vec<Part>,
    /// How much it is, in kg.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub total_kg: Kilograms,
    /// The mark that its note begins with, if it has one.
    pub marker: Option<String>,
    /// The record that it has become, if it has.
    pub record_id: Option<String>,
    /// Until when its batches are held for it while nothing is sent, in ms since 1970.
    pub lease_until: i64,
    /// What to think about before it is executed.
    pub warnings: Vec<String>,
}

/// How many parts a plan may have before it warns.
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

/// A part of a batch as it went into a record.
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
    /// The batch that holds these credits now: the same, or the child that was split off. `null` where the registry
    /// does not show it yet.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "CreditBatchId | null"))]
    pub taken_batch_id: Option<String>,
    /// The serial number of that batch; `null` where the registry does not show it yet.
    pub serial_number: Option<String>,
}

/// What happened under a reference, and how that is known: for auditors.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Receipt {
    /// The caller's name for the transaction.
    pub reference: String,
    /// What kind of transaction.
    pub kind: Kind,
    /// The address of the registry.
    pub origin: String,
    /// Who owned the credits and acted.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "OrganisationId"))]
    pub owner_organisation_id: String,
    /// The SHA-256 of what the reference stands for.
    pub digest: String,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// How often its request was sent.
    pub sends: u32,
    /// The record: a retirement, transfer or delivery.
    pub record_id: Option<String>,
    /// How the record is known to be ours; `null` where nothing happened.
    pub certainty: Option<Certainty>,
    /// Whether the batches fence the transaction for ever, or until a whole one comes back to its sender.
    pub fence: Fence,
    /// The mark in the note, if one was made.
    pub marker: Option<String>,
    /// What was taken.
    pub parts: Vec<ReceiptPart>,
    /// What was seen, in order.
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

/// One thing that is wrong with what a caller gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Problem {
    /// The way to it.
    pub path: String,
    /// What was expected, and what came.
    pub message: String,
}

impl From<Issue> for Problem {
    fn from(Issue { path, message }: Issue) -> Self {
        Self { path, message }
    }
}

/// An entry of the journal, as `settle` needs to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct OpenEntry {
    /// The caller's name for the transaction.
    pub reference: String,
    /// What kind of transaction.
    pub kind: Kind,
    /// Who acts.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "OrganisationId"))]
    pub owner_organisation_id: String,
    /// How far it has come.
    pub state: State,
    /// When it was planned first, in ms since 1970.
    pub created_at: i64,
}

/// How a flow ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
#[serde(tag = "ended", rename_all = "snake_case")]
pub enum Ending {
    /// A plan is made, or was there.
    Planned {
        /// It.
        plan: PlanData,
    },
    /// It has happened, once.
    Applied {
        /// What, and how that is known.
        receipt: Receipt,
    },
    /// The batches of the plan were given to another before it was executed.
    Expired {
        /// The caller's name for the transaction.
        reference: String,
        /// The batches that were lost.
        batches: Vec<String>,
    },
    /// Nothing of it has happened: others took a batch first.
    Taken {
        /// The batch.
        batch: String,
        /// The record that has it, where one names it.
        by: Option<String>,
        /// How that is known.
        receipt: Receipt,
    },
    /// Nothing of it has happened: the registry refused it, or the caller ended it.
    Void {
        /// Why, in words.
        why: String,
        /// The HTTP status of a refusal.
        status: Option<u16>,
        /// How that is known.
        receipt: Receipt,
    },
    /// Which record is ours, if any, cannot be told.
    Ambiguous {
        /// Records that may be.
        candidates: Vec<String>,
        /// What was seen.
        receipt: Receipt,
    },
    /// What became of it is not known yet.
    Unsettled {
        /// Why not, in words.
        why: String,
        /// When to try again, in ms, where that is known.
        retry_after_ms: Option<i64>,
        /// What was seen.
        receipt: Receipt,
    },
    /// What the caller gave is refused; nothing was sent.
    Invalid {
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
    /// An answer of the registry lacks what a verdict rests on.
    Fault {
        /// The operation that gave it.
        operation: String,
        /// The way to what is wrong.
        path: String,
        /// What was expected there.
        expected: String,
        /// What was found.
        found: String,
        /// Whether something may have been sent.
        sent: bool,
    },
    /// A read failed, and nothing can be done without it. The caller's side has the failure.
    Failed,
    /// How a verdict was reached.
    Explained {
        /// It, in lines.
        text: String,
    },
    /// What is open.
    Open {
        /// The entries.
        entries: Vec<OpenEntry>,
    },
    /// A beneficiary was found or made.
    Beneficiary {
        /// Its id.
        id: String,
        /// Whether it can only be this one; a person is known by name only.
        certain: bool,
        /// Whether it was made just now.
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
                let why = "it was resolved: no record is its".to_owned();
                Self::Void { why, status: None, receipt }
            }
            None => Self::Ambiguous { candidates: candidates(), receipt },
        }
    }
}
