//! Issuances and the credit batches they brought.

use super::operations;
use crate::model::id::IssuanceId;
use crate::model::issuance::{Issuance, IssuanceCreditBatches};
use crate::model::page::Page;

operations! {
    /// Issuances and the credit batches they brought.
    issuances {
        /// An issuance by its id.
        get: Public Get "/issuances/{id}" (id: IssuanceId) -> Issuance;

        /// All issuances, the newest first.
        list: Public Get "/issuances" (page) -> Page<Issuance>;

        /// The credit batches of an issuance as they were issued: the supplier's, and those of the
        /// buffer pool. Those that were divided since are `split`.
        creditBatches: Public Get "/issuances/{id}/credit_batches" (id: IssuanceId)
            -> IssuanceCreditBatches;
    }
}
