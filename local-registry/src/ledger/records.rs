//! The ledger's records: one struct per kind. Everything else is derived from these.

use isometric_registry::model::project::{Pathway, ProjectStatus};
use isometric_registry::model::retirement::RetirementPurpose;
use isometric_registry::model::scalar::CalendarDate;
use isometric_registry::model::stripe::StripeSubscriptionFrequency;
use serde::{Deserialize, Serialize};

use super::arena::{
    BatchNo, DeliveryNo, IssuanceNo, OrderNo, OrganisationNo, ProjectNo, RemovalNo, RetirementNo,
    SupplierNo,
};
use crate::calendar::{Day, Moment};
use crate::input::input;

/// An organisation's role in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Role {
    Buyer,
    Supplier(SupplierNo),
    BufferPool(SupplierNo),
    /// One that is only a beneficiary.
    Beneficiary,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Organisation {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) domain: Option<String>,
    pub(crate) email: Option<String>,
    /// Whether it has credentials.
    pub(crate) account: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Supplier {
    pub(crate) organisation: OrganisationNo,
    pub(crate) buffer_pool: OrganisationNo,
    pub(crate) short_description: Option<String>,
    pub(crate) long_description: Option<String>,
    pub(crate) location: Option<Place>,
    pub(crate) stripe: Option<NewStripeConfiguration>,
}

/// A geographic location.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) country_code: String,
    pub(crate) country_name: String,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    #[serde(default)]
    pub(crate) description: Option<String>,
}

input! {
    /// A supplier's settings for card payments.
    pub(crate) struct NewStripeConfiguration {
        /// Its account at Stripe.
        account_id: String,
        /// The price of a credit, as decimal text: `180.00`.
        credit_product_price_per_tonne: Option<String>,
        /// The price of verifying a credit, as decimal text.
        verification_product_price_per_tonne: Option<String>,
        /// ISO 4217, such as `USD`.
        currency: Option<String>,
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Project {
    pub(crate) supplier: SupplierNo,
    pub(crate) name: String,
    pub(crate) status: ProjectStatus,
    pub(crate) short_code: String,
    pub(crate) process_key: String,
    pub(crate) pathway: Pathway,
    pub(crate) protocol_slug: String,
    pub(crate) country_code: String,
    pub(crate) validator_name: Option<String>,
    pub(crate) current_verifier_name: Option<String>,
    pub(crate) crediting_period_start: Option<CalendarDate>,
    pub(crate) crediting_period_end: Option<CalendarDate>,
    pub(crate) location: Option<Place>,
    pub(crate) ccp_approved: bool,
    /// Whether it is left out of the public record.
    pub(crate) hidden: bool,
    pub(crate) totals: ProjectTotals,
}

/// Kilograms of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProjectTotals {
    pub(crate) issued: i64,
    pub(crate) issued_to_buffer_pool: i64,
    pub(crate) retired: i64,
    pub(crate) retired_from_buffer_pool: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) project: ProjectNo,
    pub(crate) display_name: String,
    pub(crate) url: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Issuance {
    pub(crate) project: ProjectNo,
    pub(crate) issued_at: Moment,
    pub(crate) reporting_period_start: Day,
    pub(crate) reporting_period_end: Day,
    pub(crate) supplier_kg: i64,
    pub(crate) buffer_pool_kg: i64,
    /// Its removals follow each other; this is the first.
    pub(crate) first_removal: RemovalNo,
    pub(crate) removals: u32,
}

/// Carbon removed at one time. Its credits have the numbers from `first_serial`, first the supplier's, then the buffer
/// pool's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Removal {
    pub(crate) issuance: IssuanceNo,
    pub(crate) sequestered_on: Day,
    pub(crate) first_serial: i64,
    pub(crate) supplier_kg: i64,
    pub(crate) buffer_pool_kg: i64,
    pub(crate) measured: Option<Measured>,
    /// The batch that was issued to the supplier. The buffer pool's batch, if any, follows it.
    pub(crate) batch: BatchNo,
}

impl Removal {
    pub(crate) fn kg(&self) -> i64 {
        self.supplier_kg.saturating_add(self.buffer_pool_kg)
    }
}

/// The deductions from the gross removal, in kilograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) emissions: i64,
    pub(crate) counterfactuals: i64,
    pub(crate) losses: i64,
}

/// A run of credits of one removal. Its status is derived from what has happened to it: split, if it has children;
/// retired, if it has a retirement; otherwise active.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) removal: RemovalNo,
    pub(crate) owner: OrganisationNo,
    /// How many credits of the removal come before it, in kilograms.
    pub(crate) offset: i64,
    pub(crate) kg: i64,
    pub(crate) parent: Option<BatchNo>,
    /// The right child has the number after it.
    pub(crate) left_child: Option<BatchNo>,
    pub(crate) delivery: Option<DeliveryNo>,
    pub(crate) retirement: Option<RetirementNo>,
}

/// The status of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Active,
    Split,
    Retired,
}

impl Batch {
    pub(crate) fn status(&self) -> Status {
        match (self.left_child, self.retirement) {
            (Some(_), _) => Status::Split,
            (None, Some(_)) => Status::Retired,
            (None, None) => Status::Active,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) supplier: SupplierNo,
    pub(crate) buyer: OrganisationNo,
    pub(crate) effective_contract_date: Day,
    pub(crate) ordered_kg: i64,
    pub(crate) delivered_kg: i64,
    pub(crate) fulfilled_at: Option<Moment>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) order: OrderNo,
    pub(crate) at: Moment,
    pub(crate) kg: i64,
    pub(crate) notes: Option<String>,
    pub(crate) batches: Vec<BatchNo>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transfer {
    pub(crate) from: OrganisationNo,
    pub(crate) to: OrganisationNo,
    pub(crate) at: Moment,
    pub(crate) kg: i64,
    pub(crate) notes: Option<String>,
    pub(crate) batches: Vec<BatchNo>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Retirement {
    pub(crate) owner: OrganisationNo,
    pub(crate) beneficiary: OrganisationNo,
    pub(crate) at: Moment,
    pub(crate) kg: i64,
    pub(crate) purposes: Vec<RetirementPurpose>,
    pub(crate) notes: Option<String>,
    pub(crate) batches: Vec<BatchNo>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) from: OrganisationNo,
    pub(crate) to: OrganisationNo,
    pub(crate) at: Moment,
    pub(crate) kg: i64,
    pub(crate) notes: String,
    pub(crate) batches: Vec<BatchNo>,
}

/// A card payment that was started.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Checkout {
    pub(crate) supplier: SupplierNo,
    pub(crate) kg: i64,
    pub(crate) frequency: StripeSubscriptionFrequency,
    pub(crate) customer_email: Option<String>,
    pub(crate) success_url: String,
    pub(crate) cancel_url: String,
    /// Its result, once it was paid.
    pub(crate) order: Option<OrderNo>,
}
