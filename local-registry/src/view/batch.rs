//! Credit batches.

use isometric_registry::model::credit_batch::{CarbonRemovalData, CreditBatch, CreditBatchStatus};
use isometric_registry::model::issuance::IssuanceCreditBatches;
use isometric_registry::model::page::ListResource;

use super::{View, quantity};
use crate::ledger::arena::{BatchNo, IssuanceNo};
use crate::ledger::records::{Batch, Removal, Status};
use crate::ledger::right_of;

impl View<'_> {
    pub(crate) fn credit_batch(&self, number: BatchNo) -> Option<CreditBatch> {
        let books = &self.0.books;
        let batch = books.batches.get(number)?;
        let removal = books.removals.get(batch.removal)?;
        let issuance = books.issuances.get(removal.issuance)?;
        let project = books.projects.get(issuance.project)?;
        let delivery = batch.delivery.and_then(|number| books.deliveries.get(number));
        let retirement = batch.retirement.and_then(|number| books.retirements.get(number));
        let right_child = batch.left_child.and_then(right_of);
        let first = removal.first_serial.saturating_add(batch.offset);
        let supplier = books.suppliers.get(project.supplier)?.organisation;
        let supplier = books.organisations.get(supplier)?;
        let letters: String = (supplier.domain.as_ref().unwrap_or(&supplier.name).chars())
            .filter(char::is_ascii_alphanumeric)
            .take(5)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        Some(CreditBatch {
            id: self.batch_id(number),
            serial_number: format!(
                "ISO-1-{letters}-{}-{}-{}-{first}-{}",
                project.country_code,
                project.short_code,
                removal.sequestered_on.year(),
                first.saturating_add(batch.kg),
            ),
            status: match batch.status() {
                Status::Active => CreditBatchStatus::Active,
                Status::Split => CreditBatchStatus::Split,
                Status::Retired => CreditBatchStatus::Retired,
            },
            size: quantity(batch.kg),
            issued_at: issuance.issued_at.timestamp(),
            retired_at: retirement.map(|retirement| retirement.at.timestamp()),
            delivered_at: delivery.map(|delivery| delivery.at.timestamp()),
            sequestered_on: removal.sequestered_on.date(),
            country_of_issue: project.country_code.clone(),
            supplier_id: self.supplier_id(project.supplier),
            parent_id: batch.parent.map(|number| self.batch_id(number)),
            left_child_id: batch.left_child.map(|number| self.batch_id(number)),
            right_child_id: right_child.map(|number| self.batch_id(number)),
            issuance_id: self.issuance_id(removal.issuance),
            delivery_id: batch.delivery.map(|number| self.delivery_id(number)),
            beneficiary: retirement.and_then(|retired| self.organisation(retired.beneficiary)),
            retirement_id: batch.retirement.map(|number| self.retirement_id(number)),
            removal_id: self.removal_id(batch.removal),
            owner: self.organisation(batch.owner)?,
            project_id: self.project_id(issuance.project),
            carbon_removal_data: removal_data(removal, batch),
            ccp_approved: project.ccp_approved,
        })
    }

    pub(crate) fn credit_batches(&self, numbers: &[BatchNo]) -> ListResource<CreditBatch> {
        let nodes: Vec<_> = numbers.iter().filter_map(|&batch| self.credit_batch(batch)).collect();
        ListResource { total_count: u32::try_from(nodes.len()).unwrap_or(u32::MAX), nodes }
    }

    pub(crate) fn issuance_batches(&self, number: IssuanceNo) -> Option<IssuanceCreditBatches> {
        let issuance = self.0.books.issuances.get(number)?;
        let removals = || self.0.removals_of(issuance);
        let buffer_pool = removals().filter(|removal| removal.buffer_pool_kg > 0);
        Some(IssuanceCreditBatches {
            issuance_id: self.issuance_id(number),
            supplier_credit_batches: removals()
                .filter_map(|removal| self.credit_batch(removal.batch))
                .collect(),
            supplier_credit_batch_size_total: quantity(issuance.supplier_kg),
            buffer_pool_credit_batches: buffer_pool
                .filter_map(|removal| self.credit_batch(right_of(removal.batch)?))
                .collect(),
            buffer_pool_credit_batch_size_total: quantity(issuance.buffer_pool_kg),
            credit_batch_size_total: quantity(
                issuance.supplier_kg.saturating_add(issuance.buffer_pool_kg),
            ),
        })
    }
}

/// The batch's share of its removal's measurements. Shares are differences of running totals, so that the shares of any
/// parts add up to that of the whole.
fn removal_data(removal: &Removal, batch: &Batch) -> Option<CarbonRemovalData> {
    let measured = removal.measured?;
    let share = |total: i64| {
        let before = |kg: i64| {
            let product = i128::from(total).wrapping_mul(i128::from(kg));
            product.checked_div(i128::from(removal.kg())).unwrap_or_default()
        };
        let end = batch.offset.saturating_add(batch.kg);
        i64::try_from(before(end).wrapping_sub(before(batch.offset))).unwrap_or(total)
    };
    let emissions_kg = share(measured.emissions);
    let counterfactuals_kg = share(measured.counterfactuals);
    let losses_kg = share(measured.losses);
    let taken_off = [emissions_kg, counterfactuals_kg, losses_kg];
    Some(CarbonRemovalData {
        gross_carbon_removed_kg: taken_off.into_iter().fold(batch.kg, i64::saturating_add),
        net_carbon_removed_kg: batch.kg,
        emissions_kg,
        counterfactuals_kg,
        losses_kg,
    })
}
