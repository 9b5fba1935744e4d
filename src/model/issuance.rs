//! Issuances: the moments at which credits come to be.

use super::credit_batch::CreditBatch;
use super::id::{IssuanceId, ProjectId};
use super::quantity::CreditQuantity;
use super::scalar::{CalendarDate, Timestamp};
use super::supplier::Supplier;
use super::table::model;

model! {
    /// Credits issued to a supplier for what a project removed in a reporting period.
    ///
    /// `GET /issuances/{id}`, `GET /issuances`, `GET /suppliers/{id}/issuances`
    pub struct Issuance {
        /// Its id.
        pub id: IssuanceId,
        /// When the credits were issued.
        pub issued_at: Timestamp,
        /// Who removed the carbon.
        pub supplier: Supplier,
        /// The project that removed it.
        pub project_id: ProjectId,
        /// The first day of the reporting period.
        pub reporting_period_start_at: CalendarDate,
        /// The last day of the reporting period.
        pub reporting_period_end_at: CalendarDate,
        /// The part that went to the supplier.
        pub supplier_credit_batch_size_total: CreditQuantity,
        /// The part that went into the supplier's buffer pool.
        pub buffer_pool_credit_batch_size_total: CreditQuantity,
        /// Both parts together.
        pub credit_batch_size_total: CreditQuantity,
    }
}

model! {
    /// The credit batches of an issuance as they were issued. Those that were divided since are
    /// listed as `split`.
    ///
    /// `GET /issuances/{id}/credit_batches`
    pub struct IssuanceCreditBatches {
        /// The issuance.
        pub issuance_id: IssuanceId,
        /// The batches that went to the supplier.
        pub supplier_credit_batches: Vec<CreditBatch>,
        /// How much went to the supplier.
        pub supplier_credit_batch_size_total: CreditQuantity,
        /// The batches that went into the supplier's buffer pool.
        pub buffer_pool_credit_batches: Vec<CreditBatch>,
        /// How much went into the supplier's buffer pool.
        pub buffer_pool_credit_batch_size_total: CreditQuantity,
        /// All of it.
        pub credit_batch_size_total: CreditQuantity,
    }
}
