//! Deliveries against orders.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::delivery::{CreateDeliveryRequest, Delivery, DeliveryFilters};
use crate::model::id::DeliveryId;
use crate::model::page::{ListResource, Page};

operations! {
    /// Deliveries against orders.
    deliveries {
        /// All deliveries, newest first.
        list: Public Get "/deliveries" (filters: DeliveryFilters) -> Page<Delivery>;

        /// Delivers credits against an order. From then on the credits belong to the buyer.
        create: Private Post "/deliveries" (body: CreateDeliveryRequest) -> Delivery;

        /// A delivery by its id.
        get: Public Get "/deliveries/{id}" (id: DeliveryId) -> Delivery;

        /// The credit batches of a delivery as they were delivered. Batches that have been divided since are listed as
        /// `split`.
        creditBatches: Public Get "/deliveries/{id}/credit_batches" (id: DeliveryId)
            -> ListResource<CreditBatch>;
    }
}
