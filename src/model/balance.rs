//! Balances: how many credits an organisation has, active and retired.

use super::id::{OrderId, ProjectId, SupplierId};
use super::quantity::CreditQuantity;
use super::table::model;

model! {
    /// A quantity of credits, divided into active and retired.
    pub struct CreditBalance {
        /// Credits that can still be delivered, transferred or retired.
        pub active_credits_total: CreditQuantity,
        /// Credits that have been retired.
        pub retired_credits_total: CreditQuantity,
    }
}

model! {
    /// An organisation's credits from one supplier.
    pub struct SupplierCreditBalance {
        /// The supplier.
        pub supplier_id: SupplierId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// An organisation's credits from one project.
    pub struct ProjectCreditBalance {
        /// The project.
        pub project_id: ProjectId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// An organisation's credits that were delivered against one order.
    pub struct OrderCreditBalance {
        /// The order.
        pub order_id: OrderId,
        /// The credits.
        pub total: CreditBalance,
    }
}

model! {
    /// All credits of an organisation, in total and by supplier, project and order.
    ///
    /// `GET /organisations/{id}/credit_balance`
    pub struct OrganisationCreditBalance {
        /// All of the organisation's credits.
        pub total: CreditBalance,
        /// The same credits by the supplier they were issued to.
        pub supplier_balances: Vec<SupplierCreditBalance>,
        /// The same credits by the project they were issued for.
        pub project_balances: Vec<ProjectCreditBalance>,
        /// The delivered credits by order. Credits acquired without an order are not included.
        pub order_balances: Vec<OrderCreditBalance>,
    }
}
