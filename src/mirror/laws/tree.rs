//! The laws that each tree keeps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::words::{in_kg, listed};
use super::{Law, Laws};
use crate::mirror::descent::{Descent, Descents};
use crate::mirror::entity::Entity;
use crate::mirror::page::{BUFFER_POOL, SUPPLIER};
use crate::mirror::port::Step;
use crate::mirror::store::{MANY, integer_at, text_at};
use crate::mirror::tree::{Batch, Issuance, Tree, kind_of, members};

impl Laws {
    pub(super) fn check_tree(&mut self, tree: &Tree, descents: &Descents<'_>) {
        let mut roots: HashMap<(&str, &str), Vec<Option<&Batch>>> = HashMap::new();
        for (batch, (issuance, part)) in &tree.roots {
            let of_part = roots.entry((issuance.as_str(), part.as_str())).or_default();
            of_part.push(tree.batches.get(batch));
        }
        for issuance in &tree.issuances {
            self.check_issuance(issuance, &roots, descents);
        }
        for batch in tree.batches.values() {
            self.batches = self.batches.saturating_add(1);
            self.check_batch(tree, batch, descents.get(batch));
        }
    }

    /// `roots`: the batches that were issued, by issuance and part.
    fn check_issuance(
        &mut self,
        issuance: &Issuance,
        roots: &HashMap<(&str, &str), Vec<Option<&Batch>>>,
        descents: &Descents<'_>,
    ) {
        let Issuance { id, supplier_kg, pool_kg, kg, .. } = issuance;
        self.judge(Law::Parts, supplier_kg.checked_add(*pool_kg) == Some(*kg), || {
            format!("{id}: {supplier_kg} kg and {pool_kg} kg are not {kg} kg")
        });
        for (part, expected) in [(SUPPLIER, *supplier_kg), (BUFFER_POOL, *pool_kg)] {
            let roots = roots.get(&(id.as_str(), part)).map(Vec::as_slice).unwrap_or_default();
            let sum: i128 = roots.iter().flatten().map(|batch| i128::from(batch.kg)).sum();
            let is_whole = roots.iter().all(Option::is_some) && sum == i128::from(expected);
            if part == BUFFER_POOL {
                let is_unmoved =
                    |root: &Batch| descents.get(root).is_none_or(|one| one.receivers().is_empty());
                let unmoved = roots.iter().flatten().filter(|root| is_unmoved(root));
                for root in unmoved {
                    self.pools.note_root(issuance, root);
                }
            }
            self.judge(Law::IssuanceBatches, is_whole, || {
                format!("{id}: the {part} part is {expected} kg, its batches are {sum} kg")
            });
        }
        let sums = self.sums.entry(issuance.project.clone()).or_default();
        sums.issued = sums.issued.saturating_add(i128::from(*kg));
        sums.issued_to_pool = sums.issued_to_pool.saturating_add(i128::from(*pool_kg));
    }

    fn check_batch(&mut self, tree: &Tree, batch: &Batch, descent: Option<&Descent<'_>>) {
        let id = &batch.id;
        let root = descent.and_then(|descent| tree.roots.get(&descent.root.id));
        let is_rooted = root.is_some_and(|(issuance, _)| *issuance == batch.issuance);
        self.judge_batch(Law::Roots, id, is_rooted, || {
            format!("{id}: it does not descend from a batch of {}", batch.issuance)
        });
        match batch.status.as_str() {
            "split" => self.check_split(tree, batch),
            "retired" => {
                let is_unmoved = descent.is_none_or(|descent| descent.receivers().is_empty());
                let pool = root.filter(|(_, part)| is_unmoved && part == BUFFER_POOL);
                self.check_retired(tree, batch, pool.and_then(|(id, _)| tree.issuance(id)));
            }
            _ => {}
        }
        if let Some(delivery) = &batch.delivery {
            let moves = descent.map(|descent| &*descent.moves).unwrap_or_default();
            let deliveries = moves.iter().filter(|one| one.kind == Entity::Deliveries);
            let found: Vec<_> = deliveries.map(|one| one.record).collect();
            self.judge_batch(Law::Delivered, id, found == [delivery], || {
                format!("{id}: it names {delivery} and is in the lists of {}", listed(&found))
            });
        }
        if tree.roots.contains_key(id) {
            let leaves = leaves(tree, batch);
            self.judge_batch(Law::Leaves, id, leaves == Some(i128::from(batch.kg)), || {
                format!("{id}: it was {} kg, but its parts today are {}", batch.kg, in_kg(leaves))
            });
        }
    }

