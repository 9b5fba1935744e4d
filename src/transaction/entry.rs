//! The journal's data about a reference. It contains no credentials.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::intent::Intent;
use super::kilograms::Kilograms;

/// The version of this format. A newer one is rejected, not guessed at.
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
    /// The size of the batch, in kg. If it is larger than what is taken, the batch will be split.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "bigint"))]
    pub batch_size_kg: Kilograms,
    /// The serial number of the batch.
    pub serial_number: String,
    /// When its credits were issued.
    pub issued_at: String,
    /// The day on which the carbon was stored; its year is the vintage.
    pub sequestered_on: String,
    /// The delivery that had transferred it, if any.
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "DeliveryId | null"))]
    pub delivery_id: Option<String>,
}

impl Part {
    /// Whether the whole batch is taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.credit_quantity_kg == self.batch_size_kg
    }
}

/// The records between the two parties before anything was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The newest records, one page of them.
    pub ids: Vec<String>,
    /// When the newest one was made; `None` if there was none.
    pub latest: Option<String>,
}

/// The state of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was never sent.
    Planned,
    /// It may have been sent.
    MayBeSent,
    /// It has happened.
    Applied,
    /// It has not happened and never will.
    Void,
    /// It cannot be determined which of some records belongs to it, if any.
    Ambiguous,
}

/// One observation and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Evidence {
    /// The time: ms since 1970, by the clock of the machine that made it.
    pub at: i64,
    /// The observation, in words.
    pub what: String,
}

/// A rejection by the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The HTTP status.
    pub status: Option<u16>,
    /// The registry's message.
    pub message: String,
}

/// Why an attempt is void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Void {
    /// It was never sent.
    NothingSent,
    /// A named batch was spent by another transaction.
    Taken {
        /// The batch.
        batch: String,
        /// The record that took it, if a record names it.
        by: Option<String>,
    },
    /// The registry refused it.
    Refused(Refusal),
    /// The caller decided that no record belongs to it.
    Resolved,
}

/// Whether the state of the batches rules out a repetition permanently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Fence {
    /// It does: retired and split batches stay that way.
    #[default]
    Final,
    /// Only until a whole batch returns to its sender.
    Conditional,
}

/// How it is known that a record belongs to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The registry answered with it, or confirmed that it was carried out.
    Answered,
    /// It has the mark in its note.
    Marked,
    /// It has exactly the attempt's parts, parties, purposes and notes, and the answer was lost. Only an equal request
    /// from outside the journal, of the same parts of the same batches, could have created it instead.
    Matched,
    /// The caller decided it.
    Resolved,
}

/// One body, which is sent until its outcome is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// From 1.
    pub number: u32,
    /// The parts that it takes.
    pub parts: Vec<Part>,
    /// The mark in the note, if there is one.
    pub marker: Option<String>,
    /// The body of the request.
    pub body: Value,
    /// The records that existed before.
    pub heads: Heads,
    /// Its state.
    pub state: State,
    /// Until when its batches are reserved while nothing is sent, in ms since 1970.
    pub lease_until: i64,
    /// How often it was sent.
    pub sends: u32,
    /// How many of these may still act, or have acted.
    pub unknown: u32,
    /// Whether the registry has confirmed that it was carried out.
    pub acknowledged: bool,
    /// The last rejection for a reason other than credentials or pace.
    pub refusal: Option<Refusal>,
    /// When it was first sent, in ms since 1970.
    pub first_sent_at: Option<i64>,
    /// The flow that sends it.
    pub holder: Option<String>,
    /// The record that it became.
    pub record_id: Option<String>,
    /// How that is known.
    pub certainty: Option<Certainty>,
    /// Why it is void.
    pub void: Option<Void>,
    /// The candidates.
    pub candidates: Vec<String>,
    /// Whether a repetition is ruled out permanently.
    pub fence: Fence,
    /// The observations on which the verdict is based.
    pub evidence: Vec<Evidence>,
}

impl Attempt {
    /// Whether it takes only whole batches, which can return: then a repetition is not ruled out permanently.
    #[must_use]
    pub fn can_come_back(&self, intent: &Intent) -> bool {
        intent.kind != super::intent::Kind::Retirement && self.parts.iter().all(Part::is_whole)
    }
}

/// A reference, its intent, and its attempts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The version of this format.
    pub format: u32,
    /// The address of the registry.
    pub origin: String,
    /// The caller's name for it.
    pub reference: String,
    /// Its intent.
    pub intent: Intent,
    /// The SHA-256 of the intent.
    pub digest: String,
    /// When it was first planned, in ms since 1970.
    pub created_at: i64,
    /// Counts the changes: while it does not change, no process is working on it.
    pub counter: u64,
    /// The attempts; each starts after the one before is void.
    pub attempts: Vec<Attempt>,
}

impl Entry {
    /// The current attempt.
    #[must_use]
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> State {
        self.attempt().map_or(State::Void, |attempt| attempt.state)
    }

    /// Changes the current attempt.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Attempt)) {
        if let Some(attempt) = self.attempts.last_mut() {
            change(attempt);
        }
    }

    /// Records an observation, and returns it unless it repeats the last one.
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
                State::Void => "void: nothing has happened or will happen",
                State::Ambiguous => "ambiguous",
            };
            let number = attempt.number;
            let sent = match attempt.sends {
                0 => "never sent".to_owned(),
                1 => "sent once".to_owned(),
                sends => format!("sent {sends} times"),
            };
            text.push_str(&format!("attempt {number}, {sent}: {state}\n"));
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
                text.push_str("  fence: conditional, until a whole batch returns\n");
            }
        }
        text
    }
}
