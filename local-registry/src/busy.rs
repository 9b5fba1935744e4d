//! Other parties that trade while a caller reads. They are the organisations without credentials, so a caller's own
//! credits are not affected. Their trades are determined by the seed and the times of the requests. Half of them are
//! committed late, as in a real database: up to 20 s after the time in their records.

use isometric_registry::model::credit_batch::CreditBatchQuantity;
use isometric_registry::model::delivery::CreateDeliveryRequest;
use isometric_registry::model::id::{
    CreditBatchId, OrderId, OrganisationId, ProjectId, SupplierId,
};
use isometric_registry::model::project::ProjectStatus;
use isometric_registry::model::retirement::{CreateRetirementByBatchRequest, RetirementPurpose};
use isometric_registry::model::scalar::{KilogramsInput, NonEmptyList, NonEmptyUniqueList, Note};
use isometric_registry::model::transfer::CreateTransferRequest;

use crate::calendar::Moment;
use crate::ledger::arena::{OrganisationNo, ProjectNo, SupplierNo};
use crate::ledger::records::Role;
use crate::ledger::{Facet, Ledger, NewIssuance, NewOrder, NewRefund, NewRemoval};
use crate::random::Random;

/// Microseconds of a minute.
const MINUTE_US: i64 = 60_000_000;

/// The latest that a commit can be.
const MOST_LATE_US: i64 = 20_000_000;

/// How far back trades are made up after a time without requests.
const CATCH_UP_US: i64 = 10 * MINUTE_US;

/// The trades of other parties.
#[derive(Debug, Clone)]
pub(crate) struct Busy {
    random: Random,
    /// The mean time between two trades.
    mean_us: i64,
    /// When the next trade starts; `None` before the first request.
    next: Option<Moment>,
    /// Trades that have started and are not committed yet.
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
struct Pending {
    began: Moment,
    commits: Moment,
    trade: Trade,
}

#[derive(Debug, Clone)]
enum Trade {
    Issue(NewIssuance),
    Deliver(OrganisationNo, CreateDeliveryRequest),
    Transfer(OrganisationNo, CreateTransferRequest),
    Retire(OrganisationNo, CreateRetirementByBatchRequest),
    Refund(NewRefund),
    Reverse(SupplierNo, i64),
}

impl Busy {
    /// The given number of trades a minute, on average.
    pub(crate) fn new(seed: u64, per_minute: u32) -> Self {
        let mean_us = MINUTE_US.checked_div(per_minute.into()).unwrap_or(MINUTE_US).max(1);
        Self { random: Random::new(seed ^ 0xB0), mean_us, next: None, pending: Vec::new() }
    }

    /// Carries out everything that others have started or committed by now.
    pub(crate) fn advance(&mut self, ledger: &mut Ledger, now: Moment) {
        let oldest = now.plus_us(CATCH_UP_US.saturating_neg());
        let mut next = self.next.map_or_else(|| self.after(now), |next| next.max(oldest));
        loop {
            let due = self.pending.iter().enumerate().min_by_key(|(_, one)| one.commits);
            let due = due.map(|(index, one)| (index, one.commits));
            match due.filter(|(_, commits)| *commits <= next.min(now)) {
                Some((index, _)) => commit(ledger, self.pending.remove(index)),
                None if next <= now => {
                    self.begin(ledger, next);
                    next = self.after(next);
                }
                None => break,
            }
        }
        self.next = Some(next);
    }

    fn after(&mut self, moment: Moment) -> Moment {
        moment.plus_us(self.random.between(1, self.mean_us.saturating_mul(2)))
    }

    fn begin(&mut self, ledger: &mut Ledger, began: Moment) {
        let Some(trade) = self.choose(ledger, began) else { return };
        let is_late = self.random.between(0, 1) == 1;
        let late = if is_late { self.random.between(1, MOST_LATE_US) } else { 0 };
        self.pending.push(Pending { began, commits: began.plus_us(late), trade });
    }

