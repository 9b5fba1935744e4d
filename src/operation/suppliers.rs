//! Suppliers: what they are, and what they run, owe, deliver and are issued.

use super::operations;
use crate::model::delivery::Delivery;
use crate::model::id::SupplierId;
use crate::model::issuance::Issuance;
use crate::model::order::Order;
use crate::model::page::Page;
use crate::model::project::Project;
use crate::model::supplier::Supplier;

operations! {
    /// Suppliers: what they are, and what they run, owe, deliver and are issued.
    suppliers {
        /// The supplier that the access token belongs to.
        current: Private Get "/supplier" () -> Supplier;

        /// A supplier by its id; `null` where there is none.
        get: Public Get "/suppliers/{id}" (id: SupplierId) -> Option<Supplier>;

        /// All suppliers.
        list: Public Get "/suppliers" (page) -> Page<Supplier>;

        /// The projects that a supplier runs, the newest first.
        projects: Public Get "/suppliers/{id}/projects" (id: SupplierId, page) -> Page<Project>;

        /// The orders that a supplier has received, the newest first.
        orders: Private Get "/suppliers/{id}/orders" (id: SupplierId, page) -> Page<Order>;

        /// The deliveries that a supplier has made, the newest first.
        deliveries: Public Get "/suppliers/{id}/deliveries" (id: SupplierId, page) -> Page<Delivery>;

        /// The issuances that a supplier has received, the newest first.
        issuances: Public Get "/suppliers/{id}/issuances" (id: SupplierId, page) -> Page<Issuance>;
    }
}
