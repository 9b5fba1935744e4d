//! The data of the registry: one file per concept.
//!
//! A model is declared once, by the `model!` macro. The declaration generates the struct, its serde implementation, its
//! TypeScript (with the doc comments) and the [`Table`](table::Table) used to decode responses and to check requests.
//! To add a model, declare it and name it in the list below.
//! the list below.

pub mod balance;
pub mod beneficiary;
pub mod credit_batch;
pub mod delivery;
pub mod format;
pub mod id;
pub mod issuance;
pub mod location;
mod open_enum;
pub mod order;
pub mod organisation;
pub mod page;
pub mod project;
pub mod quantity;
pub mod refund;
pub mod retirement;
pub mod scalar;
pub mod stripe;
pub mod supplier;
pub mod table;
pub mod transfer;
pub mod validation;

use table::{EnumTable, Model, Table};

/// Lists the models: numbers their shapes and returns their tables and TypeScript by number.
macro_rules! models {
    ( $( $module:ident::$name:ident, )* ) => {
        /// The number of a model's list of property names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Shape {
            $(
                #[doc = concat!("That of `", stringify!($name), "`.")]
                $name,
            )*
            /// The shape of every page of a list.
            Page,
            /// The shape of every list that is returned whole.
            ListResource,
        }

        /// The tables of all models, in the order of their shapes; the generic lists come last.
        pub const MODELS: &[&Table] = &[ $( <$module::$name as Model>::TABLE, )* ];

        /// The declarations of all models in TypeScript.
        #[cfg(not(target_arch = "wasm32"))]
        pub const MODEL_DECLARATIONS: &[&str] = &[
            $( <$module::$name as tsify::Tsify>::DECL, )*
            <page::Page<()> as tsify::Tsify>::DECL,
            <page::ListResource<()> as tsify::Tsify>::DECL,
        ];
    };
}

models! {
    organisation::Organisation,
    quantity::CreditQuantity,
    location::Location,
    supplier::Supplier,
    project::Project,
    project::ProjectDocument,
    credit_batch::CarbonRemovalData,
    credit_batch::CreditBatch,
    credit_batch::CreditBatchQuantity,
    credit_batch::CreditBatchFilters,
    balance::CreditBalance,
    balance::SupplierCreditBalance,
    balance::ProjectCreditBalance,
    balance::OrderCreditBalance,
    balance::OrganisationCreditBalance,
    issuance::Issuance,
    issuance::IssuanceCreditBatches,
    order::Order,
    delivery::Delivery,
    delivery::CreateDeliveryRequest,
    delivery::DeliveryFilters,
    transfer::Transfer,
    transfer::CreateTransferRequest,
    transfer::TransferFilters,
    refund::BufferPoolRefund,
    retirement::Retirement,
    retirement::CreateRetirementByBatchRequest,
    retirement::CreateRetirementOldestCreditsRequest,
    retirement::RetirementFilters,
    beneficiary::CreateOrganizationBeneficiary,
    beneficiary::CreateIndividualBeneficiary,
    stripe::CreateStripeCheckoutSessionRequest,
    stripe::StripeCheckoutResponse,
    stripe::SupplierStripeConfiguration,
    validation::ValidationIssue,
    validation::HTTPValidationError,
    page::PageInfo,
    page::PageParams,
}

/// Lists the open enums.
macro_rules! enums {
    ( $( $module:ident::$name:ident, )* ) => {
        /// All open enums.
        pub const ENUMS: &[&EnumTable] = &[ $( $module::$name::TABLE, )* ];

        /// The declarations of all open enums in TypeScript.
        #[cfg(not(target_arch = "wasm32"))]
        pub const ENUM_DECLARATIONS: &[&str] = &[ $( $module::$name::DECLARATION, )* ];
    };
}

enums! {
    project::ProjectStatus,
    project::Pathway,
    credit_batch::CreditBatchStatus,
    credit_batch::CreditBatchSortField,
    credit_batch::SortDirection,
    order::OrderStatus,
    retirement::RetirementPurpose,
    stripe::StripeSubscriptionFrequency,
}
