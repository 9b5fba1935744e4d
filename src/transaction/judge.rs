//! What a state of the batches and a record mean for an attempt.

use std::collections::BTreeSet;

use super::entry::{Attempt, Part};
use super::facts::{Batch, Record, Status};
use super::intent::{Intent, Kind};
use super::kilograms::sum;

/// The state of a named batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is unchanged and can be spent.
    Untouched,
    /// This record took it.
    Named(String),
    /// Its children must be checked.
    Split([String; 2]),
    /// It went to others, and no record is named.
    Moved,
    /// It was spent in a way in which this attempt would not have spent it.
    Gone,
    /// It was spent, and the registry does not show the record yet.
    Unsaid,
}

/// What the state of a named batch says about an attempt that takes a part of it.
#[must_use]
pub fn standing(intent: &Intent, part: &Part, batch: &Batch) -> Standing {
    let named = naming(intent.kind, part, batch);
    let is_ours = batch.owner == intent.owner_organisation_id;
    match (intent.kind, batch.status) {
        (Kind::Transfer, Status::Active) if is_ours => Standing::Untouched,
        // Only the list of transfers shows what happened to it.
        (Kind::Transfer, Status::Active) => Standing::Moved,
        (Kind::Transfer, Status::Split | Status::Retired) => Standing::Moved,
        (_, Status::Active) if is_ours && named.is_none() => Standing::Untouched,
        (_, Status::Split) if !part.is_whole() => match &batch.children {
            [Some(left), Some(right)] => Standing::Split([left.clone(), right.clone()]),
            _ => Standing::Unsaid,
        },
        (_, _) if part.is_whole() && named.is_some() => {
            named.map_or(Standing::Unsaid, Standing::Named)
        }
        (Kind::Retirement, Status::Retired) if part.is_whole() => Standing::Unsaid,
        (_, Status::Active) => Standing::Moved,
        (_, Status::Split | Status::Retired) => Standing::Gone,
    }
}

/// The record that a batch names, if that is of this kind and new.
#[must_use]
pub fn naming(kind: Kind, part: &Part, batch: &Batch) -> Option<String> {
    match kind {
        Kind::Retirement => batch.retirement.clone(),
        Kind::Delivery => batch.delivery.clone().filter(|id| part.delivery_id.as_ref() != Some(id)),
        Kind::Transfer => None,
    }
}

/// Whether a child of a batch can be the part that an attempt has taken of it.
#[must_use]
pub fn is_taken_child(part: &Part, child: &Batch) -> bool {
    child.parent.as_ref() == Some(&part.credit_batch_id) && child.size == part.credit_quantity_kg
}

/// How a record relates to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It belongs to another: other batches, parties or quantities, or without the mark.
    Other,
    /// It matches in everything except the texts, which a server may have changed; or it took one half of a batch that
    /// was split in the middle, and it cannot be determined who took the other half first.
    Doubtful,
    /// It matches in everything.
    Equal,
    /// It has the mark.
    Marked,
}

/// Compares a record with an attempt.
#[must_use]
pub fn compare(
    intent: &Intent,
    attempt: &Attempt,
    marker: Option<&str>,
    record: &Record,
    has_exactly_ours: bool,
) -> Likeness {
    if !has_exactly_ours || !has_parties(intent, record) || attempt.heads.ids.contains(&record.id) {
        return Likeness::Other;
    }
    if let Some(marker) = marker {
        let is_ours = record.notes.contains(marker);
        return if is_ours { Likeness::Marked } else { Likeness::Other };
    }
    let purposes: BTreeSet<_> = record.purposes.iter().collect();
    let same_text = record.notes == intent.notes.clone().unwrap_or_default()
        && purposes == intent.retirement_purposes.iter().collect();
    if same_text { Likeness::Equal } else { Likeness::Doubtful }
}

/// Whether the record has the same parties and quantity.
#[must_use]
pub fn has_parties(intent: &Intent, record: &Record) -> bool {
    record.from == intent.giver()
        && record.to == intent.receiver_organisation_id
        && record.total == intent.total()
        && (intent.kind != Kind::Delivery || record.order == intent.order_id)
}

/// The parts that are exactly half of their batch: the two children are alike, and either can be taken by its own id.
pub fn halves(parts: &[Part]) -> impl Iterator<Item = &Part> {
    parts.iter().filter(|part| part.credit_quantity_kg.0.saturating_mul(2) == part.batch_size_kg.0)
}

/// Whether the members of a record are exactly the parts: whole batches by their ids, and children of the right
/// parents and sizes.
#[must_use]
pub fn are_exactly(parts: &[Part], members: &[Batch]) -> bool {
    parts.len() == members.len() && parts.iter().all(|part| taken_as(part, members).is_some())
}

/// Whether the members of a record descend from exactly the parts. `origins` are the named batches that they
/// descend from, in their order.
#[must_use]
pub fn descend_from(parts: &[Part], members: &[Batch], origins: &[Option<String>]) -> bool {
    let of = |part: &Part| {
        let pairs = origins.iter().zip(members);
        let of_part = pairs.filter(|(id, _)| id.as_ref() == Some(&part.credit_batch_id));
        sum(of_part.map(|(_, member)| member.size))
    };
    origins.iter().all(Option::is_some)
        && parts.iter().all(|part| of(part) == part.credit_quantity_kg)
}

/// Whether the list of a record's batches is complete.
#[must_use]
pub fn is_complete(record: &Record, members: &[Batch]) -> bool {
    !members.is_empty() && sum(members.iter().map(|member| member.size)) == record.total
}

/// The receipt's part for a part: the batch that holds it now, with its serial number.
#[must_use]
pub fn taken_as<'a>(part: &Part, members: &'a [Batch]) -> Option<&'a Batch> {
    members.iter().find(|member| {
        if part.is_whole() {
            member.id == part.credit_batch_id
        } else {
            is_taken_child(part, member)
        }
    })
}
