//! Suppliers, their projects, orders, deliveries and issuances.

use super::operations;
use crate::model::delivery::Delivery;
use crate::model::id::SupplierId;
use crate::model::issuance::Issuance;
use crate::model::order::Order;
use crate::model::page::Page;
use crate::model::project::Project;
use crate::model::supplier::Supplier;

operations! {
    /// Suppliers, their projects, orders, deliveries and issuances.
    suppliers {
        /// The supplier that the access token belongs to.
        current: Private Get "/supplier" () -> Supplier;

        /// A supplier by its id; `null` if there is none.
        get: Public Get "/suppliers/{id}" (id: SupplierId) -> Option<Supplier>;

        /// All suppliers.
        list: Public Get "/suppliers" (page) -> Page<Supplier>;

        /// The projects that a supplier runs, newest first.
        projects: Public Get "/suppliers/{id}/projects" (id: SupplierId, page) -> Page<Project>;

        /// The orders that a supplier has received, newest first.
        orders: Private Get "/suppliers/{id}/orders" (id: SupplierId, page) -> Page<Order>;

        /// The deliveries that a supplier has made, newest first.
        deliveries: Public Get "/suppliers/{id}/deliveries" (id: SupplierId, page) -> Page<Delivery>;

        /// The issuances to a supplier, newest first.
        issuances: Public Get "/suppliers/{id}/issuances" (id: SupplierId, page) -> Page<Issuance>;
    }
}
