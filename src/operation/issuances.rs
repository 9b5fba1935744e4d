//! Issuances and their credit batches.

use super::operations;
use crate::model::id::IssuanceId;
use crate::model::issuance::{Issuance, IssuanceCreditBatches};
use crate::model::page::Page;

operations! {
    /// Issuances and their credit batches.
    issuances {
        /// An issuance by its id.
        get: Public Get "/issuances/{id}" (id: IssuanceId) -> Issuance;

        /// All issuances, newest first.
        list: Public Get "/issuances" (page) -> Page<Issuance>;

        /// The credit batches of an issuance as they were issued, both the supplier's and the buffer pool's. Batches
        /// that have been divided since are listed as `split`.
        creditBatches: Public Get "/issuances/{id}/credit_batches" (id: IssuanceId)
            -> IssuanceCreditBatches;
    }
}
