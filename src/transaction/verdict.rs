//! Verdicts: how an attempt ends, in the journal and for its caller.

use super::action::{Change, Read};
use super::desk::{Desk, Stop};
use super::ending::{Ending, Receipt, ReceiptPart};
use super::entry::{Certainty, Entry, Fence, State, Void};
use super::facts::{self, Batch};
use super::intent::Kind;
use super::journal;
use super::judge::{self, Likeness};
use super::run::{Run, Turn};
use super::search::Match;

/// How often the batches of a record are requested for a receipt.
const RECEIPT_READS: usize = 3;

/// How long a flow waits for them, in ms.
const RECEIPT_PAUSE: i64 = 1_000;

impl Run<'_> {
    /// The record that belongs to the attempt, if that can be determined.
    pub(super) fn weigh(&self, matches: &[Match]) -> Option<(String, Certainty)> {
        if let Some(marked) = matches.iter().find(|found| found.likeness == Likeness::Marked) {
            return Some((marked.id.clone(), Certainty::Marked));
        }
        let attempt = self.loaded.entry.attempt()?;
        let [found] = matches else { return None };
        match found.likeness {
            _ if attempt.acknowledged => Some((found.id.clone(), Certainty::Answered)),
            Likeness::Equal if attempt.unknown > 0 => Some((found.id.clone(), Certainty::Matched)),
            _ => None,
        }
    }

    /// Records which record it has become.
    pub(super) async fn apply(&mut self, id: String, certainty: Certainty) -> Result<Turn, Stop> {
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Applied;
            attempt.record_id = Some(id.clone());
            attempt.certainty = Some(certainty);
            attempt.holder = None;
        });
        let record = Change {
            key: journal::record_key(&id),
            was: None,
            now: Some(self.loaded.entry.reference.clone()),
        };
        if self.end(vec![record]).await {
            Ok(Turn::Ended(applied(self.desk, &self.loaded.entry).await))
        } else {
            Ok(Turn::Lost)
        }
    }

    pub(super) async fn void(&mut self, void: Void, fence: Fence) -> Result<Turn, Stop> {
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Void;
            attempt.void = Some(void);
            attempt.fence = fence;
            attempt.holder = None;
        });
        let ended = self.end(Vec::new()).await;
        Ok(if ended { Turn::Ended(Ending::of_closed(&self.loaded.entry)) } else { Turn::Lost })
    }

    /// Records that it cannot be determined; the batches stay reserved.
    pub(super) async fn doubt(&mut self, matches: Vec<Match>) -> Result<Turn, Stop> {
        let ids: Vec<_> = matches.into_iter().map(|found| found.id).collect();
        self.note(format!("{} may belong to this transaction or to another", ids.join(", ")));
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Ambiguous;
            attempt.candidates = ids;
            attempt.holder = None;
        });
        let saved = self.loaded.save(self.desk, Vec::new()).await;
        Ok(if saved { Turn::Ended(Ending::of_closed(&self.loaded.entry)) } else { Turn::Lost })
    }

    /// Records how it ended, and releases the batches.
    async fn end(&mut self, others: Vec<Change>) -> bool {
        let entry = self.loaded.entry.clone();
        let Some(attempt) = entry.attempt() else { return false };
        let mut changes = journal::release(self.desk, &entry, attempt).await;
        changes.extend(others);
        self.loaded.save(self.desk, changes).await
    }

    /// Leaves it open, to be settled later.
    pub(super) async fn leave(&mut self, why: String) -> Result<Turn, Stop> {
        let ending = self.unsettled(why);
        Ok(Turn::Ended(self.leaving(ending).await))
    }

    pub(super) async fn leaving(&mut self, ending: Ending) -> Ending {
        self.loaded.entry.change(|attempt| attempt.holder = None);
        self.loaded.save(self.desk, Vec::new()).await;
        ending
    }
}

/// The ending of a transaction that has happened, with the serial numbers that the registry shows.
pub(super) async fn applied(desk: &Desk, entry: &Entry) -> Ending {
    let mut members = Vec::new();
    let attempt = entry.attempt();
    if let Some(id) = attempt.and_then(|attempt| attempt.record_id.clone()) {
        for _ in 0..RECEIPT_READS {
            let read = members_of(desk, entry.intent.kind, &id).await.unwrap_or_default();
            if read.len() >= members.len() {
                members = read;
            }
            if attempt.is_some_and(|attempt| members.len() >= attempt.parts.len()) {
                break;
            }
            desk.wait(RECEIPT_PAUSE.min(desk.setup.rules.lag_ms.max(1))).await;
        }
    }
    let parts = attempt.iter().flat_map(|attempt| &attempt.parts);
    let parts = parts.map(|part| {
        let taken = judge::taken_as(part, &members);
        ReceiptPart {
            credit_batch_id: part.credit_batch_id.clone(),
            credit_quantity_kg: part.credit_quantity_kg,
            taken_batch_id: taken.map(|batch| batch.id.clone()),
            serial_number: taken.map(|batch| batch.serial.clone()),
        }
    });
    Ending::Applied { receipt: Receipt::of(entry, parts.collect()) }
}

/// The batches of a record that the registry shows.
async fn members_of(desk: &Desk, kind: Kind, id: &str) -> Option<Vec<Batch>> {
    let value = desk.read(Read::RecordBatches { kind, id: id.to_owned() }).await.ok()?;
    facts::members(&value).ok()
}
