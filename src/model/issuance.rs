//! Issuances: the creation of credits.

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
        /// The supplier who removed the carbon.
        pub supplier: Supplier,
        /// The project that removed the carbon.
        pub project_id: ProjectId,
        /// The first day of the reporting period.
        pub reporting_period_start_at: CalendarDate,
        /// The last day of the reporting period.
        pub reporting_period_end_at: CalendarDate,
        /// The amount issued to the supplier.
        pub supplier_credit_batch_size_total: CreditQuantity,
        /// The amount put into the supplier's buffer pool.
        pub buffer_pool_credit_batch_size_total: CreditQuantity,
        /// The sum of both.
        pub credit_batch_size_total: CreditQuantity,
    }
}

model! {
    /// The credit batches of an issuance as they were issued. Batches that have been divided since are listed as
    /// `split`.
    ///
    /// `GET /issuances/{id}/credit_batches`
    pub struct IssuanceCreditBatches {
        /// The issuance.
        pub issuance_id: IssuanceId,
        /// The batches issued to the supplier.
        pub supplier_credit_batches: Vec<CreditBatch>,
        /// The amount issued to the supplier.
        pub supplier_credit_batch_size_total: CreditQuantity,
        /// The batches put into the supplier's buffer pool.
        pub buffer_pool_credit_batches: Vec<CreditBatch>,
        /// The amount put into the supplier's buffer pool.
        pub buffer_pool_credit_batch_size_total: CreditQuantity,
        /// The sum of both.
        pub credit_batch_size_total: CreditQuantity,
    }
}
