//! Checks the outcome of an attempt.

use std::collections::BTreeSet;

use serde_json::Value;

use super::action::{Failure, Read};
use super::desk::{Desk, Stop};
use super::ending::Ending;
use super::entry::{Entry, Part};
use super::facts::{self, Batch, Fault, Page, Record};
use super::intent::Kind;
use super::journal;
use super::judge::{self, Likeness, Standing};
use super::moment;
use super::rules::Flaw;

/// The result of a check.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Look {
    /// All checked batches are unchanged.
    Untouched,
    /// Something has happened, but not everything is visible yet.
    NotYet { why: String, retry_after_ms: Option<i64> },
    /// These records belong to the attempt, or may.
    Found(Vec<Match>),
    /// A batch was spent by another transaction.
    Taken { batch: String, by: Option<String>, is_sure: bool, is_final: bool },
}

/// A record that matches an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) id: String,
    pub(super) likeness: Likeness,
}

/// How much later than the newest known record a new one can be dated, in µs: commits can be late.
const OVERLAP: i64 = 60_000_000;

/// A check of the current attempt's outcome.
pub(super) struct Search<'a> {
    pub(super) desk: &'a Desk,
    pub(super) entry: &'a Entry,
    /// Whether anything was sent, for the errors.
    pub(super) sent: bool,
}

/// Why a check ended early.
pub(super) enum Cut {
    Stop(Stop),
    NotYet(Look),
}

pub(super) type Looked<T> = Result<T, Cut>;

pub(super) fn not_yet(why: impl Into<String>) -> Cut {
    Cut::NotYet(Look::NotYet { why: why.into(), retry_after_ms: None })
}

