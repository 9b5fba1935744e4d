//! Retirements: credits used up permanently, in a beneficiary's name.

use super::credit_batch::CreditBatchQuantity;
use super::id::{OrderId, OrganisationId, RetirementId, SupplierId};
use super::open_enum::open_enum;
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{
    KilogramsInput, NonEmptyList, NonEmptyUniqueList, Note, NullWhenOmitted, Optional, Timestamp,
    Vintage,
};
use super::table::model;

open_enum! {
    /// The purpose of a retirement.
    pub enum RetirementPurpose {
        /// A company's own climate targets.
        CorporateTargets = "corporate_targets",
        /// To support a public environmental claim.
        PublicEnvironmentalClaims = "public_environmental_claims",
        /// Within the owner's value chain.
        Insetting = "insetting",
        /// Compliance with a regulation.
        RegulatoryRequirement = "regulatory_requirement",
        /// Any other purpose.
        Other = "other",
    }
}

model! {
    /// Credits that have been used up permanently, in the name of a beneficiary.
    ///
    /// `GET /retirements/{id}`, `GET /retirements`, `POST /retirements`,
    /// `POST /retirements/from_oldest_credits`
    pub struct Retirement {
        /// Its id.
        pub id: RetirementId,
        /// When the credits were retired.
        pub retired_at: Timestamp,
        /// Its purposes.
        pub purposes: Vec<RetirementPurpose>,
        /// The organisation in whose name the credits were retired.
        pub beneficiary: Organisation,
        /// The organisation that owned the credits.
        pub owner: Organisation,
        /// The amount retired.
        pub credit_batch_size_total: CreditQuantity,
        /// The address of its certificate on the registry's site.
        pub url: String,
        /// A public note; `null` if there is none.
        pub notes: Option<String>,
    }
}

model! {
    /// Which batches to retire, for whom and why. A retirement cannot be undone.
    ///
    /// `POST /retirements`
    pub struct CreateRetirementByBatchRequest {
        /// The owner of the credits: usually your own organisation.
        pub owner_organisation_id: OrganisationId,
        /// The organisation in whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier of the credits. All credits of a retirement come from one supplier.
        pub supplier_id: SupplierId,
        /// The purposes of the retirement: at least one, each only once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A public note of at most 256 code points. Sent as `null` when omitted.
        pub notes: NullWhenOmitted<Note>,
        /// The batches to retire, and how much of each.
        pub credit_batch_quantities: NonEmptyList<CreditBatchQuantity>,
    }
}

model! {
    /// How much to retire from the oldest credits, for whom and why. A retirement cannot be undone.
    ///
    /// `POST /retirements/from_oldest_credits`
    pub struct CreateRetirementOldestCreditsRequest {
        /// The owner of the credits: usually your own organisation.
        pub owner_organisation_id: OrganisationId,
        /// The organisation in whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier of the credits. All credits of a retirement come from one supplier.
        pub supplier_id: SupplierId,
        /// The purposes of the retirement: at least one, each only once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A public note of at most 256 code points. Sent as `null` when omitted.
        pub notes: NullWhenOmitted<Note>,
        /// How much to retire, in kilograms.
        pub credit_quantity_kg: KilogramsInput,
        /// Retire only credits of this vintage. By default, the oldest of any vintage.
        pub vintage: Optional<Option<Vintage>>,
        /// Retire only credits delivered against this order. By default, those of any order.
        pub order_id: Optional<Option<OrderId>>,
    }
}

model! {
    /// Filters for a list of retirements.
    ///
    /// `GET /retirements`
    #[derive(Default)]
    pub struct RetirementFilters {
        /// In the name of this organisation.
        pub beneficiary_org_id: Optional<Option<OrganisationId>>,
        /// Of credits owned by this organisation.
        pub owner_org_id: Optional<Option<OrganisationId>>,
    }
}