    fn check_split(&mut self, tree: &Tree, batch: &Batch) {
        let id = &batch.id;
        let children: Vec<_> = batch
            .children
            .iter()
            .filter_map(|child| tree.batches.get(child.as_ref()?))
            .filter(|child| child.parent.as_ref() == Some(id))
            .collect();
        let [left, right] = children.as_slice() else {
            self.judge_batch(Law::Split, id, false, || {
                format!("{id}: {} of its two children exist", children.len())
            });
            return;
        };
        let sum = left.kg.checked_add(right.kg);
        self.judge_batch(Law::Split, id, sum == Some(batch.kg) && left.id != right.id, || {
            format!("{id}: {} kg and {} kg are not {} kg", left.kg, right.kg, batch.kg)
        });
        let ranges = [batch, left, right].map(|one| one.serial.as_deref().and_then(range_of));
        if let [Some((first, last)), Some(one), Some(other)] = ranges {
            let mut parts = [one, other];
            parts.sort_unstable();
            let [(from, middle), (next, to)] = parts;
            let divides = from == first && middle == next && to == last;
            self.judge(Law::Serials, divides, || format!("{id}: {first} to {last}"));
        }
        if let (Some(whole), Some(one), Some(other)) = (batch.removal, left.removal, right.removal)
        {
            let adds_up = whole
                .iter()
                .zip(one.iter().zip(&other))
                .all(|(whole, (one, other))| one.checked_add(*other) == Some(*whole));
            self.judge(Law::Removal, adds_up, || id.clone());
        }
    }

    /// `pool`: the issuance, if the batch was issued into a buffer pool and has never moved.
    fn check_retired(&mut self, tree: &Tree, batch: &Batch, pool: Option<&Issuance>) {
        let found: Vec<_> = tree.records_of_kind(batch, Entity::Retirements).collect();
        let named = batch.retirement.iter().collect::<Vec<_>>();
        let id = &batch.id;
        self.judge_batch(Law::Retired, id, found.len() == 1 && found == named, || {
            format!("{id}: it names {} and is in the lists of {}", listed(&named), listed(&found))
        });
        let sums = self.sums.entry(batch.project.clone()).or_default();
        sums.retired = sums.retired.saturating_add(i128::from(batch.kg));
        if let Some(issuance) = pool {
            self.pools.note_retired(issuance, batch);
        }
    }

    /// Compares records with their batches.
    pub(super) async fn check_records(&mut self, tree: &Tree) -> Step<()> {
        let mut records: BTreeSet<&String> = tree.records_of.values().flatten().collect();
        records.retain(|record| !self.compared.contains(*record));
        let records: Vec<String> = records.into_iter().cloned().collect();
        for records in records.chunks(MANY as usize) {
            self.compare(tree, records).await?;
        }
        self.compared.extend(records);
        Ok(())
    }

    /// Compares these records with their batches.
    async fn compare(&mut self, tree: &Tree, records: &[String]) -> Step<()> {
        let mut sums: BTreeMap<String, Option<i128>> = BTreeMap::new();
        let members = members(&self.store, self.sight, records).await?;
        let elsewhere: Vec<String> = members
            .iter()
            .filter_map(|row| text_at(row, 1))
            .filter(|batch| !tree.batches.contains_key(*batch))
            .map(str::to_owned)
            .collect();
        let entity = Entity::CreditBatches;
        let rows = self.store.records(entity, &["size_kg"], &elsewhere, self.sight).await?;
        let sizes: HashMap<&String, Option<i64>> = elsewhere
            .iter()
            .zip(&rows)
            .map(|(id, row)| (id, row.as_ref().and_then(|row| integer_at(row, 0))))
            .collect();
        for row in &members {
            let (Some(record), Some(batch)) = (text_at(row, 0), text_at(row, 1)) else { continue };
            let kg = match tree.batches.get(batch) {
                Some(batch) => Some(batch.kg),
                None => sizes.get(&batch.to_owned()).copied().flatten(),
            };
            let sum = sums.entry(record.to_owned()).or_insert(Some(0));
            *sum = sum.zip(kg).and_then(|(sum, kg)| sum.checked_add(i128::from(kg)));
        }
        for kind in [Entity::Deliveries, Entity::Transfers, Entity::Retirements] {
            let ids: Vec<String> =
                records.iter().filter(|id| kind_of(id) == Some(kind)).cloned().collect();
            let columns = ["credit_batch_size_total_kg"];
            let rows = self.store.records(kind, &columns, &ids, self.sight).await?;
            for (id, row) in ids.iter().zip(rows) {
                let total = row.as_ref().and_then(|row| integer_at(row, 0)).map(i128::from);
                let sum = sums.get(id).copied().flatten();
                self.judge(Law::Records, total.is_some() && total == sum, || {
                    format!("{id}: it is {}, its batches are {}", in_kg(total), in_kg(sum))
                });
            }
        }
        Ok(())
    }
}

/// The present parts of a batch, in kilograms; `None` if a part of it is missing.
fn leaves(tree: &Tree, root: &Batch) -> Option<i128> {
    let mut sum: i128 = 0;
    let mut open = vec![root];
    let mut steps: usize = 0;
    while let Some(batch) = open.pop() {
        steps = steps.saturating_add(1);
        if steps > tree.batches.len() {
            return None;
        }
        if batch.status == "split" {
            for child in &batch.children {
                open.push(tree.batches.get(child.as_ref()?)?);
            }
        } else {
            sum = sum.checked_add(i128::from(batch.kg))?;
        }
    }
    Some(sum)
}

/// The two numbers at the end of a serial number.
fn range_of(serial: &str) -> Option<(u64, u64)> {
    let mut parts = serial.rsplit('-');
    let last = parts.next()?.parse().ok()?;
    Some((parts.next()?.parse().ok()?, last))
}
