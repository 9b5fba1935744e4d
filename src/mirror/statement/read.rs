//! Reads the histories of all batches of a copy, and names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::history::{Leaf, Passage};
use crate::mirror::cell::Cell;
use crate::mirror::descent::Descents;
use crate::mirror::entity::Entity;
use crate::mirror::laws::pool::Pools;
use crate::mirror::page::BUFFER_POOL;
use crate::mirror::port::Step;
use crate::mirror::store::{Sight, Store, integer_at, text_at};
use crate::mirror::tree::Tree;

/// How many issuances are processed together.
const TOGETHER: u32 = 5;

/// How many changes of one batch are read.
const MOST_CHANGES: u32 = 1000;

/// Visits each whole batch, with everything that happened to its credits.
pub(super) async fn read(store: &Store, show: &mut dyn FnMut(&Leaf, &[Passage])) -> Step<()> {
    let mut pools = Pools::default();
    // Which organisation a pool is can only be determined once all of its batches have been seen.
    let mut pooled = Vec::new();
    let mut after: Option<Vec<Cell>> = None;
    loop {
        let table = Entity::Issuances.name();
        let rows = store.range(table, &["id"], None, Vec::new(), after.take(), TOGETHER).await?;
        let ids: Vec<String> =
            rows.iter().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect();
        let tree = Tree::load(store, Sight::Published, &ids).await?;
        note_pools(&tree, &mut pools);
        let descents = Descents::of(&tree);
        for leaf in tree.batches.values().filter_map(|batch| Leaf::of(&tree, &descents, batch)) {
            if leaf.pool_of.is_some() {
                pooled.push(leaf);
            } else {
                tell(store, &leaf, &pools, show).await?;
            }
        }
        after = rows.last().cloned();
        if rows.len() < TOGETHER as usize {
            break;
        }
    }
    for leaf in &pooled {
        tell(store, leaf, &pools, show).await?;
    }
    Ok(())
}

fn note_pools(tree: &Tree, pools: &mut Pools) {
    for (id, (issuance, part)) in &tree.roots {
        let Some((root, issuance)) = tree.batches.get(id).zip(tree.issuance(issuance)) else {
            continue;
        };
        let is_moved = [Entity::Deliveries, Entity::Transfers]
            .into_iter()
            .any(|kind| tree.records_of_kind(root, kind).next().is_some());
        if part == BUFFER_POOL && !is_moved {
            pools.note_root(issuance, root);
        }
    }
}

async fn tell(
    store: &Store,
    leaf: &Leaf,
    pools: &Pools,
    show: &mut dyn FnMut(&Leaf, &[Passage]),
) -> Step<()> {
    let seen_at =
        if leaf.is_unexplained(pools) { owner_seen_at(store, &leaf.id).await? } else { 0 };
    show(leaf, &leaf.passages(pools, seen_at));
    Ok(())
}

/// When the copy first saw a batch's present owner: microseconds since 1970.
async fn owner_seen_at(store: &Store, id: &str) -> Step<i64> {
    let prefix = [Entity::CreditBatches.name(), id].map(|text| Cell::Text(text.to_owned()));
    let index = Some("changes_by_record");
    let columns = ["at", "before"];
    let changes =
        store.range("changes", &columns, index, prefix.to_vec(), None, MOST_CHANGES).await?;
    let rows = store
        .records(Entity::CreditBatches, &["owner_id"], &[id.to_owned()], Sight::Published)
        .await?;
    let owner = rows.first().and_then(Option::as_ref).and_then(|row| text_at(row, 0));
    let mut seen_at = 0;
    for change in changes.iter().rev() {
        seen_at = integer_at(change, 0).unwrap_or_default();
        let before = text_at(change, 1).and_then(|json| serde_json::from_str::<Value>(json).ok());
        let had = before.as_ref().and_then(|before| before.get("owner")?.get("id")?.as_str());
        if had != owner {
            break;
        }
    }
    Ok(seen_at.saturating_mul(1000))
}

/// Names of organisations and projects, by their ids.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<String, Option<String>>);

impl Known {
    /// Looks names up.
    pub(super) async fn learn(
        &mut self,
        store: &Store,
        organisations: impl Iterator<Item = &String>,
        projects: impl Iterator<Item = &String>,
    ) -> Step<()> {
        let organisations: BTreeSet<String> = organisations.cloned().collect();
        let projects: BTreeSet<String> = projects.cloned().collect();
        for (entity, ids) in [(Entity::Organisations, organisations), (Entity::Projects, projects)]
        {
            let ids: Vec<String> = ids.into_iter().collect();
            let rows = store.records(entity, &["name"], &ids, Sight::Published).await?;
            for (id, row) in ids.into_iter().zip(rows) {
                if let Some(row) = row {
                    self.0.insert(id, text_at(&row, 0).map(str::to_owned));
                }
            }
        }
        Ok(())
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    pub(super) fn name(&self, id: &str) -> Option<String> {
        self.0.get(id).cloned().flatten()
    }
}
