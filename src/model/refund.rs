//! Refunds: credits returned from a buffer pool.

use super::id::BufferPoolRefundId;
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::Timestamp;
use super::table::model;

model! {
    /// Credits returned from a buffer pool.
    ///
    /// `GET /refunds/{id}`
    pub struct BufferPoolRefund {
        /// Its id.
        pub id: BufferPoolRefundId,
        /// When the credits were returned.
        pub refunded_at: Timestamp,
        /// The buffer pool that returned them.
        pub from_buffer_pool_organisation: Organisation,
        /// The organisation that received them.
        pub to_organisation: Organisation,
        /// The amount returned.
        pub credit_batch_size_total: CreditQuantity,
        /// The reason.
        pub notes: String,
    }
}
