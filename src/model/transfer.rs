//! Transfers: credits that one organisation passes to another without an order.

use super::credit_batch::CreditBatchQuantity;
use super::id::{OrganisationId, SupplierId, TransferId};
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{NonEmptyList, Note, NullWhenOmitted, Optional, Timestamp};
use super::table::model;

model! {
    /// Credits that one organisation has transferred to another.
    ///
    /// `GET /transfers/{id}`, `GET /transfers`, `POST /transfers`
    pub struct Transfer {
        /// Its id.
        pub id: TransferId,
        /// When the credits changed hands.
        pub transferred_at: Timestamp,
        /// The organisation that transferred the credits.
        pub from_organisation: Organisation,
        /// The organisation that received them.
        pub to_organisation: Organisation,
        /// How much was transferred.
        pub credit_batch_size_total: CreditQuantity,
        /// A public note; `null` if there is none.
        pub notes: Option<String>,
    }
}

model! {
    /// What to transfer, from whom and to whom.
    ///
    /// `POST /transfers`
    pub struct CreateTransferRequest {
        /// The batches to transfer, and how much of each. All must come from one supplier.
        pub credit_batch_quantities: NonEmptyList<CreditBatchQuantity>,
        /// The owner of the credits: usually your own organisation.
        pub from_organisation_id: OrganisationId,
        /// The recipient: one of `transferees.list()`.
        pub to_organisation_id: OrganisationId,
        /// The supplier of the credits.
        pub supplier_id: SupplierId,
        /// A public note of at most 256 code points. Sent as `null` when omitted.
        pub notes: NullWhenOmitted<Note>,
    }
}

model! {
    /// Filters for a list of transfers.
    ///
    /// `GET /transfers`
    #[derive(Default)]
    pub struct TransferFilters {
        /// Sent by this organisation.
        pub from_organisation_id: Optional<Option<OrganisationId>>,
        /// Received by this organisation.
        pub to_organisation_id: Optional<Option<OrganisationId>>,
    }
}
