//! Deliveries: credits that a supplier hands over against an order.

use super::credit_batch::CreditBatchQuantity;
use super::id::{DeliveryId, OrderId, OrganisationId, SupplierId};
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{NonEmptyList, Note, NullWhenOmitted, Optional, Timestamp};
use super::supplier::Supplier;
use super::table::model;

model! {
    /// Credits that a supplier has delivered against an order.
    ///
    /// `GET /deliveries/{id}`, `GET /deliveries`, `GET /orders/{id}/deliveries`,
    /// `GET /suppliers/{id}/deliveries`, `POST /deliveries`
    pub struct Delivery {
        /// Its id.
        pub id: DeliveryId,
        /// When the credits changed hands.
        pub delivered_at: Timestamp,
        /// The order that it is counted against.
        pub order_id: OrderId,
        /// The supplier who delivered.
        pub from_supplier: Supplier,
        /// The organisation that received the credits.
        pub to_organisation: Organisation,
        /// How much was delivered.
        pub credit_batch_size_total: CreditQuantity,
        /// The address of its page on the registry's site.
        pub url: String,
        /// A public note; `null` if there is none.
        pub notes: Option<String>,
    }
}

model! {
    /// What to deliver against which order.
    ///
    /// `POST /deliveries`
    pub struct CreateDeliveryRequest {
        /// The batches to deliver, and how much of each.
        pub credit_batch_quantities: NonEmptyList<CreditBatchQuantity>,
        /// The order to deliver against. It must be an order to your own supplier.
        pub order_id: OrderId,
        /// A public note of at most 256 code points. Sent as `null` when omitted.
        pub notes: NullWhenOmitted<Note>,
    }
}

model! {
    /// Filters for a list of deliveries.
    ///
    /// `GET /deliveries`
    #[derive(Default)]
    pub struct DeliveryFilters {
        /// Made by this supplier.
        pub from_supplier_id: Optional<Option<SupplierId>>,
        /// Made to this organisation.
        pub to_organisation_id: Optional<Option<OrganisationId>>,
    }
}
