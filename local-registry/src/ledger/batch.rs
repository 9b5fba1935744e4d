//! Changes of credit batches: they are indexed, split and changed only here.

use core::cmp::Ordering;

use super::arena::{
    BatchNo, Handle, IssuanceNo, OrderNo, OrganisationNo, ProjectNo, RemovalNo, SupplierNo,
};
use super::index::Facet;
use super::records::{Batch, Status};
use super::{Books, Ledger};
use crate::calendar::Moment;

/// The order of credit batches: by issuance, oldest first, then by serial number.
pub(crate) struct BatchOrder<'a>(pub(crate) &'a Books);

impl BatchOrder<'_> {
    pub(crate) fn compare(&self, one: u32, other: u32) -> Ordering {
        let batch = |raw: u32| self.0.batches.get(BatchNo::from_raw(raw)?);
        let (Some(first), Some(second)) = (batch(one), batch(other)) else {
            return one.cmp(&other);
        };
        let by_removal = if first.removal == second.removal {
            Ordering::Equal
        } else {
            self.compare_removals(first.removal, second.removal)
        };
        by_removal.then_with(|| (first.offset, one).cmp(&(second.offset, other)))
    }

    /// The order of removals: of one issuance as they were recorded, else as those were issued.
    fn compare_removals(&self, one: RemovalNo, other: RemovalNo) -> Ordering {
        let issuance = |number| self.0.removals.get(number).map(|removal| removal.issuance);
        let (first, second) = (issuance(one), issuance(other));
        let by_issuance = if first == second {
            Ordering::Equal
        } else {
            let at = |number: Option<IssuanceNo>| {
                number.and_then(|number| self.0.issuances.get(number)).map(|found| found.issued_at)
            };
            at(first).cmp(&at(second)).then(first.cmp(&second))
        };
        by_issuance.then(one.cmp(&other))
    }

    /// The position of a batch's issuance among the others: its time, and its number.
    pub(crate) fn issuance(&self, batch: &Batch) -> Option<(Moment, IssuanceNo)> {
        let number = self.0.removals.get(batch.removal)?.issuance;
        Some((self.0.issuances.get(number)?.issued_at, number))
    }
}

/// The origin of a batch, and the order that it was delivered against.
pub(crate) struct Origin {
    pub(crate) supplier: SupplierNo,
    pub(crate) project: ProjectNo,
    pub(crate) order: Option<OrderNo>,
}

impl Origin {
    /// The parts of an organisation's credits that the batch counts towards.
    pub(super) fn facets(&self) -> impl Iterator<Item = Facet> + use<> {
        let Self { supplier, project, order } = *self;
        [Facet::All, Facet::Supplier(supplier), Facet::Project(project)]
            .into_iter()
            .chain(order.map(Facet::Order))
    }

    /// The lists of the batch. The facets, and the one pair of them that is no facet itself.
    fn lists(&self) -> impl Iterator<Item = Facet> + use<> {
        let project = self.project;
        self.facets().chain(self.order.map(|order| Facet::OrderAndProject(order, project)))
    }
}

impl Ledger {
    pub(crate) fn origin(&self, batch: &Batch) -> Option<Origin> {
        let books = &self.books;
        let removal = books.removals.get(batch.removal)?;
        let project = books.issuances.get(removal.issuance)?.project;
        let supplier = books.projects.get(project)?.supplier;
        let delivery = batch.delivery.and_then(|delivery| books.deliveries.get(delivery));
        Some(Origin { supplier, project, order: delivery.map(|delivery| delivery.order) })
    }

    /// The organisations whose lists contain a batch: its owner, and the beneficiary of its retirement.
    pub(crate) fn holders(&self, batch: &Batch) -> impl Iterator<Item = OrganisationNo> + use<> {
        let owner = batch.owner;
        let retirement = batch.retirement.and_then(|number| self.books.retirements.get(number));
        let beneficiary = retirement.map(|retirement| retirement.beneficiary);
        core::iter::once(owner).chain(beneficiary.filter(move |&other| other != owner))
    }

