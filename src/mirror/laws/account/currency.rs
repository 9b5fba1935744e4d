//! Whether the copy has everything that the registry lists at this moment.

use super::super::Laws;
use super::Account;
use crate::mirror::action::Answer;
use crate::mirror::cell::Cell;
use crate::mirror::entity::Entity;
use crate::mirror::list::{EVENTS, List};
use crate::mirror::page::{self, Unusable};
use crate::mirror::planner::{State, is_gone};
use crate::mirror::port::Step;
use crate::mirror::report::Report;
use crate::mirror::todo::{self, Work};

use super::desk::Answered;

impl Account {
    /// What the copy lacks: by its own account, or else by the first pages of the four lists.
    pub(super) async fn lacks(
        &mut self,
        laws: &Laws,
        state: &State,
        report: &Report,
    ) -> Step<Vec<String>> {
        let mut reasons: Vec<String> =
            state.unproved.iter().map(|(list, reason)| format!("{list}: {reason}")).collect();
        let apart = report.quarantined.len();
        if apart > 0 {
            reasons.push(format!("{apart} records are kept apart"));
        }
        for work in [Work::Members, Work::Batch] {
            if let Some(todo) = todo::next(&laws.store, work, None, 1).await?.first() {
                reasons.push(format!("the batches of {} are still to be read", todo.id));
                break;
            }
        }
        if reasons.is_empty() {
            let asks = EVENTS.map(|entity| List::of(entity).ask(None)).to_vec();
            for (entity, answer) in EVENTS.into_iter().zip(self.desk.ask(asks).await?) {
                let name = entity.name();
                let reason = behind(laws, report, entity, &answer).await?;
                reasons.extend(reason.map(|reason| format!("{name}: {reason}")));
            }
        }
        Ok(reasons)
    }
}

/// What the first page of a list shows that the copy does not have.
async fn behind(
    laws: &Laws,
    report: &Report,
    entity: Entity,
    answer: &Answer,
) -> Step<Option<String>> {
    let page = match page::body(answer).and_then(page::page) {
        Ok(page) => page,
        Err(Unusable(reason)) => return Ok(Some(reason)),
    };
    let ids: Result<Vec<String>, String> =
        page.nodes.iter().map(|node| Answered::parse(node)?.id()).collect();
    let ids = match ids {
        Ok(ids) => ids,
        Err(reason) => return Ok(Some(reason)),
    };
    let known = laws.store.records(entity, &["gone_at"], &ids, laws.sight).await?;
    let is_known = |row: &Option<Vec<Cell>>| row.as_ref().is_some_and(|row| !is_gone(row));
    if let Some((id, _)) = ids.iter().zip(&known).find(|(_, row)| !is_known(row)) {
        return Ok(Some(format!("the copy does not have {id}")));
    }
    let count = report.rows.iter().find(|count| count.table == entity.name());
    let rows = count.and_then(|count| i64::try_from(count.rows).ok()).unwrap_or_default();
    let expected = rows.saturating_add(List::of(entity).state(&laws.store).await?.difference);
    let total = page.total;
    Ok((i64::try_from(total).ok() != Some(expected))
        .then(|| format!("the registry has {total}, the copy has {rows}")))
}