impl Search<'_> {
    /// Checks the first batch, or all of them until one is spent. With `in_list` it also checks the list of records,
    /// where untouched batches do not prove that nothing has happened.
    pub(super) async fn look(&self, at_all: bool, in_list: bool) -> Result<Look, Stop> {
        match self.try_look(at_all, in_list).await {
            Ok(look) | Err(Cut::NotYet(look)) => Ok(look),
            Err(Cut::Stop(stop)) => Err(stop),
        }
    }

    async fn try_look(&self, at_all: bool, in_list: bool) -> Looked<Look> {
        let Some(attempt) = self.entry.attempt() else { return Ok(Look::Untouched) };
        if self.desk.setup.rules.has(Flaw::ShapeOnly) {
            let found = self.scan().await?;
            return Ok(if found.is_empty() { Look::Untouched } else { Look::Found(found) });
        }
        let mut parts: Vec<_> = attempt.parts.iter().collect();
        if self.entry.intent.kind != Kind::Retirement {
            // A whole batch can have been returned; a batch that was split stays split.
            parts.sort_by_key(|part| part.is_whole());
        }
        for part in parts {
            let batch = self.batch(&part.credit_batch_id).await?;
            match judge::standing(&self.entry.intent, part, &batch) {
                Standing::Untouched if at_all => {}
                Standing::Untouched => break,
                standing => return self.examine(part, standing).await,
            }
        }
        if in_list && attempt.can_come_back(&self.entry.intent) {
            let found = self.scan().await?;
            if !found.is_empty() {
                return Ok(Look::Found(found));
            }
        }
        Ok(Look::Untouched)
    }

    /// Follows a batch that has changed.
    async fn examine(&self, part: &Part, standing: Standing) -> Looked<Look> {
        let taken = |by, is_sure, is_final| Look::Taken {
            batch: part.credit_batch_id.clone(),
            by,
            is_sure,
            is_final,
        };
        match standing {
            Standing::Untouched => Ok(Look::Untouched),
            Standing::Unsaid => {
                let id = &part.credit_batch_id;
                Err(not_yet(format!(
                    "{id} is spent, but the registry does not show by which record yet"
                )))
            }
            Standing::Gone => Ok(taken(None, true, true)),
            Standing::Moved if self.entry.intent.kind == Kind::Transfer => {
                let found = self.scan().await?;
                if found.is_empty() {
                    Ok(taken(None, false, false))
                } else {
                    Ok(Look::Found(found))
                }
            }
            Standing::Moved => Ok(taken(None, false, false)),
            Standing::Named(record) => Ok(match self.likeness(&record).await? {
                Likeness::Other => taken(Some(record), true, true),
                likeness => Look::Found(vec![Match { id: record, likeness }]),
            }),
            Standing::Split(children) => {
                let (found, other) = self.children(part, &children).await?;
                if !found.is_empty() {
                    return Ok(Look::Found(found));
                }
                let is_sure = other.is_some();
                Ok(taken(other, is_sure, true))
            }
        }
    }

    /// What the children of a batch show: the records that may belong to the attempt, and one that does not.
    async fn children(
        &self,
        part: &Part,
        children: &[String; 2],
    ) -> Looked<(Vec<Match>, Option<String>)> {
        let (mut found, mut other) = (Vec::new(), None);
        for id in children {
            let child = self.batch(id).await?;
            let Some(record) = judge::naming(self.entry.intent.kind, part, &child) else {
                continue;
            };
            if !judge::is_taken_child(part, &child) {
                continue;
            }
            match self.likeness(&record).await? {
                Likeness::Other => other = Some(record),
                likeness => {
                    found.push(Match { id: record, likeness });
                    // The other child can match as well only if it has the same size.
                    if part.credit_quantity_kg.0.saturating_mul(2) != part.batch_size_kg.0 {
                        break;
                    }
                }
            }
        }
        Ok((found, other))
    }

    /// The records since the known ones that may belong to the attempt.
    async fn scan(&self) -> Looked<Vec<Match>> {
        let mut found = Vec::new();
        for record in self.since_heads().await? {
            if !judge::has_parties(&self.entry.intent, &record)
                || self.is_of_another(&record.id).await
            {
                continue;
            }
            let likeness = if self.desk.setup.rules.has(Flaw::ShapeOnly) {
                let (intent, Some(attempt)) = (&self.entry.intent, self.entry.attempt()) else {
                    continue;
                };
                judge::compare(intent, attempt, attempt.marker.as_deref(), &record, true)
            } else {
                self.compare(&record).await?
            };
            if likeness != Likeness::Other {
                found.push(Match { id: record.id, likeness });
            }
        }
        Ok(found)
    }

    /// The records between the parties that did not exist before anything was sent.
    async fn since_heads(&self) -> Looked<Vec<Record>> {
        let Some(attempt) = self.entry.attempt() else { return Ok(Vec::new()) };
        let known = &attempt.heads.ids;
        let oldest = attempt.heads.latest.as_deref().and_then(moment::read);
        let intent = &self.entry.intent;
        let (mut later, mut after, mut seen) = (Vec::new(), None, BTreeSet::new());
        loop {
            let read = Read::Records {
                kind: intent.kind,
                from: intent.giver().to_owned(),
                to: intent.receiver_organisation_id.clone(),
                after: after.clone(),
            };
            let page: Page<Record> =
                self.read(read, |value| facts::records(intent.kind, value)).await?;
            let mut is_end = false;
            for record in page.nodes {
                let at = moment::read(&record.at);
                let is_late = oldest
                    .is_none_or(|oldest| at.is_none_or(|at| at >= oldest.saturating_sub(OVERLAP)));
                if known.contains(&record.id) || !is_late {
                    is_end = true;
                } else if seen.insert(record.id.clone()) {
                    later.push(record);
                }
            }
            match page.next {
                Some(next) if !is_end && after.as_ref() != Some(&next) => after = Some(next),
                _ => return Ok(later),
            }
        }
    }

    /// Whether another reference of the journal already has this record.
    pub(super) async fn is_of_another(&self, id: &str) -> bool {
        let rows = self.desk.rows(vec![journal::record_key(id)]).await;
        rows.iter().any(|row| row.value != self.entry.reference)
    }

    pub(super) async fn batch(&self, id: &str) -> Looked<Batch> {
        self.read(Read::CreditBatch { id: id.to_owned() }, facts::batch).await
    }

    pub(super) async fn read<T>(
        &self,
        read: Read,
        understand: impl Fn(&Value) -> Result<T, Fault>,
    ) -> Looked<T> {
        let operation = read.operation();
        match self.desk.read(read).await {
            Ok(value) => understand(&value)
                .map_err(|fault| Cut::Stop(Ending::fault(operation, fault, self.sent))),
            Err(Failure { message, retry_after_ms, .. }) => {
                Err(Cut::NotYet(Look::NotYet { why: message, retry_after_ms }))
            }
        }
    }
}