    fn choose(&mut self, ledger: &mut Ledger, now: Moment) -> Option<Trade> {
        let suppliers = others(ledger, |role| match role {
            Role::Supplier(supplier) => Some(supplier),
            _ => None,
        });
        let buyers = others(ledger, |role| (role == Role::Buyer).then_some(()));
        let (owner, supplier) = *self.random.pick(&suppliers)?;
        match self.random.between(0, 11) {
            0..=3 => self.retire(ledger, &buyers),
            4..=6 => {
                let (buyer, ()) = *self.random.pick(&buyers)?;
                self.deliver(ledger, (owner, supplier), buyer, now)
            }
            7..=8 => self.issue(ledger, supplier),
            9..=10 => self.transfer(ledger, &buyers),
            _ => {
                let pool = ledger.books.suppliers.get(supplier)?.buffer_pool;
                let held = ledger.balances.part(pool, Facet::Supplier(supplier)).active;
                let kg = self.random.between(1, held.saturating_div(50).max(1)).min(held);
                (kg > 0).then_some(())?;
                Some(match self.random.between(0, 1) {
                    0 => Trade::Reverse(supplier, kg),
                    _ => Trade::Refund(NewRefund {
                        supplier_id: SupplierId(ledger.id(supplier)),
                        to_organisation_id: None,
                        credit_quantity_kg: kg,
                        notes: "Less was lost than was set aside.".to_owned(),
                    }),
                })
            }
        }
    }

    fn issue(&mut self, ledger: &Ledger, supplier: SupplierNo) -> Option<Trade> {
        let projects: Vec<ProjectNo> = ledger
            .books
            .projects
            .iter()
            .filter(|(_, one)| one.supplier == supplier && one.status == ProjectStatus::Validated)
            .map(|(number, _)| number)
            .collect();
        let project_id = ProjectId(ledger.id(*self.random.pick(&projects)?));
        let kg = self.random.between(1000, 90_000);
        let removal = NewRemoval {
            credit_quantity_kg: kg,
            buffer_pool_credit_quantity_kg: Some(kg.saturating_div(20)),
            sequestered_on: None,
            carbon_removal_data: None,
        };
        Some(Trade::Issue(NewIssuance {
            project_id,
            removals: vec![removal],
            reporting_period_start_at: None,
            reporting_period_end_at: None,
        }))
    }

    fn deliver(
        &mut self,
        ledger: &mut Ledger,
        (owner, supplier): (OrganisationNo, SupplierNo),
        buyer: OrganisationNo,
        now: Moment,
    ) -> Option<Trade> {
        let parts = self.parts(ledger, owner, supplier, true)?;
        let kg = parts.iter().map(|part| part.credit_quantity_kg.0).fold(0, i64::saturating_add);
        let order = NewOrder {
            supplier_id: SupplierId(ledger.id(supplier)),
            buyer_organisation_id: OrganisationId(ledger.id(buyer)),
            credit_quantity_kg: kg,
            effective_contract_date: None,
        };
        let order = ledger.place_order(&order, now).ok()?;
        let request = CreateDeliveryRequest {
            order_id: OrderId(ledger.id(order)),
            credit_batch_quantities: NonEmptyList(parts),
            notes: None,
        };
        Some(Trade::Deliver(owner, request))
    }

    fn transfer(&mut self, ledger: &Ledger, buyers: &[(OrganisationNo, ())]) -> Option<Trade> {
        let (from, supplier, parts) = self.stock(ledger, buyers)?;
        let to: Vec<_> = buyers.iter().filter(|(to, ())| *to != from).collect();
        let (to, ()) = self.random.pick(&to)?;
        let request = CreateTransferRequest {
            credit_batch_quantities: NonEmptyList(parts),
            from_organisation_id: OrganisationId(ledger.id(from)),
            to_organisation_id: OrganisationId(ledger.id(*to)),
            supplier_id: SupplierId(ledger.id(supplier)),
            notes: None,
        };
        Some(Trade::Transfer(from, request))
    }

