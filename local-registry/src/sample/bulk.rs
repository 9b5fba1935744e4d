//! Many more credit batches, for measuring.

use isometric_registry::model::id::{OrganisationId, ProjectId, SupplierId};

use super::date;
use crate::calendar::Moment;
use crate::ledger::arena::{Handle, OrganisationNo, ProjectNo, SupplierNo};
use crate::ledger::refusal::Refusal;
use crate::ledger::{Facet, Ledger, List, NewIssuance, NewOrder, NewRemoval};

/// How many batches are issued at once.
const ISSUED: usize = 400;

/// Between one issuance and the next, in microseconds.
const A_MINUTE: i64 = 60_000_000;

/// Issues and delivers credits, one issuance a minute, until the ledger holds the given number of batches. Every buyer
/// gets a share.
pub(crate) fn grow(ledger: &mut Ledger, batches: usize, now: Moment) -> Result<(), Refusal> {
    let projects: Vec<(ProjectNo, SupplierNo)> = ledger
        .books
        .projects
        .iter()
        .filter(|(_, project)| project.totals.issued > 0)
        .map(|(number, project)| (number, project.supplier))
        .collect();
    let buyers: Vec<OrganisationNo> = ledger
        .index
        .list(List::Participants)
        .from(0)
        .filter_map(OrganisationNo::from_raw)
        .filter(|&number| ledger.supplier_of(number).is_none())
        .collect();
    let mut now = now;
    for (&(project, supplier), &buyer) in projects.iter().cycle().zip(buyers.iter().cycle()) {
        let missing = batches.saturating_sub(ledger.books.batches.len());
        if missing == 0 {
            break;
        }
        now = now.plus_us(A_MINUTE);
        issue(ledger, project, missing.min(ISSUED), now)?;
        deliver(ledger, supplier, buyer, now)?;
    }
    Ok(())
}

fn issue(
    ledger: &mut Ledger,
    project: ProjectNo,
    count: usize,
    now: Moment,
) -> Result<(), Refusal> {
    let sequestered_on = date(now.day().plus(-30));
    let removal = NewRemoval {
        credit_quantity_kg: 1000,
        buffer_pool_credit_quantity_kg: None,
        sequestered_on,
        carbon_removal_data: None,
    };
    let new = NewIssuance {
        project_id: ProjectId(ledger.id(project)),
        removals: vec![removal; count],
        reporting_period_start_at: None,
        reporting_period_end_at: None,
    };
    ledger.issue(&new, now).map(|_| ())
}

/// Delivers everything that a supplier holds.
fn deliver(
    ledger: &mut Ledger,
    supplier: SupplierNo,
    buyer: OrganisationNo,
    now: Moment,
) -> Result<(), Refusal> {
    let owner = ledger.books.suppliers.found(supplier)?.organisation;
    let kg = ledger.balances.part(owner, Facet::Supplier(supplier)).active;
    let order = ledger.place_order(
        &NewOrder {
            supplier_id: SupplierId(ledger.id(supplier)),
            buyer_organisation_id: OrganisationId(ledger.id(buyer)),
            credit_quantity_kg: kg,
            effective_contract_date: None,
        },
        now,
    )?;
    ledger.deliver_oldest(order, kg, None, now).map(|_| ())
}
