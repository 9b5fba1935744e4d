//! Retirements, which cannot be undone.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::id::RetirementId;
use crate::model::page::{ListResource, Page};
use crate::model::retirement::{
    CreateRetirementByBatchRequest, CreateRetirementOldestCreditsRequest, Retirement,
    RetirementFilters,
};

operations! {
    /// Retirements, which cannot be undone.
    retirements {
        /// All retirements, the newest first.
        list: Public Get "/retirements" (filters: RetirementFilters) -> Page<Retirement>;

        /// Retires credits of the batches that you name, whole or in part. This cannot be undone.
        create: Private Post "/retirements" (body: CreateRetirementByBatchRequest) -> Retirement;

        /// Retires the oldest credits of a supplier that the owner has, of one vintage or one order
        /// if you say so. This cannot be undone.
        createFromOldestCredits: Private Post "/retirements/from_oldest_credits"
            (body: CreateRetirementOldestCreditsRequest) -> Retirement;

        /// A retirement by its id.
        get: Public Get "/retirements/{id}" (id: RetirementId) -> Retirement;

        /// The credit batches that a retirement took.
        creditBatches: Public Get "/retirements/{id}/credit_batches" (id: RetirementId)
            -> ListResource<CreditBatch>;
    }
}
