//! Retirements. A retirement cannot be undone.

use super::operations;
use crate::model::credit_batch::CreditBatch;
use crate::model::id::RetirementId;
use crate::model::page::{ListResource, Page};
use crate::model::retirement::{
    CreateRetirementByBatchRequest, CreateRetirementOldestCreditsRequest, Retirement,
    RetirementFilters,
};

operations! {
    /// Retirements. A retirement cannot be undone.
    retirements {
        /// All retirements, newest first.
        list: Public Get "/retirements" (filters: RetirementFilters) -> Page<Retirement>;

        /// Retires credits from the batches that you name, in whole or in part. This cannot be undone.
        create: Private Post "/retirements" (body: CreateRetirementByBatchRequest) -> Retirement;

        /// Retires a supplier's oldest credits that the owner holds, optionally of one vintage or one order. This
        /// cannot be undone.
        createFromOldestCredits: Private Post "/retirements/from_oldest_credits"
            (body: CreateRetirementOldestCreditsRequest) -> Retirement;

        /// A retirement by its id.
        get: Public Get "/retirements/{id}" (id: RetirementId) -> Retirement;

        /// The credit batches of a retirement.
        creditBatches: Public Get "/retirements/{id}/credit_batches" (id: RetirementId)
            -> ListResource<CreditBatch>;
    }
}
