//! Issuances, orders, deliveries, transfers, retirements and refunds.

use isometric_registry::model::delivery::Delivery;
use isometric_registry::model::id::{BufferPoolRefundId, TransferId};
use isometric_registry::model::issuance::Issuance;
use isometric_registry::model::order::{Order, OrderStatus};
use isometric_registry::model::refund::BufferPoolRefund;
use isometric_registry::model::retirement::Retirement;
use isometric_registry::model::transfer::Transfer;

use super::{View, quantity};
use crate::ledger::arena::{DeliveryNo, IssuanceNo, OrderNo, RefundNo, RetirementNo, TransferNo};

impl View<'_> {
    pub(crate) fn issuance(&self, number: IssuanceNo) -> Option<Issuance> {
        let issuance = self.0.books.issuances.get(number)?;
        let project = self.0.books.projects.get(issuance.project)?;
        let kg = issuance.supplier_kg.saturating_add(issuance.buffer_pool_kg);
        Some(Issuance {
            id: self.issuance_id(number),
            issued_at: issuance.issued_at.timestamp(),
            supplier: self.supplier(project.supplier)?,
            project_id: self.project_id(issuance.project),
            reporting_period_start_at: issuance.reporting_period_start.date(),
            reporting_period_end_at: issuance.reporting_period_end.date(),
            supplier_credit_batch_size_total: quantity(issuance.supplier_kg),
            buffer_pool_credit_batch_size_total: quantity(issuance.buffer_pool_kg),
            credit_batch_size_total: quantity(kg),
        })
    }

    pub(crate) fn order(&self, number: OrderNo) -> Option<Order> {
        let order = self.0.books.orders.get(number)?;
        Some(Order {
            id: self.order_id(number),
            effective_contract_date: order.effective_contract_date.date(),
            fulfilled_at: order.fulfilled_at.map(|moment| moment.timestamp()),
            buyer_organisation: self.organisation(order.buyer)?,
            supplier: self.supplier(order.supplier)?,
            status: match order.delivered_kg {
                0 => OrderStatus::Placed,
                kg if kg < order.ordered_kg => OrderStatus::InProgress,
                _ => OrderStatus::Completed,
            },
            credits_ordered: quantity(order.ordered_kg),
            credits_delivered: quantity(order.delivered_kg),
        })
    }

    pub(crate) fn delivery(&self, number: DeliveryNo) -> Option<Delivery> {
        let delivery = self.0.books.deliveries.get(number)?;
        let order = self.0.books.orders.get(delivery.order)?;
        Some(Delivery {
            id: self.delivery_id(number),
            delivered_at: delivery.at.timestamp(),
            order_id: self.order_id(delivery.order),
            from_supplier: self.supplier(order.supplier)?,
            to_organisation: self.organisation(order.buyer)?,
            credit_batch_size_total: quantity(delivery.kg),
            url: self.page("deliveries", number),
            notes: delivery.notes.clone(),
        })
    }

    pub(crate) fn transfer(&self, number: TransferNo) -> Option<Transfer> {
        let transfer = self.0.books.transfers.get(number)?;
        Some(Transfer {
            id: TransferId(self.0.id(number)),
            transferred_at: transfer.at.timestamp(),
            from_organisation: self.organisation(transfer.from)?,
            to_organisation: self.organisation(transfer.to)?,
            credit_batch_size_total: quantity(transfer.kg),
            notes: transfer.notes.clone(),
        })
    }

    pub(crate) fn retirement(&self, number: RetirementNo) -> Option<Retirement> {
        let retirement = self.0.books.retirements.get(number)?;
        Some(Retirement {
            id: self.retirement_id(number),
            retired_at: retirement.at.timestamp(),
            purposes: retirement.purposes.clone(),
            beneficiary: self.organisation(retirement.beneficiary)?,
            owner: self.organisation(retirement.owner)?,
            credit_batch_size_total: quantity(retirement.kg),
            url: self.page("retirements", number),
            notes: retirement.notes.clone(),
        })
    }

    pub(crate) fn refund(&self, number: RefundNo) -> Option<BufferPoolRefund> {
        let refund = self.0.books.refunds.get(number)?;
        Some(BufferPoolRefund {
            id: BufferPoolRefundId(self.0.id(number)),
            refunded_at: refund.at.timestamp(),
            from_buffer_pool_organisation: self.organisation(refund.from)?,
            to_organisation: self.organisation(refund.to)?,
            credit_batch_size_total: quantity(refund.kg),
            notes: refund.notes.clone(),
        })
    }
}
