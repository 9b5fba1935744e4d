//! Executing and settling: which flow may work on an entry.

use super::action::Change;
use super::desk::{Desk, Stop};
use super::ending::{Ending, Receipt};
use super::entry::State;
use super::journal::{self, Lease, Loaded};
use super::plan;
use super::rules::Flaw;
use super::run::{Run, Turn};
use super::verdict::applied;

/// How long a flow waits before it checks whether another is still working on it.
const WATCH: i64 = 1_000;

/// Executes a plan; for a reference that has ended, returns its outcome.
pub(super) async fn execute(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    let mut left = desk.setup.rules.replan;
    loop {
        let ending = finish(desk, reference, true).await?;
        if left == 0 || !matches!(ending, Ending::Taken { .. } | Ending::Expired { .. }) {
            return Ok(ending);
        }
        left = left.saturating_sub(1);
        let (known, _) = journal::load(desk, reference).await?;
        let Some(known) = known else { return Ok(ending) };
        plan::again(desk, &known.entry).await?;
    }
}

/// Finishes what was sent under a reference. A transaction that was only planned is left alone.
pub(super) async fn settle(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    finish(desk, reference, false).await
}

async fn finish(desk: &Desk, reference: &str, may_begin: bool) -> Result<Ending, Stop> {
    let started = desk.clock();
    // When the entry was first seen in its current state, while another flow may be working on it.
    let mut seen: Option<(String, i64)> = None;
    loop {
        let (known, _) = journal::load(desk, reference).await?;
        let Some(loaded) = known else {
            return Err(Ending::invalid(
                "reference",
                format!("the journal has no \"{reference}\""),
            ));
        };
        let rules = desk.setup.rules;
        let lag = if rules.has(Flaw::ResendAtOnce) { 0 } else { rules.lag_ms };
        let now = desk.clock();
        match loaded.entry.state() {
            State::Applied => return Ok(applied(desk, &loaded.entry).await),
            State::Void | State::Ambiguous => return Ok(Ending::of_closed(&loaded.entry)),
            State::Planned if !may_begin => return close_lapsed(desk, loaded).await,
            State::Planned => {
                if let Turn::Ended(ending) = begin(desk, loaded, started).await? {
                    return Ok(ending);
                }
            }
            State::MayBeSent => {
                let holder = loaded.entry.attempt().and_then(|attempt| attempt.holder.clone());
                let still = match &seen {
                    Some((text, since)) if *text == loaded.text => now.saturating_sub(*since),
                    _ => {
                        seen = Some((loaded.text.clone(), now));
                        0
                    }
                };
                let patience = rules.timeout_ms.saturating_add(rules.lag_ms);
                // The flow that held it has ended, or has made no change for longer than a working flow would.
                let is_gone = holder.as_ref().is_none_or(|holder| {
                    rules.exclusive && !holder.starts_with(&desk.setup.session)
                });
                if is_gone || still >= patience {
                    let quiet = if is_gone { now.saturating_add(lag) } else { now };
                    if let Turn::Ended(ending) = take_over(desk, loaded, started, quiet).await? {
                        return Ok(ending);
                    }
                    seen = None;
                } else if now.saturating_sub(started)
                    > rules.settle_within_ms.max(patience.saturating_mul(2))
                {
                    let why = "another process is working on it".to_owned();
                    let receipt = Receipt::of(&loaded.entry, Vec::new());
                    return Ok(Ending::Unsettled { why, retry_after_ms: Some(patience), receipt });
                } else {
                    desk.wait(WATCH.min(patience.saturating_sub(still)).max(1)).await;
                }
            }
        }
    }
}

/// Ends a plan whose batches have been released; leaves a more recent one.
async fn close_lapsed(desk: &Desk, mut loaded: Loaded) -> Result<Ending, Stop> {
    let Some(attempt) = loaded.entry.attempt().cloned() else {
        return Ok(Ending::of_closed(&loaded.entry));
    };
    if attempt.lease_until <= desk.wall() {
        super::close::void_unsent(desk, &mut loaded).await;
        return Ok(Ending::of_closed(&loaded.entry));
    }
    Ok(Ending::Planned { plan: super::ending::PlanData::of(&loaded.entry) })
}

/// Claims the batches permanently and sends for the first time.
async fn begin(desk: &Desk, loaded: Loaded, started: i64) -> Result<Turn, Stop> {
    let reference = loaded.entry.reference.clone();
    let Some(attempt) = loaded.entry.attempt().cloned() else { return Ok(Turn::Lost) };
    let is_ours =
        attempt.holder.as_ref().is_some_and(|holder| holder.starts_with(&desk.setup.session));
    let mut run = Run::new(desk, loaded, started, started);
    if !is_ours && let Some(ending) = run.refuse_other_tenant().await? {
        return Ok(Turn::Ended(ending));
    }
    let keys: Vec<_> =
        attempt.parts.iter().map(|part| journal::batch_key(&part.credit_batch_id)).collect();
    let rows = desk.rows(keys.clone()).await;
    let lease = Lease { reference: reference.clone(), attempt: attempt.number, until: None };
    let (mut changes, mut lost) = (Vec::new(), Vec::new());
    for (key, part) in keys.into_iter().zip(&attempt.parts) {
        let row = journal::find(&rows, &key);
        let held = row.and_then(Lease::read);
        // This includes a lapsed claim: if another has planned with the batch since, the plan is no longer valid.
        if held.is_some_and(|held| held.reference != reference)
            && !desk.setup.rules.has(Flaw::NoLease)
        {
            lost.push(part.credit_batch_id.clone());
        }
        changes.push(Change {
            key,
            was: row.map(|row| row.value.clone()),
            now: Some(journal::text(&lease)),
        });
    }
    if !lost.is_empty() {
        super::close::void_unsent(desk, &mut run.loaded).await;
        return Ok(Turn::Ended(Ending::Expired { reference, batches: lost }));
    }
    match run.send(changes).await? {
        Some(turn) => Ok(turn),
        None => run.go().await,
    }
}

/// Continues the work of a flow that has ended.
async fn take_over(desk: &Desk, loaded: Loaded, started: i64, quiet: i64) -> Result<Turn, Stop> {
    let mut run = Run::new(desk, loaded, started, quiet);
    let holder = desk.setup.holder.clone();
    run.loaded.entry.change(|attempt| attempt.holder = Some(holder));
    if !run.loaded.save(desk, Vec::new()).await {
        return Ok(Turn::Lost);
    }
    run.go().await
}
