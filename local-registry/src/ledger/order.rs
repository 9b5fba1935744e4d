//! Orders: a buyer contracts to buy credits from a supplier.

use isometric_registry::model::id::{OrganisationId, SupplierId};
use isometric_registry::model::scalar::CalendarDate;

use super::Ledger;
use super::arena::{OrderNo, OrganisationNo, SupplierNo};
use super::index::List;
use super::project::check_day;
use super::records::Order;
use super::refusal::Refusal;
use crate::calendar::{Day, Moment};
use crate::input::input;

input! {
    /// A new order.
    pub(crate) struct NewOrder {
        /// The supplier.
        supplier_id: SupplierId,
        /// The buyer.
        buyer_organisation_id: OrganisationId,
        /// The quantity, in kilograms.
        credit_quantity_kg: i64,
        /// The day on which it takes effect. Default: today.
        effective_contract_date: Option<CalendarDate>,
    }
}

impl Ledger {
    /// Places an order.
    pub(crate) fn place_order(&mut self, new: &NewOrder, now: Moment) -> Result<OrderNo, Refusal> {
        let supplier = self.named("supplier_id", &new.supplier_id.0)?;
        let buyer = self.named("buyer_organisation_id", &new.buyer_organisation_id.0)?;
        let date = check_day("effective_contract_date", new.effective_contract_date.as_ref())?;
        self.check_buyer(buyer, supplier)?;
        if new.credit_quantity_kg < 1 {
            return Err(Refusal::at("credit_quantity_kg", "Order 1 kg or more."));
        }
        self.record_order(supplier, buyer, new.credit_quantity_kg, date, now)
    }

    pub(super) fn check_buyer(
        &self,
        buyer: OrganisationNo,
        supplier: SupplierNo,
    ) -> Result<(), Refusal> {
        let own = self.books.suppliers.get(supplier).map(|supplier| supplier.organisation);
        if own == Some(buyer) || !self.can_own(buyer) {
            let message = "A buyer is another organisation that can own credits.";
            return Err(Refusal::at("buyer_organisation_id", message));
        }
        Ok(())
    }

    pub(super) fn record_order(
        &mut self,
        supplier: SupplierNo,
        buyer: OrganisationNo,
        ordered_kg: i64,
        date: Option<Day>,
        now: Moment,
    ) -> Result<OrderNo, Refusal> {
        let at = self.moment(now);
        let order = Order {
            supplier,
            buyer,
            effective_contract_date: date.unwrap_or(at.day()),
            ordered_kg,
            delivered_kg: 0,
            fulfilled_at: None,
        };
        let number = self.record(order, at)?;
        self.stamp(now);
        self.index.append(List::BuyerOrders(buyer), number);
        self.index.append(List::SupplierOrders(supplier), number);
        Ok(number)
    }
}
