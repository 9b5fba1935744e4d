//! What the journal holds of a reference. No part of it is a credential.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::intent::Intent;
use super::kilograms::Kilograms;

/// The version of what is written here. A newer one is refused, not guessed at.
pub const FORMAT: u32 = 1;

/// A part of a credit batch that an attempt takes, and what was known of the batch before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Part {
    /// The batch.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "CreditBatchId"))]
    pub credit_batch_id: String,
    /// How much of it is taken, in kg.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub credit_quantity_kg: Kilograms,
    /// How much it holds, in kg. If that is more, the batch will be split.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub batch_size_kg: Kilograms,
    /// The serial number of the batch.
    pub serial_number: String,
    /// When its credits were issued.
    pub issued_at: String,
    /// The day on which the carbon was stored; its year is the vintage.
    pub sequestered_on: String,
    /// The delivery that had brought it, if one had.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "DeliveryId | null"))]
    pub delivery_id: Option<String>,
}

impl Part {
    /// Whether all of the batch is taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.credit_quantity_kg == self.batch_size_kg
    }
}

/// What was on record between the two parties before anything was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The newest records, a page of them.
    pub ids: Vec<String>,
    /// When the newest was made; `None` where there was none.
    pub latest: Option<String>,
}

/// How far an attempt has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was ever sent.
    Planned,
    /// Something may have been sent.
    MayBeSent,
    /// It has happened.
    Applied,
    /// It has not happened and never will.
    Void,
    /// Which of some records is ours, if any, cannot be told.
    Ambiguous,
}

/// One thing that was seen, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Evidence {
    /// When: ms since 1970, by the clock of the machine that saw it.
    pub at: i64,
    /// What.
    pub what: String,
}

/// A refusal by the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The HTTP status.
    pub status: Option<u16>,
    /// What the registry said.
    pub message: String,
}

/// Why an attempt is void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Void {
    /// Nothing was ever sent.
    NothingSent,
    /// A named batch was spent by something that is not ours.
    Taken {
        /// The batch.
        batch: String,
        /// The record that has it, where one names it.
        by: Option<String>,
    },
    /// The registry refused it.
    Refused(Refusal),
    /// The caller said that no record is ours.
    Resolved,
}

/// Whether what fences an attempt holds for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Fence {
    /// It does: what is retired or split stays so.
    #[default]
    Final,
    /// It holds until a whole batch comes back to who gave it away.
    Conditional,
}

/// How a record is known to be ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The registry answered us with it, or said that it was carried out.
    Answered,
    /// It has our mark in its note.
    Marked,
    /// It has exactly our parts, parties, purposes and notes, and our answer was lost. Only an equal request
    /// from outside the journal, of the same parts of the same batches, could have made it instead.
    Matched,
    /// The caller said so.
    Resolved,
}

/// One body, which is sent until it is known what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// What it takes.
    pub parts: Vec<Part>,
    /// The mark in the note, if one is made.
    pub marker: Option<String>,
    /// The body of the request.
    pub body: Value,
    /// What was on record before.
    pub heads: Heads,
    /// How far it has come.
    pub state: State,
    /// Until when it holds its batches while nothing is sent, in ms since 1970.
    pub lease_until: i64,
    /// How often it was sent.
    pub sends: u32,
    /// How many of these may still act, or have acted.
    pub unknown: u32,
    /// Whether the registry has said that it was carried out.
    pub acknowledged: bool,
    /// The last refusal that is not about credentials or pace.
    pub refusal: Option<Refusal>,
    /// When it was first sent, in ms since 1970.
    pub first_sent_at: Option<i64>,
    /// Who sends it.
    pub holder: Option<String>,
    /// The record that it became.
    pub record_id: Option<String>,
    /// How that is known.
    pub certainty: Option<Certainty>,
    /// Why it is void.
    pub void: Option<Void>,
    /// Records that may be ours.
    pub candidates: Vec<String>,
    /// Whether the fence holds for ever.
    pub fence: Fence,
    /// What the verdict rests on.
    pub evidence: Vec<Evidence>,
}

impl Attempt {
    /// Whether what it takes are whole batches only, and can come back: their fence is conditional.
    #[must_use]
    pub fn can_come_back(&self, intent: &Intent) -> bool {
        intent.kind != super::intent::Kind::Retirement && self.parts.iter().all(Part::is_whole)
    }
}

/// A reference, what it stands for, and what was done about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The version of this format.
    pub format: u32,
    /// The address of the registry.
    pub origin: String,
    /// The caller's name for it.
    pub reference: String,
    /// What it stands for.
    pub intent: Intent,
    /// The SHA-256 of the intent.
    pub digest: String,
    /// When it was planned first, in ms since 1970.
    pub created_at: i64,
    /// Counts the changes: while it stands still, nobody is at work.
    pub counter: u64,
    /// What was tried; each begins after the one before is void.
    pub attempts: Vec<Attempt>,
}

impl Entry {
    /// The attempt that counts.
    #[must_use]
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> State {
        self.attempt().map_or(State::Void, |attempt| attempt.state)
    }

    /// Changes the attempt that counts.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.last_mut() {
            change(attempt);
        }
    }

    /// Notes what was seen, and gives it if it was not the last thing that was seen anyway.
    pub(super) fn note(&mut self, at: i64, what: impl Into<String>) -> Option<Evidence> {
        let seen = Evidence { at, what: what.into() };
        let attempt = self.attempts.last_mut()?;
        if attempt.evidence.last().is_some_and(|last| last.what == seen.what) {
            return None;
        }
        attempt.evidence.push(seen.clone());
        Some(seen)
    }

    /// How the verdict was reached, in lines.
    #[must_use]
    pub fn explain(&self) -> String {
        let mut text = format!("{}: {}\n", self.reference, self.intent.in_words());
        text.push_str(&format!("at {}, SHA-256 {}\n", self.origin, self.digest));
        for attempt in &self.attempts {
            let state = match attempt.state {
                State::Planned => "planned, nothing was sent",
                State::MayBeSent => "open: it may have been sent",
                State::Applied => "applied",
                State::Void => "void: nothing of it has happened or will",
                State::Ambiguous => "ambiguous",
            };
            let (number, sends) = (attempt.number, attempt.sends);
            text.push_str(&format!("attempt {number}, sent {sends} times: {state}\n"));
            if let Some(marker) = &attempt.marker {
                text.push_str(&format!("  marked {marker}\n"));
            }
            for part in &attempt.parts {
                let Part { credit_batch_id, credit_quantity_kg, batch_size_kg, .. } = part;
                let (taken, size) = (credit_quantity_kg.0, batch_size_kg.0);
                text.push_str(&format!("  {taken} of {size} kg of {credit_batch_id}\n"));
            }
            for Evidence { at, what } in &attempt.evidence {
                text.push_str(&format!("  {}  {what}\n", super::moment::write(*at)));
            }
            if let Some(record) = &attempt.record_id {
                text.push_str(&format!("  record {record}\n"));
            }
            if attempt.fence == Fence::Conditional {
                text.push_str("  fence: conditional, it holds until a whole batch comes back\n");
            }
        }
        text
    }
}
