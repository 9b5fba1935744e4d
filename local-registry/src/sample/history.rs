//! The history of the sample, week by week.

use isometric_registry::model::credit_batch::{CarbonRemovalData, CreditBatchQuantity};
use isometric_registry::model::id::{CreditBatchId, OrganisationId, ProjectId, SupplierId};
use isometric_registry::model::retirement::{
    CreateRetirementOldestCreditsRequest, RetirementPurpose,
};
use isometric_registry::model::scalar::{
    KilogramsInput, NonEmptyList, NonEmptyUniqueList, Note, Optional,
};
use isometric_registry::model::transfer::CreateTransferRequest;

use super::{Market, SPAN_DAYS, date};
use crate::calendar::{DAY_MS, Day, Moment};
use crate::ledger::arena::{OrderNo, OrganisationNo, ProjectNo, SupplierNo};
use crate::ledger::refusal::Refusal;
use crate::ledger::{Facet, Ledger, NewIssuance, NewOrder, NewRefund, NewRemoval};
use crate::random::Random;

/// The number of issuances.
const ISSUANCES: i64 = 208;

/// The time between two of them.
const STEP_MS: i64 = SPAN_DAYS * DAY_MS / (ISSUANCES + 1);

/// How much a buyer holds from a supplier before it retires some: a part is always left.
const PLENTY_KG: i64 = 600_000;

const PURPOSES: [RetirementPurpose; 5] = [
    RetirementPurpose::CorporateTargets,
    RetirementPurpose::PublicEnvironmentalClaims,
    RetirementPurpose::Insetting,
    RetirementPurpose::RegulatoryRequirement,
    RetirementPurpose::Other,
];

pub(super) struct History<'a> {
    ledger: &'a mut Ledger,
    random: Random,
    market: &'a Market,
    start: Moment,
    now: Moment,
    /// Orders that are not fulfilled yet, oldest first.
    open: Vec<(SupplierNo, OrderNo)>,
}

impl<'a> History<'a> {
    pub(super) fn new(
        ledger: &'a mut Ledger,
        random: Random,
        market: &'a Market,
        start: Moment,
    ) -> Self {
        Self { ledger, random, market, start, now: start, open: Vec::new() }
    }

    pub(super) fn run(mut self) -> Result<(), Refusal> {
        for (week, &project) in (0..ISSUANCES).zip(self.market.projects.iter().cycle()) {
            self.now = self.start.plus_ms(STEP_MS.saturating_mul(week.saturating_add(1)));
            self.wait(0);
            let Some(found) = self.ledger.books.projects.get(project) else { continue };
            let supplier = found.supplier;
            self.issue(project)?;
            if week.rem_euclid(3) != 2 {
                self.order(supplier, week)?;
            }
            self.deliver(supplier)?;
            let Some(&buyer) = self.market.buyers.iter().cycle().nth(index(week)) else { continue };
            match week.rem_euclid(8) {
                1 | 2 | 4 | 5 | 6 => self.retire(buyer, supplier, week)?,
                3 => self.transfer(buyer)?,
                7 if week > 60 => self.reverse(supplier, week)?,
                _ => {}
            }
        }
        self.leave_open_orders()
    }

    fn issue(&mut self, project: ProjectNo) -> Result<(), Refusal> {
        let today = self.now.day();
        let mut removals = Vec::new();
        for _ in 0..self.random.between(2, 5) {
            removals.push(self.removal(today));
        }
        let new = NewIssuance {
            project_id: ProjectId(self.ledger.id(project)),
            removals,
            reporting_period_start_at: date(today.plus(-200)),
            reporting_period_end_at: date(today.plus(-20)),
        };
        self.ledger.issue(&new, self.now).map(|_| ())
    }