    fn retire(&mut self, ledger: &Ledger, buyers: &[(OrganisationNo, ())]) -> Option<Trade> {
        let (owner, supplier, parts) = self.stock(ledger, buyers)?;
        let request = CreateRetirementByBatchRequest {
            owner_organisation_id: OrganisationId(ledger.id(owner)),
            beneficiary_organisation_id: OrganisationId(ledger.id(owner)),
            supplier_id: SupplierId(ledger.id(supplier)),
            retirement_purposes: NonEmptyUniqueList(vec![RetirementPurpose::CorporateTargets]),
            notes: (self.random.between(0, 2) > 0).then(|| Note("Retired for good.".to_owned())),
            credit_batch_quantities: NonEmptyList(parts),
        };
        Some(Trade::Retire(owner, request))
    }

    /// Credits that a buyer holds from one supplier.
    fn stock(
        &mut self,
        ledger: &Ledger,
        buyers: &[(OrganisationNo, ())],
    ) -> Option<(OrganisationNo, SupplierNo, Vec<CreditBatchQuantity>)> {
        let (owner, ()) = *self.random.pick(buyers)?;
        let held: Vec<_> = ledger
            .balances
            .of(owner)
            .filter_map(|(facet, balance)| match facet {
                Facet::Supplier(supplier) if balance.active > 0 => Some(supplier),
                _ => None,
            })
            .collect();
        let supplier = *self.random.pick(&held)?;
        Some((owner, supplier, self.parts(ledger, owner, supplier, false)?))
    }

    /// Parts of a few batches that an owner holds from a supplier.
    fn parts(
        &mut self,
        ledger: &Ledger,
        owner: OrganisationNo,
        supplier: SupplierNo,
        undelivered: bool,
    ) -> Option<Vec<CreditBatchQuantity>> {
        let (skipped, count) = (self.random.between(0, 4), self.random.between(1, 3));
        let whole = |count: i64| usize::try_from(count).unwrap_or_default();
        let batches: Vec<_> = ledger
            .oldest(owner, Facet::Supplier(supplier))
            .filter(|(_, batch)| !undelivered || batch.delivery.is_none())
            .skip(whole(skipped))
            .take(whole(count))
            .collect();
        let parts = batches.into_iter().map(|(number, batch)| CreditBatchQuantity {
            credit_batch_id: CreditBatchId(ledger.id(number)),
            credit_quantity_kg: KilogramsInput(match self.random.between(0, 2) {
                0 => batch.kg,
                _ => self.random.between(1, batch.kg.min(5000)),
            }),
        });
        let parts: Vec<_> = parts.collect();
        (!parts.is_empty()).then_some(parts)
    }
}

/// Organisations without credentials, with the roles that `wanted` accepts.
fn others<T>(ledger: &Ledger, wanted: impl Fn(Role) -> Option<T>) -> Vec<(OrganisationNo, T)> {
    let organisations = ledger.books.organisations.iter().filter(|(_, one)| !one.account);
    organisations.filter_map(|(number, one)| Some((number, wanted(one.role)?))).collect()
}

/// Commits a started trade, if it is still possible: others may have been faster.
fn commit(ledger: &mut Ledger, Pending { began, commits, trade }: Pending) {
    ledger.commit_late(began, |ledger| match trade {
        Trade::Issue(new) => ledger.issue(&new, commits).is_ok(),
        Trade::Deliver(by, request) => ledger.deliver(by, &request, commits).is_ok(),
        Trade::Transfer(by, request) => ledger.transfer(by, &request, commits).is_ok(),
        Trade::Retire(by, request) => ledger.retire(by, &request, commits).is_ok(),
        Trade::Refund(new) => ledger.refund(new, commits).is_ok(),
        Trade::Reverse(supplier, kg) => {
            let note = "A part of the carbon was released.";
            ledger.retire_from_buffer_pool(supplier, kg, note, commits).is_ok()
        }
    });
}
