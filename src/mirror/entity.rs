//! The contents of a copy: the kinds of records, with their models.

use crate::model::credit_batch::CreditBatch;
use crate::model::delivery::Delivery;
use crate::model::issuance::Issuance;
use crate::model::organisation::Organisation;
use crate::model::project::{Project, ProjectDocument};
use crate::model::retirement::Retirement;
use crate::model::supplier::Supplier;
use crate::model::table::{Model, Table};
use crate::model::transfer::Transfer;

/// Declares the kinds of records: the name of their table, their model, and the columns that laws need.
macro_rules! entities {
    ( $( $(#[doc = $doc:literal])* $name:ident = $table:literal, $model:ty, [$( $strict:literal ),*]; )* ) => {
        /// A kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Entity { $( $(#[doc = $doc])* $name, )* }

        impl Entity {
            /// Every kind.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// The name of its table in a store.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$name => $table, )* }
            }

            /// The name of the table for rows that have been read but not published.
            #[must_use]
            pub const fn staged(self) -> &'static str {
                match self { $( Self::$name => concat!("staged_", $table), )* }
            }

            /// The structure of a record on the wire.
            #[must_use]
            pub const fn model(self) -> &'static Table {
                match self { $( Self::$name => <$model>::TABLE, )* }
            }

            /// The columns that laws need: a record without them is not stored.
            #[must_use]
            pub const fn strict(self) -> &'static [&'static str] {
                match self { $( Self::$name => &[$( $strict ),*], )* }
            }
        }
    };
}

entities! {
    /// `GET /suppliers`
    Suppliers = "suppliers", Supplier, ["id", "organisation_id"];
    /// `GET /projects`
    Projects = "projects", Project, [
        "id", "supplier_id", "issued_credits_total_kg", "retired_credits_total_kg",
        "issued_buffer_pool_credits_total_kg", "retired_buffer_pool_credits_total_kg"
    ];
    /// `GET /projects/{id}/documents`
    Documents = "documents", ProjectDocument, ["id", "project_id"];
    /// `GET /issuances`
    Issuances = "issuances", Issuance, [
        "id", "supplier_id", "supplier_organisation_id", "project_id", "supplier_credit_batch_size_total_kg",
        "buffer_pool_credit_batch_size_total_kg", "credit_batch_size_total_kg"
    ];
    /// `GET /deliveries`
    Deliveries = "deliveries", Delivery, [
        "id", "delivered_at", "delivered_at_us", "from_supplier_id", "to_organisation_id", "credit_batch_size_total_kg"
    ];
    /// `GET /transfers`
    Transfers = "transfers", Transfer, [
        "id", "transferred_at", "transferred_at_us", "from_organisation_id", "to_organisation_id",
        "credit_batch_size_total_kg"
    ];
    /// `GET /retirements`
    Retirements = "retirements", Retirement, ["id", "owner_id", "credit_batch_size_total_kg"];
    /// Named by issuances, deliveries, transfers and retirements, and by each other.
    CreditBatches = "credit_batches", CreditBatch, [
        "id", "status", "size_kg", "supplier_id", "parent_id", "left_child_id", "right_child_id",
        "issuance_id", "delivery_id", "retirement_id", "owner_id", "project_id"
    ];
    /// Named by all of these; there is no list of them.
    Organisations = "organisations", Organisation, ["id"];
}

impl Entity {
    /// The kind with this table.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|entity| entity.name() == name)
    }

    /// Whether its records name credit batches.
    #[must_use]
    pub const fn has_batches(self) -> bool {
        matches!(self, Self::Issuances | Self::Deliveries | Self::Transfers | Self::Retirements)
    }

    /// The operation that lists its records.
    #[must_use]
    pub const fn list_operation(self) -> Option<&'static str> {
        Some(match self {
            Self::Suppliers => "suppliers.list",
            Self::Projects => "projects.list",
            Self::Documents => "projects.documents",
            Self::Issuances => "issuances.list",
            Self::Deliveries => "deliveries.list",
            Self::Transfers => "transfers.list",
            Self::Retirements => "retirements.list",
            Self::CreditBatches | Self::Organisations => return None,
        })
    }

    /// The operation that returns the batches of one of its records.
    #[must_use]
    pub const fn batches_operation(self) -> Option<&'static str> {
        Some(match self {
            Self::Issuances => "issuances.creditBatches",
            Self::Deliveries => "deliveries.creditBatches",
            Self::Transfers => "transfers.creditBatches",
            Self::Retirements => "retirements.creditBatches",
            _ => return None,
        })
    }
}
