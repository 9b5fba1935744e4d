//! Orders and their deliveries.

use super::operations;
use crate::model::delivery::Delivery;
use crate::model::id::OrderId;
use crate::model::order::Order;
use crate::model::page::Page;

operations! {
    /// Orders and their deliveries.
    orders {
        /// An order by its id.
        get: Private Get "/orders/{id}" (id: OrderId) -> Order;

        /// The deliveries against an order, newest first.
        deliveries: Private Get "/orders/{id}/deliveries" (id: OrderId, page) -> Page<Delivery>;
    }
}
