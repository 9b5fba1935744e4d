//! The law of owners: an owner whom no movement explains indicates a missed movement, or a refund.

use super::{Law, Laws};
use crate::mirror::descent::Descents;
use crate::mirror::page::BUFFER_POOL;
use crate::mirror::tree::Tree;

impl Laws {
    pub(super) fn check_owners(&mut self, tree: &Tree, descents: &Descents<'_>) {
        for batch in tree.batches.values().filter(|batch| batch.status == "active") {
            let Some(descent) = descents.get(batch) else { continue };
            let Some((issuance, part)) = tree.roots.get(&descent.root.id) else { continue };
            let explained = descent.receivers();
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
