//! Retirements: credits are used up permanently, in a beneficiary's name.

use isometric_registry::model::retirement::{
    CreateRetirementByBatchRequest, CreateRetirementOldestCreditsRequest, RetirementPurpose,
};

use super::arena::{BatchNo, Handle, OrganisationNo, RetirementNo, SupplierNo};
use super::batch::BatchOrder;
use super::index::Facet;
use super::records::{Batch, Retirement, Role};
use super::refusal::Refusal;
use super::selection::Selection;
use super::{Ledger, by_time, note};
use crate::calendar::Moment;

/// The data of a retirement besides the credits it takes.
struct Statement {
    beneficiary: OrganisationNo,
    purposes: Vec<RetirementPurpose>,
    notes: Option<String>,
}

impl Ledger {
    /// Retires the batches named in the request.
    pub(crate) fn retire(
        &mut self,
        by: OrganisationNo,
        request: &CreateRetirementByBatchRequest,
        now: Moment,
    ) -> Result<RetirementNo, Refusal> {
        self.check_own(by, "owner_organisation_id", &request.owner_organisation_id.0)?;
        let beneficiary = self.beneficiary(by, &request.beneficiary_organisation_id.0)?;
        let supplier = self.named("supplier_id", &request.supplier_id.0)?;
        let quantities = &request.credit_batch_quantities.0;
        let selection = self.select_named(by, supplier, quantities, |_| Ok(()))?;
        let purposes = request.retirement_purposes.0.clone();
        let statement = Statement { beneficiary, purposes, notes: note(&request.notes) };
        self.record_retirement(by, selection, statement, now)
    }

    /// Retires the oldest credits of a supplier that the owner holds.
    pub(crate) fn retire_oldest(
        &mut self,
        by: OrganisationNo,
        request: &CreateRetirementOldestCreditsRequest,
        now: Moment,
    ) -> Result<RetirementNo, Refusal> {
        self.check_own(by, "owner_organisation_id", &request.owner_organisation_id.0)?;
        let beneficiary = self.beneficiary(by, &request.beneficiary_organisation_id.0)?;
        let supplier = self.named("supplier_id", &request.supplier_id.0)?;
        let facet = match request.order_id.0.iter().flatten().next() {
            Some(order) => self.facet_of_order(supplier, &order.0)?,
            None => Facet::Supplier(supplier),
        };
        let vintage = request.vintage.0.iter().flatten().next().map(|vintage| vintage.0);
        let of_vintage =
            |batch: &Batch| vintage.is_none_or(|year| self.vintage(batch) == Some(year));
        let selection = self.select_oldest(by, facet, request.credit_quantity_kg.0, of_vintage)?;
        let purposes = request.retirement_purposes.0.clone();
        let statement = Statement { beneficiary, purposes, notes: note(&request.notes) };
        self.record_retirement(by, selection, statement, now)
    }

    /// Retires the oldest credits of a supplier's buffer pool, to compensate for carbon that was released again.
    pub(crate) fn retire_from_buffer_pool(
        &mut self,
        supplier: SupplierNo,
        kg: i64,
        notes: &str,
        now: Moment,
    ) -> Result<RetirementNo, Refusal> {
        let pool = self.books.suppliers.found(supplier)?.buffer_pool;
        let selection = self.select_oldest(pool, Facet::Supplier(supplier), kg, |_| true)?;
        let purposes = vec![RetirementPurpose::Other];
        let statement = Statement { beneficiary: pool, purposes, notes: Some(notes.to_owned()) };
        self.record_retirement(pool, selection, statement, now)
    }

    fn record_retirement(
        &mut self,
        owner: OrganisationNo,
        selection: Selection,
        statement: Statement,
        now: Moment,
    ) -> Result<RetirementNo, Refusal> {
        self.check_room::<RetirementNo>()?;
        let at = self.stamp(now);
        let Statement { beneficiary, purposes, notes } = statement;
        let kg = selection.kg;
        let retirement =
            Retirement { owner, beneficiary, at, kg, purposes, notes, batches: Vec::new() };
        let number = self.record(retirement, at)?;
        let mut batches = self.take(&selection.parts, at, |batch| batch.retirement = Some(number));
        let order = BatchOrder(&self.books);
        batches.sort_unstable_by(|one, other| order.compare(one.raw(), other.raw()));
        for &batch in &batches {
            self.count_retired(batch);
        }
        if let Some(retirement) = self.books.retirements.get_mut(number) {
            retirement.batches = batches;
        }
        let order = by_time::<RetirementNo>(&self.books);
        self.index.add_retirement(number, beneficiary, owner, &order);
        Ok(number)
    }

    /// Adds a batch to the retired total of its project.
    fn count_retired(&mut self, batch: BatchNo) {
        let Some(batch) = self.books.batches.get(batch) else { return };
        let Some(origin) = self.origin(batch) else { return };
        let owner = self.books.organisations.get(batch.owner).map(|owner| owner.role);
        let Some(project) = self.books.projects.get_mut(origin.project) else { return };
        let totals = &mut project.totals;
        totals.retired = totals.retired.saturating_add(batch.kg);
        if matches!(owner, Some(Role::BufferPool(_))) {
            totals.retired_from_buffer_pool =
                totals.retired_from_buffer_pool.saturating_add(batch.kg);
        }
    }

    fn beneficiary(&self, owner: OrganisationNo, id: &str) -> Result<OrganisationNo, Refusal> {
        let property = "beneficiary_organisation_id";
        let beneficiary = self.named(property, id)?;
        if beneficiary == owner || self.is_beneficiary(owner, beneficiary) {
            return Ok(beneficiary);
        }
        Err(Refusal::at(property, "The organisation is not one of the owner's beneficiaries."))
    }

    /// The part of an owner's credits that was delivered against an order.
    fn facet_of_order(&self, supplier: SupplierNo, id: &str) -> Result<Facet, Refusal> {
        let number = self.named("order_id", id)?;
        let order = self.books.orders.get(number);
        if order.is_none_or(|order| order.supplier != supplier) {
            return Err(Refusal::at("order_id", "The order is with another supplier."));
        }
        Ok(Facet::Order(number))
    }

    fn vintage(&self, batch: &Batch) -> Option<i64> {
        self.books.removals.get(batch.removal).map(|removal| removal.sequestered_on.year())
    }
}
