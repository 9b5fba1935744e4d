//! Buffer pools: which organisation each is, and what has left it without a movement.
//!
//! Nothing names the pool of a supplier. It is the organisation that owns most of the batches that were issued into it.

use std::collections::{BTreeMap, HashMap};

use crate::mirror::report::InferredRefund;
use crate::mirror::tree::{Batch, Issuance};

/// What is known of the buffer pools, by the organisation of the supplier.
#[derive(Debug, Default)]
pub(in crate::mirror) struct Pools {
    /// Who owns the batches as issued, and how many.
    owners: HashMap<String, BTreeMap<String, u64>>,
    /// Active batches that no movement explains: the supplier's organisation, and what they are.
    unmoved: Vec<(String, InferredRefund)>,
    /// Retired batches that no movement explains: the supplier's organisation, owner and project, in kilograms.
    retired: BTreeMap<(String, String, String), i128>,
}

impl Pools {
    /// Notes who owns a batch as it was issued into a pool.
    pub(in crate::mirror) fn note_root(&mut self, issuance: &Issuance, root: &Batch) {
        if root.owner != issuance.organisation {
            let owners = self.owners.entry(issuance.organisation.clone()).or_default();
            let count = owners.entry(root.owner.clone()).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Notes an active batch from a pool that no movement explains.
    pub(super) fn note_unmoved(&mut self, issuance: &Issuance, batch: &Batch) {
        let leaf = InferredRefund {
            credit_batch_id: batch.id.clone(),
            owner_id: batch.owner.clone(),
            credit_kgs: batch.kg.to_string(),
        };
        self.unmoved.push((issuance.organisation.clone(), leaf));
    }

    /// Notes a retired batch from a pool that no movement explains.
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

    /// Kilograms of a project that were retired by its pool.
    pub(super) fn retired(&self, project: &str) -> i128 {
        let of_project = self.retired.iter().filter(|((.., of), _)| of == project);
        of_project
            .filter(|((organisation, owner, _), _)| self.of(organisation) == Some(owner))
            .map(|(_, kg)| *kg)
            .sum()
    }

    /// What has left its pool: refunds are the only way that needs no movement.
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
