//! Deliveries: a supplier hands credits over against an order.

use isometric_registry::model::delivery::CreateDeliveryRequest;

use super::arena::{DeliveryNo, OrderNo, OrganisationNo};
use super::index::Facet;
use super::records::{Batch, Delivery};
use super::refusal::Refusal;
use super::selection::Selection;
use super::{Ledger, by_time, note};
use crate::calendar::Moment;

impl Ledger {
    /// Delivers batches that the supplier was issued and still owns.
    pub(crate) fn deliver(
        &mut self,
        by: OrganisationNo,
        request: &CreateDeliveryRequest,
        now: Moment,
    ) -> Result<DeliveryNo, Refusal> {
        let number = self.named("order_id", &request.order_id.0)?;
        let order = self.books.orders.found(number)?;
        let supplier = self.books.suppliers.get(order.supplier);
        if supplier.is_none_or(|supplier| supplier.organisation != by) {
            let message = "Only the supplier of an order delivers against it.";
            return Err(Refusal::Forbidden(message.to_owned()));
        }
        let quantities = &request.credit_batch_quantities.0;
        let selection = self.select_named(by, order.supplier, quantities, undelivered)?;
        self.record_delivery(number, selection, note(&request.notes), now)
    }

    /// Delivers the oldest credits of the supplier that have not been delivered before.
    pub(crate) fn deliver_oldest(
        &mut self,
        number: OrderNo,
        kg: i64,
        notes: Option<&str>,
        now: Moment,
    ) -> Result<DeliveryNo, Refusal> {
        let supplier = self.books.orders.found(number)?.supplier;
        let owner = self.books.suppliers.found(supplier)?.organisation;
        let fresh = |batch: &Batch| undelivered(batch).is_ok();
        let selection = self.select_oldest(owner, Facet::Supplier(supplier), kg, fresh)?;
        self.record_delivery(number, selection, notes.map(str::to_owned), now)
    }

    /// Records a selection as delivered against an order, if it does not exceed the rest of the order.
    fn record_delivery(
        &mut self,
        order_number: OrderNo,
        selection: Selection,
        notes: Option<String>,
        now: Moment,
    ) -> Result<DeliveryNo, Refusal> {
        let order = self.books.orders.found(order_number)?;
        let (supplier, buyer, ordered) = (order.supplier, order.buyer, order.ordered_kg);
        let left = ordered.saturating_sub(order.delivered_kg);
        if selection.kg > left {
            let message = format!(
                "These are {} kg, and there are {left} kg of the order left to deliver.",
                selection.kg
            );
            return Err(Refusal::at("credit_batch_quantities", message));
        }
        self.check_room::<DeliveryNo>()?;
        let at = self.stamp(now);
        let delivery =
            Delivery { order: order_number, at, kg: selection.kg, notes, batches: Vec::new() };
        let number = self.record(delivery, at)?;
        let batches = self.take(&selection.parts, at, |batch| {
            batch.owner = buyer;
            batch.delivery = Some(number);
        });
        if let Some(delivery) = self.books.deliveries.get_mut(number) {
            delivery.batches = batches;
        }
        if let Some(order) = self.books.orders.get_mut(order_number) {
            order.delivered_kg = order.delivered_kg.saturating_add(selection.kg);
            order.fulfilled_at = (order.delivered_kg == ordered).then_some(at);
        }
        let order = by_time::<DeliveryNo>(&self.books);
        self.index.add_delivery(number, order_number, supplier, buyer, &order);
        Ok(number)
    }
}

/// A batch is delivered once: its record has room for one delivery.
fn undelivered(batch: &Batch) -> Result<(), String> {
    match batch.delivery {
        Some(_) => Err("The batch has been delivered before.".to_owned()),
        None => Ok(()),
    }
}
