//! Credit batches, one by one.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::id::CreditBatchId;

operations! {
    /// Credit batches, one by one.
    creditBatches {
        /// A credit batch by its id.
        get: Public Get "/credit_batches/{id}" (id: CreditBatchId) -> CreditBatch;
    }
}
