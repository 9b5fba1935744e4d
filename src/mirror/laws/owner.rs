//! The law of owners: an owner whom no movement explains indicates a missed movement, or a refund.

use super::{Law, Laws};
use crate::mirror::entity::Entity;
use crate::mirror::page::BUFFER_POOL;
use crate::mirror::tree::{Batch, Tree};

impl Laws {
    pub(super) fn check_owners(&mut self, tree: &Tree) {
        for batch in tree.batches.values().filter(|batch| batch.status == "active") {
            let explained = receivers(tree, batch);
            let line = tree.line(batch);
            let root = line.last().and_then(|root| tree.roots.get(&root.id));
            let Some((issuance, part)) = root else { continue };
            let Some(issuance) = tree.issuance(issuance) else { continue };
            let organisation = &issuance.organisation;
            let is_pool = part == BUFFER_POOL;
            let holds = if explained.is_empty() {
                if is_pool {
                    self.pools.note_unmoved(issuance, batch);
                }
                is_pool || batch.owner == *organisation
            } else {
                explained.contains(&batch.owner.as_str())
            };
            let id = &batch.id;
            self.judge_batch(Law::Owner, id, holds, || {
                let expected = explained.first().copied().unwrap_or(organisation);
                format!(
                    "{id}: {} kg belong to {}, but {expected} received them last",
                    batch.kg, batch.owner
                )
            });
        }
    }
}

/// The last recipient of a batch, or of a batch that it was split from. Several, if at the same time.
pub(super) fn receivers<'a>(tree: &'a Tree, batch: &'a Batch) -> Vec<&'a str> {
    let mut last: Option<(i64, usize)> = None;
    let mut found = Vec::new();
    for (distance, one) in tree.line(batch).into_iter().enumerate() {
        let movements = [Entity::Deliveries, Entity::Transfers]
            .into_iter()
            .flat_map(|kind| tree.records_of_kind(one, kind))
            .filter_map(|record| tree.movements.get(record));
        for movement in movements {
            // Of two at the same time, that of the part came after that of the whole.
            let key = (movement.at, usize::MAX.saturating_sub(distance));
            if last.is_none_or(|last| key > last) {
                last = Some(key);
                found.clear();
            }
            if last == Some(key) {
                found.push(movement.to.as_str());
            }
        }
    }
    found
}
