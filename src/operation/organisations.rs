//! Organisations, their credits and their orders.

use super::operations;
use crate::model::balance::OrganisationCreditBalance;
use crate::model::credit_batch::{CreditBatch, CreditBatchFilters};
use crate::model::id::OrganisationId;
use crate::model::order::Order;
use crate::model::organisation::Organisation;
use crate::model::page::Page;

operations! {
    /// Organisations, their credits and their orders.
    organisations {
        /// The organisation that the access token belongs to.
        current: Private Get "/organisation" () -> Organisation;

        /// An organisation by its id; `null` if there is none.
        get: Public Get "/organisations/{id}" (id: OrganisationId) -> Option<Organisation>;

        /// The orders that an organisation has placed, newest first.
        orders: Private Get "/organisations/{id}/orders" (id: OrganisationId, page) -> Page<Order>;

        /// The credits of an organisation, active and retired: in total, and by supplier, project and order.
        creditBalance: Private Get "/organisations/{id}/credit_balance" (id: OrganisationId)
            -> OrganisationCreditBalance;

        /// The credit batches that an organisation owns or that were retired in its name, by time of issuance, newest
        /// first. Without a `status` filter, `split` batches are left out.
        creditBatches: Private Get "/organisations/{id}/credit_batches"
            (id: OrganisationId, filters: CreditBatchFilters) -> Page<CreditBatch>;
    }
}
