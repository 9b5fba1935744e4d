//! The other commands on the journal: list open transactions, explain, resolve, abandon.

use super::desk::{Desk, Stop};
use super::ending::{Ending, OpenEntry};
use super::entry::{Certainty, State, Void};
use super::execute;
use super::journal::{self, Loaded};

/// The open transactions: planned, possibly sent, or ambiguous.
pub(super) async fn open(desk: &Desk) -> Result<Ending, Stop> {
    let mut entries = Vec::new();
    for row in desk.list(journal::OPEN).await {
        if let (Some(Loaded { entry, .. }), _) = journal::load(desk, &row.value).await? {
            entries.push(OpenEntry {
                state: entry.state(),
                kind: entry.intent.kind,
                owner_organisation_id: entry.intent.owner_organisation_id,
                reference: entry.reference,
                created_at: entry.created_at,
            });
        }
    }
    entries.sort_by(|one, other| {
        (one.created_at, &one.reference).cmp(&(other.created_at, &other.reference))
    });
    Ok(Ending::Open { entries })
}

/// How the verdict on a reference was reached.
pub(super) async fn explain(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    let known = known(desk, reference).await?;
    Ok(Ending::Explained { text: known.entry.explain() })
}

/// Ends an ambiguous entry as its caller decides: with one of the candidates, or with none.
pub(super) async fn resolve(
    desk: &Desk,
    reference: &str,
    record: Option<&str>,
) -> Result<Ending, Stop> {
    let mut known = known(desk, reference).await?;
    let attempt = known.entry.attempt().filter(|attempt| attempt.state == State::Ambiguous);
    let Some(attempt) = attempt.cloned() else {
        return Err(Ending::invalid(
            "reference",
            format!("\"{reference}\" is not ambiguous: there is nothing to resolve"),
        ));
    };
    if let Some(record) = record
        && !attempt.candidates.iter().any(|candidate| candidate == record)
    {
        let candidates = attempt.candidates.join(", ");
        return Err(Ending::invalid(
            "recordId",
            format!("expected one of {candidates}, or null, got \"{record}\""),
        ));
    }
    let mut changes = journal::release(desk, &known.entry, &attempt).await;
    let what = format!("resolved by the caller: {}", record.unwrap_or("no record belongs to it"));
    desk.note(&mut known.entry, what);
    known.entry.change(|attempt| match record {
        Some(record) => {
            attempt.state = State::Applied;
            attempt.record_id = Some(record.to_owned());
            attempt.certainty = Some(Certainty::Resolved);
        }
        None => {
            attempt.state = State::Void;
            attempt.void = Some(Void::Resolved);
        }
    });
    if let Some(record) = record {
        changes.push(super::action::Change {
            key: journal::record_key(record),
            was: None,
            now: Some(reference.to_owned()),
        });
    }
    if !known.save(desk, changes).await {
        return Err(Ending::invalid("journal", "another process has changed it; try again"));
    }
    execute::settle(desk, reference).await
}

/// Ends a transaction that was only planned; one that may have been sent, only if it is void.
pub(super) async fn abandon(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    let mut known = known(desk, reference).await?;
    if known.entry.state() == State::Planned && void_unsent(desk, &mut known).await {
        return Ok(Ending::of_closed(&known.entry));
    }
    execute::settle(desk, reference).await
}

/// Ends an attempt that was never sent.
pub(super) async fn void_unsent(desk: &Desk, loaded: &mut Loaded) -> bool {
    let Some(attempt) = loaded.entry.attempt().cloned() else { return false };
    let changes = journal::release(desk, &loaded.entry, &attempt).await;
    desk.note(&mut loaded.entry, "nothing was ever sent");
    loaded.entry.change(|attempt| {
        attempt.state = State::Void;
        attempt.void = Some(Void::NothingSent);
        attempt.holder = None;
    });
    loaded.save(desk, changes).await
}

async fn known(desk: &Desk, reference: &str) -> Result<Loaded, Stop> {
    let (known, _) = journal::load(desk, reference).await?;
    known.ok_or_else(|| Ending::invalid("reference", format!("the journal has no \"{reference}\"")))
}
