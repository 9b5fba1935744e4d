//! Which batches a transaction takes, and how much of each: checked before anything changes.

use std::collections::BTreeSet;

use isometric_registry::model::credit_batch::CreditBatchQuantity;
use isometric_registry::model::validation::LocationStep;

use super::Ledger;
use super::arena::{BatchNo, OrganisationNo, SupplierNo};
use super::index::Facet;
use super::records::{Batch, Status};
use super::refusal::{Problem, Refusal};

/// Parts of batches, and their total.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) parts: Vec<(BatchNo, i64)>,
    pub(super) kg: i64,
}

impl Selection {
    fn push(&mut self, batch: BatchNo, kg: i64) {
        self.parts.push((batch, kg));
        self.kg = self.kg.saturating_add(kg);
    }
}

impl Ledger {
    /// Checks the batches named in a request.
    pub(super) fn select_named(
        &self,
        owner: OrganisationNo,
        supplier: SupplierNo,
        quantities: &[CreditBatchQuantity],
        also: impl Fn(&Batch) -> Result<(), String>,
    ) -> Result<Selection, Refusal> {
        let mut selection = Selection::default();
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, quantity) in (0_u32..).zip(quantities) {
            let kg = quantity.credit_quantity_kg.0;
            let checked = self
                .usable(owner, supplier, &quantity.credit_batch_id.0)
                .and_then(|(number, batch)| also(batch).map(|()| (number, batch)))
                .and_then(|(number, batch)| match seen.insert(number) {
                    true => Ok((number, batch)),
                    false => Err("The batch is named twice.".to_owned()),
                })
                .map_err(|message| ("credit_batch_id", message))
                .and_then(|(number, batch)| match batch.kg.cmp(&kg) {
                    _ if kg < 1 => Err(("credit_quantity_kg", "Take 1 kg or more.".to_owned())),
                    core::cmp::Ordering::Less => {
                        Err(("credit_quantity_kg", format!("The batch holds {} kg.", batch.kg)))
                    }
                    _ => Ok(number),
                });
            match checked {
                Ok(number) => selection.push(number, kg),
                Err((property, message)) => problems.push(Problem {
                    at: vec![
                        LocationStep::Name("credit_batch_quantities".to_owned()),
                        LocationStep::Index(index),
                        LocationStep::Name(property.to_owned()),
                    ],
                    message,
                }),
            }
        }
        if problems.is_empty() {
            self.with_room(selection)
        } else {
            Err(Refusal::Invalid(problems))
        }
    }

    /// The batch of this id, if its owner may use it.
    fn usable(
        &self,
        owner: OrganisationNo,
        supplier: SupplierNo,
        id: &str,
    ) -> Result<(BatchNo, &Batch), String> {
        let found = self.find(id);
        let (number, batch) = found
            .and_then(|number| self.books.batches.get(number).map(|batch| (number, batch)))
            .ok_or("There is no credit batch with this id.")?;
        match batch.status() {
            _ if batch.owner != owner => Err("The batch belongs to another organisation."),
            Status::Split => Err("The batch has been split; take from its child batches."),
            Status::Retired => Err("The batch is retired."),
            Status::Active if self.origin(batch).is_none_or(|from| from.supplier != supplier) => {
                Err("The batch was issued to another supplier.")
            }
            Status::Active => Ok((number, batch)),
        }
        .map_err(str::to_owned)
    }

    /// Takes the oldest batches that `wanted` accepts, the last one in part.
    pub(super) fn select_oldest(
        &self,
        owner: OrganisationNo,
        facet: Facet,
        kg: i64,
        wanted: impl Fn(&Batch) -> bool,
    ) -> Result<Selection, Refusal> {
        let mut selection = Selection::default();
        for (number, batch) in self.oldest(owner, facet).filter(|(_, batch)| wanted(batch)) {
            let missing = kg.saturating_sub(selection.kg);
            if missing < 1 {
                break;
            }
            selection.push(number, batch.kg.min(missing));
        }
        if selection.kg < kg {
            let message = format!("There are only {} kg of such credits, active.", selection.kg);
            return Err(Refusal::at("credit_quantity_kg", message));
        }
        self.with_room(selection)
    }

    /// Rejects a selection whose splits would run out of numbers.
    fn with_room(&self, selection: Selection) -> Result<Selection, Refusal> {
        let children = selection.parts.len().saturating_mul(2);
        let after = self.books.batches.len().saturating_add(children);
        if u32::try_from(after).is_ok() { Ok(selection) } else { Err(Refusal::full()) }
    }
}
