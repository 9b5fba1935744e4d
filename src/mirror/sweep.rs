//! The sweep: re-reads, in turn, what no list announces. No batch names a refund, and no list contains it; a document
//! changes without a trace elsewhere.

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::entity::Entity;
use super::page::BUFFER_POOL;
use super::planner::Planner;
use super::port::Step;
use super::store::{Sight, integer_at, text_at};
use super::todo::{self, AGAIN, Work};

/// How long a round lasts at least, in ms.
const DAY: i64 = 86_400_000;

/// The position of the sweep.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sweep {
    /// When the round started, in ms since 1970.
    began_at: Option<i64>,
    /// When the last full round ended.
    pub(super) ended_at: Option<i64>,
    /// What is being swept.
    at: Option<Place>,
}

/// What is swept, in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Place {
    /// Issuances whose part in the buffer pool is not split: one request reads all their batches as issued.
    Pools(Option<String>),
    /// Batches that are active.
    Batches(Option<String>),
    /// Documents of projects.
    Documents(Option<String>),
}

impl Planner {
    /// Schedules what is to be re-read, as far as the option allows.
    pub(super) async fn sweep(&mut self) -> Step<()> {
        let now = self.port.now();
        let mut budget = self.options.sweep;
        let sweep = &mut self.state.sweep;
        let is_over = sweep.at.is_none();
        if is_over && sweep.began_at.is_some_and(|began| now.saturating_sub(began) < DAY) {
            return Ok(());
        }
        if is_over {
            sweep.began_at = Some(now);
            sweep.at = Some(Place::Pools(None));
        }
        let began = sweep.began_at.unwrap_or(now);
        let mut writes = Vec::new();
        while budget > 0 {
            let Some(place) = self.state.sweep.at.clone() else { break };
            let refresh = self.refresh();
            self.state.sweep.at = match place {
                Place::Pools(after) => match self.next_id("issuances", None, after).await? {
                    None => Some(Place::Batches(None)),
                    Some((id, _)) => {
                        if self.has_unsplit_pool(&id).await? {
                            writes.push(todo::add(
                                Work::Members,
                                &id,
                                Entity::Issuances.name(),
                                refresh,
                            ));
                            budget = budget.saturating_sub(1);
                        }
                        Some(Place::Pools(Some(id)))
                    }
                },
                Place::Batches(after) => {
                    let index = Some("credit_batches_by_status");
                    match self.next_id("credit_batches", index, after).await? {
                        None => Some(Place::Documents(None)),
                        Some((id, seen_at)) => {
                            if seen_at < began {
                                writes.push(todo::add(Work::Batch, &id, AGAIN, refresh));
                                budget = budget.saturating_sub(1);
                            }
                            Some(Place::Batches(Some(id)))
                        }
                    }
                }
                Place::Documents(after) => match self.next_id("projects", None, after).await? {
                    None => {
                        self.state.sweep.ended_at = Some(now);
                        None
                    }
                    Some((id, _)) => {
                        writes.push(todo::add(Work::Documents, &id, "", refresh));
                        budget = budget.saturating_sub(1);
                        Some(Place::Documents(Some(id)))
                    }
                },
            };
        }
        writes.push(self.kept_state());
        self.store.write(writes).await;
        Ok(())
    }

    /// The next record after an id, and when it was last seen.
    async fn next_id(
        &self,
        table: &'static str,
        index: Option<&'static str>,
        after: Option<String>,
    ) -> Step<Option<(String, i64)>> {
        let prefix = index.map(|_| vec![Cell::Text("active".to_owned())]).unwrap_or_default();
        let after = after.map(|id| vec![Cell::Text(id)]);
        let rows = self.store.range(table, &["id", "seen_at"], index, prefix, after, 1).await?;
        Ok(rows.first().and_then(|row| {
            Some((text_at(row, 0)?.to_owned(), integer_at(row, 1).unwrap_or_default()))
        }))
    }

    /// Whether a batch that was issued into the buffer pool is still unchanged.
    async fn has_unsplit_pool(&self, issuance: &str) -> Step<bool> {
        let columns = ["batch_id", "part"];
        let members =
            self.store.within("record_batches", &columns, None, &[issuance.to_owned()]).await?;
        let pool: Vec<String> = members
            .iter()
            .filter(|row| text_at(row, 1) == Some(BUFFER_POOL))
            .filter_map(|row| text_at(row, 0).map(str::to_owned))
            .collect();
        let entity = Entity::CreditBatches;
        let rows = self.store.records(entity, &["status"], &pool, Sight::Staged).await?;
        Ok(rows.iter().flatten().any(|row| text_at(row, 0) == Some("active")))
    }
}
