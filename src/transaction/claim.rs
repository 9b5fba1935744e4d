//! Claims batches for a reference, all or none.

use super::action::Change;
use super::desk::{Desk, Stop};
use super::entry::{Attempt, Entry, FORMAT, State, Void};
use super::intent::Intent;
use super::journal::{self, Lease, Loaded};
use super::rules::Flaw;

/// Writes the claim; `None` if the journal has changed since it was read.
pub(super) async fn write(
    desk: &Desk,
    reference: &str,
    intent: &Intent,
    mut attempt: Attempt,
    known: Option<Loaded>,
    first: Option<Change>,
) -> Result<Option<Entry>, Stop> {
    let mut changes: Vec<_> = first.into_iter().collect();
    let now = desk.wall();
    let mut entry = match &known {
        Some(known) => known.entry.clone(),
        None => Entry {
            format: FORMAT,
            origin: desk.setup.origin.clone(),
            reference: reference.to_owned(),
            intent: intent.clone(),
            digest: intent.digest(),
            created_at: now,
            counter: 0,
            attempts: Vec::new(),
        },
    };
    // Batches of an earlier plan that was never sent are free again.
    if entry.state() == State::Planned {
        if let Some(last) = entry.attempt() {
            let kept: Vec<_> = attempt
                .parts
                .iter()
                .map(|part| journal::batch_key(&part.credit_batch_id))
                .collect();
            let freed = journal::release(desk, &entry, last).await;
            changes.extend(
                freed.into_iter().filter(|change| {
                    change.key.starts_with("batch/") && !kept.contains(&change.key)
                }),
            );
        }
        desk.note(&mut entry, "nothing was sent before its batches were released");
        entry.change(|last| {
            last.state = State::Void;
            last.void = Some(Void::NothingSent);
        });
    }
    attempt.number = entry.attempt().map_or(1, |last| last.number.saturating_add(1));
    let lease = Lease {
        reference: reference.to_owned(),
        attempt: attempt.number,
        until: Some(attempt.lease_until),
    };
    let open = journal::open_key(reference);
    let mut keys: Vec<_> =
        attempt.parts.iter().map(|part| journal::batch_key(&part.credit_batch_id)).collect();
    keys.push(open.clone());
    let rows = desk.rows(keys.clone()).await;
    for key in keys {
        let was = journal::find(&rows, &key).map(|row| row.value.clone());
        if key == open {
            if was.is_none() {
                changes.push(Change { key, was, now: Some(reference.to_owned()) });
            }
            continue;
        }
        let held = journal::find(&rows, &key).and_then(Lease::read);
        if held.is_some_and(|held| held.holds_against(reference, now))
            && !desk.setup.rules.has(Flaw::NoLease)
        {
            return Ok(None);
        }
        changes.push(Change { key, was, now: Some(journal::text(&lease)) });
    }
    entry.attempts.push(attempt);
    entry.counter = entry.counter.saturating_add(1);
    changes.push(Change {
        key: journal::entry_key(reference),
        was: known.map(|known| known.text),
        now: Some(journal::text(&entry)),
    });
    Ok(desk.write(changes).await.then_some(entry))
}
