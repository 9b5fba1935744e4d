//! Refunds: credits that come back from a buffer pool.

use super::id::BufferPoolRefundId;
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::Timestamp;
use super::table::model;

model! {
    /// Credits that a buffer pool has given back.
    ///
    /// `GET /refunds/{id}`
    pub struct BufferPoolRefund {
        /// Its id.
        pub id: BufferPoolRefundId,
        /// When the credits came back.
        pub refunded_at: Timestamp,
        /// The buffer pool that gave.
        pub from_buffer_pool_organisation: Organisation,
        /// Who received.
        pub to_organisation: Organisation,
        /// How much came back.
        pub credit_batch_size_total: CreditQuantity,
        /// Why.
        pub notes: String,
    }
}
