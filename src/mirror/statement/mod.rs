//! Statements: what an organisation held, received and passed on in a period, and who held what at a given time.
//! Derived from the batches and the records that name them, so that every kilogram is accounted for.
//!
//! - [`report`]: the contents of a statement.
//! - `history`: the owners of a batch's credits.
//! - `read`: all histories of a copy.

mod history;
mod read;
pub mod report;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::action::Action;
use super::moment::instant;
use super::planner::load_state;
use super::port::{Port, Run, Step, Stop};
use super::schema::Schema;
use super::store::Store;
use history::Passage;
use read::{Known, read};
use report::{Holding, Holdings, Inferred, Kilograms, Line, Statement};

/// How an owner receives credits, or passes them on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Issued,
    Delivered,
    Transferred,
    Refunded,
    Unexplained,
    Retired,
}

/// Starts a statement of an organisation, from a time (inclusive) to a time (exclusive); both are dates or timestamps.
/// Defaults: the start and the end of the record. It sends no request.
#[must_use]
pub fn statement(organisation: String, from: Option<String>, to: Option<String>) -> Run {
    Run::new(|port| async move { end(tell(port, organisation, from, to).await) })
}

/// Starts to determine who held what at the start of a day or at a given time: a date or a timestamp. Default: now. It
/// sends no request.
#[must_use]
pub fn holdings(at: Option<String>) -> Run {
    Run::new(|port| async move { end(hold(port, at).await) })
}

fn end(result: Step<Action>) -> Action {
    result.unwrap_or_else(|Stop(message)| Action::Refused { message })
}

/// The microseconds since 1970 of a date or timestamp.
fn moment(name: &str, text: Option<&String>, otherwise: i64) -> Step<i64> {
    let Some(text) = text else { return Ok(otherwise) };
    instant(text).ok_or_else(|| {
        let expected = "a date such as 2026-01-31 or a timestamp such as 2026-01-31T12:00:00Z";
        Stop(format!("{name}: expected {expected}, got {text:?}"))
    })
}

async fn tell(
    port: Port,
    organisation: String,
    from: Option<String>,
    to: Option<String>,
) -> Step<Action> {
    let begins = moment("from", from.as_ref(), i64::MIN)?;
    let ends = moment("to", to.as_ref(), i64::MAX)?;
    if begins >= ends {
        let said = |text: Option<String>| text.unwrap_or_else(|| "now".to_owned());
        return Err(Stop(format!("from: expected a time before {}, got {}", said(to), said(from))));
    }
    let store = Store::new(port, Rc::new(Schema::new()));
    let state = load_state(&store).await?;
    if !state.finished {
        return Ok(Action::Unfinished);
    }
    let mut known = Known::default();
    known.learn(&store, [&organisation].into_iter(), [].into_iter()).await?;
    if !known.has(&organisation) {
        return Err(Stop(format!("organisation: there is no {organisation} in this copy")));
    }
    let mut lines: BTreeMap<(String, Option<i64>), Kilograms> = BTreeMap::new();
    let mut inferred = Vec::new();
    read(&store, &mut |leaf, passages| {
        let key = (leaf.project.clone(), leaf.vintage);
        let kg = i128::from(leaf.kg);
        let line = lines.entry(key).or_default();
        let mut before = passages.first().map_or(0, |first| first.at);
        for passage in passages {
            count(line, passage, &organisation, kg, begins, ends);
            let is_ours = [&passage.from, &passage.to]
                .into_iter()
                .any(|one| one.as_ref() == Some(&organisation));
            let is_inferred = matches!(passage.way, Way::Refunded | Way::Unexplained);
            if is_ours && is_inferred && (begins..ends).contains(&passage.at) {
                inferred.push(Inferred {
                    credit_batch_id: leaf.id.clone(),
                    is_refund: passage.way == Way::Refunded,
                    from_id: passage.from.clone().filter(|id| !id.is_empty()),
                    to_id: passage.to.clone(),
                    credit_kgs: kg,
                    not_before: before.div_euclid(1000),
                    counted_at: passage.at.div_euclid(1000),
                });
            }
            before = passage.at;
        }
    })
    .await?;
    lines.retain(|_, line| !line.is_empty());
    known.learn(&store, [].into_iter(), lines.keys().map(|(project, _)| project)).await?;
    let mut total = Kilograms::default();
    lines.values().for_each(|line| total.add(line));
    inferred.sort_by(|one, other| one.credit_batch_id.cmp(&other.credit_batch_id));
    let statement = Statement {
        organisation_name: known.name(&organisation),
        organisation_id: organisation,
        refreshed_at: state.refreshed_at,
        lines: lines
            .into_iter()
            .map(|((project, vintage), kilograms)| Line {
                project_name: known.name(&project),
                project_id: project,
                vintage,
                kilograms,
            })
            .collect(),
        total,
        inferred,
    };
    Ok(Action::Statement(Box::new(statement)))
}

