//! Verification: checks every law of the published copy, on request.

use std::rc::Rc;

use super::action::Action;
use super::laws::Laws;
use super::planner::load_state;
use super::port::{Port, Run, Step, Stop};
use super::report::{DriftReport, Problem, Report};
use super::schema::Schema;
use super::store::{CHUNK, Sight, Store, text_at};

/// Starts a verification. It sends no request.
#[must_use]
pub fn verify() -> Run {
    Run::new(|port| async move {
        match run(port).await {
            Ok(action) => action,
            Err(Stop(message)) => Action::Refused { message },
        }
    })
}

async fn run(port: Port) -> Step<Action> {
    let store = Store::new(port, Rc::new(Schema::new()));
    let state = load_state(&store).await?;
    let unproved = state.unproved.into_iter().map(|(list, reason)| Problem { list, reason });
    let mut report = Report {
        finished: state.finished,
        refresh: state.refresh,
        refreshed_at: state.refreshed_at,
        swept_at: state.sweep.ended_at,
        seq: state.seq,
        unproved: unproved.collect(),
        ..Report::default()
    };
    if state.finished {
        let mut laws = Laws::new(store.clone(), Sight::Published);
        let (digest, rows) = laws.check_all(state.still).await?;
        laws.report(&mut report);
        report.digest = Some(digest);
        report.rows = rows;
    }
    let columns = ["place", "expected", "found"];
    let drift = store.range("drift", &columns, None, Vec::new(), None, CHUNK).await?;
    report.drift = drift
        .iter()
        .map(|row| {
            let text = |at| text_at(row, at).unwrap_or_default().to_owned();
            DriftReport { place: text(0), expected: text(1), found: text(2) }
        })
        .collect();
    let columns = ["list", "id", "reason"];
    let held = store.range("quarantine", &columns, None, Vec::new(), None, CHUNK).await?;
    report.quarantined = held
        .iter()
        .map(|row| {
            let text = |at| text_at(row, at).unwrap_or_default();
            Problem { list: text(0).to_owned(), reason: format!("{}: {}", text(1), text(2)) }
        })
        .collect();
    Ok(Action::Done(Box::new(report)))
}