    fn removal(&mut self, today: Day) -> NewRemoval {
        let kg = self.random.between(20_000, 400_000);
        let pool = match self.random.between(0, 2) {
            0 => 0,
            _ => kg.saturating_mul(self.random.between(3, 10)).saturating_div(100),
        };
        let mut part = |most| self.random.between(0, most);
        let net = kg.saturating_add(pool);
        let (emissions, counterfactuals, losses) = (part(9_000), part(5_000), part(900));
        let gross = [emissions, counterfactuals, losses]
            .iter()
            .fold(net, |sum, kg| sum.saturating_add(*kg));
        let measured = part(9) > 0;
        let days = self.random.between(20, 200);
        NewRemoval {
            credit_quantity_kg: kg,
            buffer_pool_credit_quantity_kg: Some(pool),
            sequestered_on: date(today.plus(days.saturating_neg())),
            carbon_removal_data: measured.then_some(CarbonRemovalData {
                gross_carbon_removed_kg: gross,
                net_carbon_removed_kg: net,
                emissions_kg: emissions,
                counterfactuals_kg: counterfactuals,
                losses_kg: losses,
            }),
        }
    }

    fn order(&mut self, supplier: SupplierNo, week: i64) -> Result<(), Refusal> {
        let buyers = self.market.buyers.iter().cycle();
        let Some(&buyer) = buyers.clone().nth(index(week.saturating_div(2))) else { return Ok(()) };
        let kg = self.random.between(150_000, 900_000);
        let order = self.place(supplier, buyer, kg)?;
        self.open.push((supplier, order));
        Ok(())
    }

    fn place(
        &mut self,
        supplier: SupplierNo,
        buyer: OrganisationNo,
        kg: i64,
    ) -> Result<OrderNo, Refusal> {
        let new = NewOrder {
            supplier_id: SupplierId(self.ledger.id(supplier)),
            buyer_organisation_id: OrganisationId(self.ledger.id(buyer)),
            credit_quantity_kg: kg,
            effective_contract_date: None,
        };
        self.ledger.place_order(&new, self.now)
    }

    /// Delivers what the supplier holds against its oldest open order.
    fn deliver(&mut self, supplier: SupplierNo) -> Result<(), Refusal> {
        let Some(place) = self.open.iter().position(|(of, _)| *of == supplier) else {
            return Ok(());
        };
        let Some(&(_, number)) = self.open.get(place) else { return Ok(()) };
        let books = &self.ledger.books;
        let Some(order) = books.orders.get(number) else { return Ok(()) };
        let left = order.ordered_kg.saturating_sub(order.delivered_kg);
        let Some(owner) = books.suppliers.get(supplier).map(|found| found.organisation) else {
            return Ok(());
        };
        let held = self.ledger.balances.part(owner, Facet::Supplier(supplier)).active;
        let kg = left.min(held.saturating_sub(held.saturating_div(8)));
        if kg < 1 {
            return Ok(());
        }
        if kg == left {
            self.open.remove(place);
        }
        self.wait(DAY_MS);
        self.ledger.deliver_oldest(number, kg, Some("Delivered with thanks."), self.now)?;
        Ok(())
    }

    /// Advances time, to a value as irregular as real ones.
    fn wait(&mut self, milliseconds: i64) {
        self.now = self.now.plus_ms(milliseconds).plus_us(self.random.between(0, 3_600_000_000));
    }

