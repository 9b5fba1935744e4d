//! Which batches to take, and how much of each.

use core::cmp::Ordering;

use super::entry::Part;
use super::facts::{Batch, Status};
use super::intent::{Intent, Kind};
use super::kilograms::{Kilograms, sum};
use super::moment;

/// A part of a batch in its state before anything is sent.
#[must_use]
pub fn part_of(batch: &Batch, kg: Kilograms) -> Part {
    Part {
        credit_batch_id: batch.id.clone(),
        credit_quantity_kg: kg,
        batch_size_kg: batch.size,
        serial_number: batch.serial.clone(),
        issued_at: batch.issued_at.clone(),
        sequestered_on: batch.sequestered_on.clone(),
        delivery_id: batch.delivery.clone(),
    }
}

/// Whether a batch can be used for an intent.
#[must_use]
pub fn serves(intent: &Intent, batch: &Batch) -> bool {
    let year =
        |batch: &Batch| batch.sequestered_on.split('-').next().and_then(|year| year.parse().ok());
    batch.status == Status::Active
        && batch.owner == intent.owner_organisation_id
        && batch.supplier == intent.supplier_id
        && batch.size > Kilograms(0)
        && (intent.kind != Kind::Delivery || batch.delivery.is_none())
        && intent.vintage.is_none_or(|vintage| year(batch) == Some(vintage))
}

/// Takes the oldest batches until there is enough, the last one possibly in part.
///
/// # Errors
/// The quantity available, if that is too little.
pub fn oldest(mut batches: Vec<Batch>, wanted: Kilograms) -> Result<Vec<Part>, Kilograms> {
    batches.sort_by(by_age);
    batches.dedup_by(|one, other| one.id == other.id);
    let mut missing = wanted.0;
    let mut parts = Vec::new();
    for batch in &batches {
        if missing < 1 {
            break;
        }
        let kg = batch.size.0.min(missing);
        parts.push(part_of(batch, Kilograms(kg)));
        missing = missing.saturating_sub(kg);
    }
    if missing > 0 { Err(sum(batches.iter().map(|batch| batch.size))) } else { Ok(parts) }
}

/// By time of issuance, oldest first; ties by serial number.
#[must_use]
pub fn by_age(one: &Batch, other: &Batch) -> Ordering {
    issued(one)
        .cmp(&issued(other))
        .then_with(|| natural(&one.serial, &other.serial))
        .then_with(|| one.id.cmp(&other.id))
}

/// When a batch was issued, in µs since 1970.
#[must_use]
pub fn issued(batch: &Batch) -> Option<i64> {
    moment::read(&batch.issued_at)
}

/// Compares texts with the numbers in them as numbers.
fn natural(one: &str, other: &str) -> Ordering {
    let pieces = |text: &str| -> Vec<(Option<u128>, String)> {
        text.split('-').map(|piece| (piece.parse().ok(), piece.to_owned())).collect()
    };
    pieces(one).cmp(&pieces(other))
}
