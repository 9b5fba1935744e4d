//! Transfers: credits that pass from one organisation to another without an order.

use super::credit_batch::CreditBatchQuantity;
use super::id::{OrganisationId, SupplierId, TransferId};
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{NonEmptyList, Note, NullWhenOmitted, Optional, Timestamp};
use super::table::model;

model! {
    /// Credits that one organisation has handed to another.
    ///
    /// `GET /transfers/{id}`, `GET /transfers`, `POST /transfers`
    pub struct Transfer {
        /// Its id.
        pub id: TransferId,
        /// When the credits changed hands.
        pub transferred_at: Timestamp,
        /// Who gave.
        pub from_organisation: Organisation,
        /// Who received.
        pub to_organisation: Organisation,
        /// How much was transferred.
        pub credit_batch_size_total: CreditQuantity,
        /// A note for everybody to read; `null` where none was left.
        pub notes: Option<String>,
    }
}

model! {
    /// What to transfer, from whom and to whom.
    ///
    /// `POST /transfers`
    pub struct CreateTransferRequest {
        /// The batches to transfer, and how much of each. All from one supplier.
        pub credit_batch_quantities: NonEmptyList<CreditBatchQuantity>,
        /// Who gives: your own organisation, as a rule.
        pub from_organisation_id: OrganisationId,
        /// Who receives: one of `transferees.list()`.
        pub to_organisation_id: OrganisationId,
        /// The supplier whose credits they are.
        pub supplier_id: SupplierId,
        /// A note for everybody to read, of at most 256 code points. Sent as `null` when left out.
        pub notes: NullWhenOmitted<Note>,
    }
}

model! {
    /// Which transfers to list.
    ///
    /// `GET /transfers`
    #[derive(Default)]
    pub struct TransferFilters {
        /// Given by this organisation.
        pub from_organisation_id: Optional<Option<OrganisationId>>,
        /// Received by this organisation.
        pub to_organisation_id: Optional<Option<OrganisationId>>,
    }
}
