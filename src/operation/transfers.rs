//! Transfers between organisations.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::id::TransferId;
use crate::model::page::{ListResource, Page};
use crate::model::transfer::{CreateTransferRequest, Transfer, TransferFilters};

operations! {
    /// Transfers between organisations.
    transfers {
        /// All transfers, newest first.
        list: Public Get "/transfers" (filters: TransferFilters) -> Page<Transfer>;

        /// Transfers credits of your organisation to another, in whole batches or parts of them. All credits must come
        /// from one supplier.
        create: Private Post "/transfers" (body: CreateTransferRequest) -> Transfer;

        /// A transfer by its id.
        get: Public Get "/transfers/{id}" (id: TransferId) -> Transfer;

        /// The credit batches of a transfer.
        creditBatches: Public Get "/transfers/{id}/credit_batches" (id: TransferId)
            -> ListResource<CreditBatch>;
    }
}