    /// Adds a batch to its lists and balances.
    pub(super) fn enter(&mut self, number: BatchNo) {
        let Some(batch) = self.books.batches.get(number) else { return };
        let Some(origin) = self.origin(batch) else { return };
        let (holders, status) = (self.holders(batch), batch.status());
        let order = BatchOrder(&self.books);
        for holder in holders {
            for facet in origin.lists() {
                let list = (holder, status, facet);
                self.index.add_batch(list, number, &|one, other| order.compare(one, other));
            }
        }
        for facet in origin.facets() {
            self.balances.add(batch.owner, facet, status, batch.kg);
        }
    }

    fn leave(&mut self, number: BatchNo) {
        let Some(batch) = self.books.batches.get(number) else { return };
        let Some(origin) = self.origin(batch) else { return };
        let (holders, status) = (self.holders(batch), batch.status());
        let order = BatchOrder(&self.books);
        for holder in holders {
            for facet in origin.lists() {
                let list = (holder, status, facet);
                self.index.remove_batch(list, number, &|one, other| order.compare(one, other));
            }
        }
        for facet in origin.facets() {
            self.balances.add(batch.owner, facet, status, batch.kg.saturating_neg());
        }
    }

    /// Changes a batch, together with its lists and balances.
    fn change(&mut self, number: BatchNo, change: impl FnOnce(&mut Batch)) {
        self.leave(number);
        if let Some(batch) = self.books.batches.get_mut(number) {
            change(batch);
        }
        self.enter(number);
    }

    /// Takes the given kilograms of each batch, splitting larger ones, and changes what was taken. The taken batches
    /// are returned in the order of their list.
    pub(super) fn take(
        &mut self,
        parts: &[(BatchNo, i64)],
        at: Moment,
        change: impl Fn(&mut Batch),
    ) -> Vec<BatchNo> {
        let mut taken = Vec::with_capacity(parts.len());
        for &(number, kg) in parts {
            let part = self.split(number, kg, at).unwrap_or(number);
            self.change(part, &change);
            taken.push(part);
        }
        taken
    }

    /// Splits the first kilograms off a larger batch, and returns their batch.
    fn split(&mut self, number: BatchNo, kg: i64, at: Moment) -> Option<BatchNo> {
        let parent = self.books.batches.get(number).filter(|batch| batch.kg > kg)?.clone();
        let child = Batch { parent: Some(number), ..parent };
        let rest = Batch {
            offset: child.offset.saturating_add(kg),
            kg: child.kg.saturating_sub(kg),
            ..child.clone()
        };
        let left = self.record(Batch { kg, ..child }, at).ok()?;
        let right = self.record(rest, at).ok()?;
        self.change(number, |batch| batch.left_child = Some(left));
        self.enter(left);
        self.enter(right);
        Some(left)
    }

    /// The batches that this one has become by splitting, or itself.
    pub(crate) fn descendants(&self, number: BatchNo) -> Vec<BatchNo> {
        let mut found = Vec::new();
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            found.push(number);
            let left = self.books.batches.get(number).and_then(|batch| batch.left_child);
            open.extend(left);
            open.extend(left.and_then(right_of));
        }
        found
    }

    /// The active batches of an organisation and facet, the oldest first.
    pub(crate) fn oldest(
        &self,
        owner: OrganisationNo,
        facet: Facet,
    ) -> impl Iterator<Item = (BatchNo, &Batch)> {
        self.index.batches((owner, Status::Active, facet)).from(0).filter_map(|raw| {
            let number = BatchNo::from_raw(raw)?;
            Some((number, self.books.batches.get(number)?))
        })
    }
}

/// The right child, which is created right after the left one.
pub(crate) fn right_of(left: BatchNo) -> Option<BatchNo> {
    BatchNo::from_raw(left.raw().checked_add(1)?)
}