    /// Retires a third of what a buyer holds from a supplier, or very little; sometimes twice.
    fn retire(
        &mut self,
        buyer: OrganisationNo,
        supplier: SupplierNo,
        week: i64,
    ) -> Result<(), Refusal> {
        let stock = |supplier| self.ledger.balances.part(buyer, Facet::Supplier(supplier)).active;
        let others = self.market.suppliers.iter().copied();
        let mut suppliers = core::iter::once(supplier).chain(others);
        let Some(supplier) = suppliers.find(|&one| stock(one) > PLENTY_KG) else { return Ok(()) };
        let held = stock(supplier);
        let kg = if week.rem_euclid(16) == 5 { 2.min(held) } else { held.saturating_div(3) };
        if kg < 1 {
            return Ok(());
        }
        let own = self.random.between(0, 2) > 0;
        let beneficiary = if own { Some(&buyer) } else { self.random.pick(&self.market.buyers) };
        let purposes = match self.random.between(0, 5) {
            0 => Vec::new(),
            _ => self.random.pick(&PURPOSES).cloned().into_iter().collect(),
        };
        let notes = match self.random.between(0, 3) {
            0 => None,
            1 => Some(String::new()),
            _ => Some("Sample retirement.".to_owned()),
        };
        let times = if self.random.between(0, 5) == 0 { 2 } else { 1 };
        let ledger = &*self.ledger;
        let request = CreateRetirementOldestCreditsRequest {
            owner_organisation_id: OrganisationId(ledger.id(buyer)),
            beneficiary_organisation_id: OrganisationId(ledger.id(*beneficiary.unwrap_or(&buyer))),
            supplier_id: SupplierId(ledger.id(supplier)),
            retirement_purposes: NonEmptyUniqueList(purposes),
            notes: notes.map(Note),
            credit_quantity_kg: KilogramsInput(kg),
            vintage: Optional(None),
            order_id: Optional(None),
        };
        for _ in 0..times {
            self.wait(DAY_MS);
            self.ledger.retire_oldest(buyer, &request, self.now)?;
        }
        Ok(())
    }

    /// Transfers half of two batches of one supplier to another buyer.
    fn transfer(&mut self, from: OrganisationNo) -> Result<(), Refusal> {
        let Some(&to) = self.random.pick(&self.market.buyers) else { return Ok(()) };
        let Some(&supplier) = self.random.pick(&self.market.suppliers) else { return Ok(()) };
        let ledger = &*self.ledger;
        let quantities: Vec<_> = self
            .ledger
            .oldest(from, Facet::Supplier(supplier))
            .take(2)
            .map(|(number, batch)| CreditBatchQuantity {
                credit_batch_id: CreditBatchId(ledger.id(number)),
                credit_quantity_kg: KilogramsInput(batch.kg.saturating_add(1).saturating_div(2)),
            })
            .collect();
        if quantities.is_empty() || from == to {
            return Ok(());
        }
        let request = CreateTransferRequest {
            credit_batch_quantities: NonEmptyList(quantities),
            from_organisation_id: OrganisationId(ledger.id(from)),
            to_organisation_id: OrganisationId(ledger.id(to)),
            supplier_id: SupplierId(ledger.id(supplier)),
            notes: None,
        };
        self.wait(DAY_MS);
        self.ledger.transfer(from, &request, self.now).map(|_| ())
    }

    /// Retires a part of a buffer pool for carbon that was lost, or refunds a part of it.
    fn reverse(&mut self, supplier: SupplierNo, week: i64) -> Result<(), Refusal> {
        let Some(found) = self.ledger.books.suppliers.get(supplier) else { return Ok(()) };
        let held = self.ledger.balances.part(found.buffer_pool, Facet::Supplier(supplier)).active;
        let kg = held.saturating_div(4);
        if kg < 1 {
            return Ok(());
        }
        self.wait(DAY_MS);
        if week.rem_euclid(16) == 15 {
            let note = "Sample reversal: a part of the carbon was released.";
            return self.ledger.retire_from_buffer_pool(supplier, kg, note, self.now).map(|_| ());
        }
        let new = NewRefund {
            supplier_id: SupplierId(self.ledger.id(supplier)),
            to_organisation_id: None,
            credit_quantity_kg: kg,
            notes: "Sample refund: monitoring found less risk than expected.".to_owned(),
        };
        self.ledger.refund(new, self.now).map(|_| ())
    }

    /// Leaves every buyer with a started order and one that is not.
    fn leave_open_orders(mut self) -> Result<(), Refusal> {
        let suppliers = self.market.suppliers.iter().take(2).cycle();
        for (&buyer, &supplier) in self.market.buyers.iter().zip(suppliers) {
            let begun = self.place(supplier, buyer, 60_000)?;
            self.ledger.deliver_oldest(begun, 10_000, None, self.now)?;
            self.place(supplier, buyer, 100_000)?;
        }
        Ok(())
    }
}

fn index(week: i64) -> usize {
    usize::try_from(week).unwrap_or_default()
}
