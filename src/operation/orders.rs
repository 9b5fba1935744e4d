//! Orders and what has been delivered against them.

use super::operations;
use crate::model::delivery::Delivery;
use crate::model::id::OrderId;
use crate::model::order::Order;
use crate::model::page::Page;

operations! {
    /// Orders and what has been delivered against them.
    orders {
        /// An order by its id.
        get: Private Get "/orders/{id}" (id: OrderId) -> Order;

        /// What has been delivered against an order, the newest first.
        deliveries: Private Get "/orders/{id}/deliveries" (id: OrderId, page) -> Page<Delivery>;
    }
}
