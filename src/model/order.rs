//! Orders: credits that buyers have contracted to buy.

use super::id::OrderId;
use super::open_enum::open_enum;
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{CalendarDate, Timestamp};
use super::supplier::Supplier;
use super::table::model;

open_enum! {
    /// How much of an order has been delivered.
    pub enum OrderStatus {
        /// Nothing has been delivered.
        Placed = "placed",
        /// A part has been delivered.
        InProgress = "in_progress",
        /// All of it has been delivered.
        Completed = "completed",
    }
}

model! {
    /// Credits that a buyer has ordered from a supplier.
    ///
    /// `GET /orders/{id}`, `GET /organisations/{id}/orders`, `GET /suppliers/{id}/orders`
    pub struct Order {
        /// Its id.
        pub id: OrderId,
        /// The day on which the contract took effect.
        pub effective_contract_date: CalendarDate,
        /// When the order was completed; `null` until then.
        pub fulfilled_at: Option<Timestamp>,
        /// The buyer.
        pub buyer_organisation: Organisation,
        /// The supplier who is to deliver.
        pub supplier: Supplier,
        /// The status of its delivery.
        pub status: OrderStatus,
        /// How much was ordered.
        pub credits_ordered: CreditQuantity,
        /// How much has been delivered.
        pub credits_delivered: CreditQuantity,
    }
}
