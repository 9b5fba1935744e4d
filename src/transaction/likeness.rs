//! How closely a record of the registry matches an attempt.

use super::action::Read;
use super::entry::Part;
use super::facts::{self, Batch, Record, Status};
use super::intent::Kind;
use super::judge::{self, Likeness};
use super::moment;
use super::search::{Looked, Search, not_yet};

/// How far a member of a record is followed back to a named batch.
const GENERATIONS: usize = 16;

impl Search<'_> {
    /// Reads a record that a batch names, and compares it.
    pub(super) async fn likeness(&self, id: &str) -> Looked<Likeness> {
        if self.is_of_another(id).await {
            return Ok(Likeness::Other);
        }
        let kind = self.entry.intent.kind;
        let read = Read::Record { kind, id: id.to_owned() };
        let record = self.read(read, |value| facts::record(kind, value)).await?;
        self.compare(&record).await
    }

    pub(super) async fn compare(&self, record: &Record) -> Looked<Likeness> {
        let (intent, Some(attempt)) = (&self.entry.intent, self.entry.attempt()) else {
            return Ok(Likeness::Other);
        };
        let marker = attempt.marker.as_deref();
        let read = Read::RecordBatches { kind: intent.kind, id: record.id.clone() };
        let members = self.read(read, facts::members).await?;
        if !judge::is_complete(record, &members) {
            return Err(not_yet(format!(
                "{} is on record, but its batches are not yet",
                record.id
            )));
        }
        let mut exact = judge::are_exactly(&attempt.parts, &members);
        if !exact && intent.kind == Kind::Transfer && judge::has_parties(intent, record) {
            let mut origins = Vec::new();
            for member in &members {
                origins.push(self.origin(&attempt.parts, member).await?);
            }
            exact = judge::descend_from(&attempt.parts, &members, &origins);
        }
        let likeness = judge::compare(intent, attempt, marker, record, exact);
        if likeness == Likeness::Equal {
            for half in judge::halves(&attempt.parts) {
                match self.made_the_split(half, record, &members).await? {
                    Some(true) => {}
                    Some(false) => return Ok(Likeness::Other),
                    None => return Ok(Likeness::Doubtful),
                }
            }
        }
        Ok(likeness)
    }

    /// Whether a record that took one half of a batch also split it, as this attempt would have, rather than taking by
    /// its own id what was left after another took the first half. `None` if that cannot be determined.
    async fn made_the_split(
        &self,
        half: &Part,
        record: &Record,
        members: &[Batch],
    ) -> Looked<Option<bool>> {
        let intent = &self.entry.intent;
        let [Some(left), Some(right)] = self.batch(&half.credit_batch_id).await?.children else {
            return Err(not_yet(format!("{} does not show its parts yet", half.credit_batch_id)));
        };
        let Some(taken) = judge::taken_as(half, members) else { return Ok(None) };
        let other = self.batch(if taken.id == left { &right } else { &left }).await?;
        // A half that was handed over or retired when its batch was split would now belong to another, or be retired.
        if other.status != Status::Retired
            && other.owner == intent.owner_organisation_id
            && other.delivery == half.delivery_id
        {
            return Ok(Some(true));
        }
        let new_delivery =
            other.delivery.clone().filter(|id| half.delivery_id.as_ref() != Some(id));
        let named = [(Kind::Retirement, other.retirement.clone()), (Kind::Delivery, new_delivery)];
        for (kind, id) in named {
            let Some(id) = id else { continue };
            let theirs =
                self.read(Read::Record { kind, id }, |value| facts::record(kind, value)).await?;
            match (moment::read(&record.at), moment::read(&theirs.at)) {
                (Some(ours), Some(theirs)) if ours != theirs => return Ok(Some(ours < theirs)),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The named batch that a member of a transfer is or descends from.
    async fn origin(&self, parts: &[Part], member: &Batch) -> Looked<Option<String>> {
        let mut batch = member.clone();
        for _ in 0..GENERATIONS {
            if parts.iter().any(|part| part.credit_batch_id == batch.id) {
                return Ok(Some(batch.id));
            }
            let Some(parent) = batch.parent else { return Ok(None) };
            if parts.iter().any(|part| part.credit_batch_id == parent) {
                return Ok(Some(parent));
            }
            batch = self.batch(&parent).await?;
        }
        Ok(None)
    }
}
