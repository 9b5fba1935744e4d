//! Balances: how many credits an organisation has, active and retired.

use super::id::{OrderId, ProjectId, SupplierId};
use super::quantity::CreditQuantity;
use super::table::model;

model! {
    /// Credits that somebody has, by what has become of them.
    pub struct CreditBalance {
        /// Those that can still be delivered, transferred or retired.
        pub active_credits_total: CreditQuantity,
        /// Those that are retired.
        pub retired_credits_total: CreditQuantity,
    }
}

model! {
    /// The part of an organisation's credits that one supplier was issued.
    pub struct SupplierCreditBalance {
        /// The supplier.
        pub supplier_id: SupplierId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// The part of an organisation's credits that one project was issued.
    pub struct ProjectCreditBalance {
        /// The project.
        pub project_id: ProjectId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// The part of an organisation's credits that one order brought.
    pub struct OrderCreditBalance {
        /// The order.
        pub order_id: OrderId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// All credits of an organisation, and the same by supplier, project and order.
    ///
    /// `GET /organisations/{id}/credit_balance`
    pub struct OrganisationCreditBalance {
        /// All of them.
        pub total: CreditBalance,
        /// By the supplier they were issued to.
        pub supplier_balances: Vec<SupplierCreditBalance>,
        /// By the project they were issued for.
        pub project_balances: Vec<ProjectCreditBalance>,
        /// By the order that brought them. Credits that came without an order are in none.
        pub order_balances: Vec<OrderCreditBalance>,
    }
}
