//! Buffer pools: which organisation each is, and what has left it without a movement.
//!
//! The API does not name a supplier's pool. It is the organisation that owns most of the batches issued into it.

use std::collections::{BTreeMap, HashMap};

use crate::mirror::report::InferredRefund;
use crate::mirror::tree::{Batch, Issuance};

/// What is known about the buffer pools, by the organisation of the supplier.
#[derive(Debug, Default)]
pub(in crate::mirror) struct Pools {
    /// The owners of the batches as issued, and the number of batches.
    owners: HashMap<String, BTreeMap<String, u64>>,
    /// Active batches that no movement explains: the supplier's organisation, and the batches.
    unmoved: Vec<(String, InferredRefund)>,
    /// Retired batches that no movement explains: the supplier's organisation, owner and project, in kilograms.
    retired: BTreeMap<(String, String, String), i128>,
}

impl Pools {
    /// Records the owner of a batch as it was issued into a pool.
    pub(in crate::mirror) fn note_root(&mut self, issuance: &Issuance, root: &Batch) {
        if root.owner != issuance.organisation {
            let owners = self.owners.entry(issuance.organisation.clone()).or_default();
            let count = owners.entry(root.owner.clone()).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Records an active batch from a pool that no movement explains.
    pub(super) fn note_unmoved(&mut self, issuance: &Issuance, batch: &Batch) {
        let leaf = InferredRefund {
            credit_batch_id: batch.id.clone(),
            owner_id: batch.owner.clone(),
            credit_kgs: batch.kg.to_string(),
        };
        self.unmoved.push((issuance.organisation.clone(), leaf));
    }

    /// Records a retired batch from a pool that no movement explains.
    pub(super) fn note_retired(&mut self, issuance: &Issuance, batch: &Batch) {
        let key = (issuance.organisation.clone(), batch.owner.clone(), batch.project.clone());
        let sum = self.retired.entry(key).or_default();
        *sum = sum.saturating_add(i128::from(batch.kg));
    }

    /// The pool of a supplier.
    pub(in crate::mirror) fn of(&self, organisation: &str) -> Option<&String> {
        let owners = self.owners.get(organisation)?;
        owners.iter().max_by_key(|(_, count)| **count).map(|(owner, _)| owner)
    }

    /// The active batches that are still in a pool.
    pub(super) fn inside(&self) -> impl Iterator<Item = &str> {
        let is_inside = |(organisation, leaf): &&(String, InferredRefund)| {
            self.of(organisation) == Some(&leaf.owner_id)
        };
        self.unmoved.iter().filter(is_inside).map(|(_, leaf)| leaf.credit_batch_id.as_str())
    }

    /// Kilograms of a project that were retired by its pool.
    pub(super) fn retired(&self, project: &str) -> i128 {
        let of_project = self.retired.iter().filter(|((.., of), _)| of == project);
        of_project
            .filter(|((organisation, owner, _), _)| self.of(organisation) == Some(owner))
            .map(|(_, kg)| *kg)
            .sum()
    }

    /// The credits that have left its pool: refunds are the only way without a movement.
    pub(super) fn refunds(self) -> Vec<InferredRefund> {
        let is_refund = |(organisation, leaf): &&(String, InferredRefund)| {
            self.of(organisation) != Some(&leaf.owner_id)
        };
        let mut refunds: Vec<_> =
            self.unmoved.iter().filter(is_refund).map(|(_, leaf)| leaf.clone()).collect();
        refunds.sort_by(|one, other| one.credit_batch_id.cmp(&other.credit_batch_id));
        refunds
    }
}
