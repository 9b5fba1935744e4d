//! Refunds from buffer pools.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::id::BufferPoolRefundId;
use crate::model::page::ListResource;
use crate::model::refund::BufferPoolRefund;

operations! {
    /// Refunds from buffer pools.
    refunds {
        /// A refund by its id.
        get: Public Get "/refunds/{id}" (id: BufferPoolRefundId) -> BufferPoolRefund;

        /// The credit batches of a refund.
        creditBatches: Public Get "/refunds/{id}/credit_batches" (id: BufferPoolRefundId)
            -> ListResource<CreditBatch>;
    }
}
