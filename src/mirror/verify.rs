//! Verification: checks every law of the published copy, on request.

use std::rc::Rc;

use super::action::Action;
use super::laws::Laws;
use super::laws::account::Account;
use super::list;
use super::planner::load_state;
use super::port::{Port, Run, Step, Stop};
use super::report::{DriftReport, Problem, Report};
use super::schema::Schema;
use super::store::{CHUNK, Sight, Store, text_at};

/// Starts a verification. With the address of the registry, it also compares the copy with what the registry tells the
/// account of the client's access token; without, it sends no request.
#[must_use]
pub fn verify(account_of: Option<String>) -> Run {
    Run::new(|port| async move {
        match run(port, account_of).await {
            Ok(action) => action,
            Err(Stop(message)) => Action::Refused { message },
        }
    })
}

async fn run(port: Port, account_of: Option<String>) -> Step<Action> {
    let store = Store::new(port.clone(), Rc::new(Schema::new()));
    let state = load_state(&store).await?;
    if let Some(origin) = account_of.as_deref().filter(|_| !state.origin.is_empty()) {
        state.check_origin(origin)?;
    }
    let unproved = state.unproved.clone().into_iter();
    let mut report = Report {
        finished: state.finished,
        refresh: state.refresh,
        refreshed_at: state.refreshed_at,
        swept_at: state.sweep.ended_at,
        seq: state.seq,
        unproved: unproved.map(|(list, reason)| Problem { list, reason }).collect(),
        differences: list::differences(&store).await?,
        ..Report::default()
    };
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
    if state.finished {
        // Rejected credentials end it before the work begins.
        let account = match account_of {
            Some(_) => Some(Account::identify(port).await?),
            None => None,
        };
        let mut laws = Laws::new(store.clone(), Sight::Published);
        let (digest, rows) = laws.check_all(state.still).await?;
        report.digest = Some(digest);
        report.rows = rows;
        if let Some(account) = account {
            account.check(&mut laws, &state, &mut report).await?;
        }
        laws.report(&mut report);
    }
    Ok(Action::Done(Box::new(report)))
}