/// Counts what an organisation received and passed on.
fn count(
    line: &mut Kilograms,
    passage: &Passage,
    organisation: &str,
    kg: i128,
    begins: i64,
    ends: i64,
) {
    if passage.at >= ends {
        return;
    }
    let comes = passage.to.as_deref() == Some(organisation);
    let leaves = passage.from.as_deref() == Some(organisation);
    let add = |sum: &mut i128, kg: i128| *sum = sum.saturating_add(kg);
    let minus = kg.saturating_neg();
    let stock = if comes { kg } else { 0 }.saturating_sub(if leaves { kg } else { 0 });
    add(&mut line.closing_kgs, stock);
    if passage.at < begins {
        add(&mut line.opening_kgs, stock);
        return;
    }
    if comes {
        add(
            match passage.way {
                Way::Issued => &mut line.issued_kgs,
                Way::Delivered | Way::Transferred | Way::Retired => &mut line.received_kgs,
                Way::Refunded => &mut line.refunded_kgs,
                Way::Unexplained => &mut line.unexplained_kgs,
            },
            kg,
        );
    }
    if leaves {
        match passage.way {
            Way::Delivered => add(&mut line.delivered_kgs, kg),
            Way::Transferred => add(&mut line.transferred_kgs, kg),
            Way::Retired => add(&mut line.retired_kgs, kg),
            Way::Refunded => add(&mut line.refunded_kgs, minus),
            Way::Issued | Way::Unexplained => add(&mut line.unexplained_kgs, minus),
        }
    }
}

async fn hold(port: Port, at: Option<String>) -> Step<Action> {
    let at = moment("at", at.as_ref(), i64::MAX)?;
    let store = Store::new(port, Rc::new(Schema::new()));
    let state = load_state(&store).await?;
    if !state.finished {
        return Ok(Action::Unfinished);
    }
    let mut held: BTreeMap<(String, String, Option<i64>), i128> = BTreeMap::new();
    read(&store, &mut |leaf, passages| {
        let last = passages.iter().take_while(|passage| passage.at < at).last();
        if let Some(owner) = last.and_then(|passage| passage.to.clone()) {
            let sum = held.entry((owner, leaf.project.clone(), leaf.vintage)).or_default();
            *sum = sum.saturating_add(i128::from(leaf.kg));
        }
    })
    .await?;
    let mut known = Known::default();
    let (owners, projects) = (held.keys().map(|key| &key.0), held.keys().map(|key| &key.1));
    known.learn(&store, owners, projects).await?;
    let holdings = held
        .into_iter()
        .map(|((owner, project, vintage), credit_kgs)| Holding {
            owner_name: known.name(&owner),
            owner_id: (!owner.is_empty()).then_some(owner),
            project_name: known.name(&project),
            project_id: project,
            vintage,
            credit_kgs,
        })
        .collect();
    Ok(Action::Holdings(Box::new(Holdings { refreshed_at: state.refreshed_at, holdings })))
}
