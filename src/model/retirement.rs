//! Retirements: credits used up for good, in somebody's name.

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
    /// What a retirement is for.
    pub enum RetirementPurpose {
        /// Towards a company's own climate targets.
        CorporateTargets = "corporate_targets",
        /// To back a public environmental claim.
        PublicEnvironmentalClaims = "public_environmental_claims",
        /// Within the value chain of the one who retires.
        Insetting = "insetting",
        /// Because a regulation asks for it.
        RegulatoryRequirement = "regulatory_requirement",
        /// Anything else.
        Other = "other",
    }
}

model! {
    /// Credits that have been used up for good, in the name of a beneficiary.
    ///
    /// `GET /retirements/{id}`, `GET /retirements`, `POST /retirements`,
    /// `POST /retirements/from_oldest_credits`
    pub struct Retirement {
        /// Its id.
        pub id: RetirementId,
        /// When the credits were retired.
        pub retired_at: Timestamp,
        /// What it is for.
        pub purposes: Vec<RetirementPurpose>,
        /// In whose name.
        pub beneficiary: Organisation,
        /// Who owned the credits.
        pub owner: Organisation,
        /// How much was retired.
        pub credit_batch_size_total: CreditQuantity,
        /// The address of its certificate on the registry's site.
        pub url: String,
        /// A note for everybody to read; `null` where none was left.
        pub notes: Option<String>,
    }
}

model! {
    /// Which batches to retire, for whom and why. A retirement cannot be undone.
    ///
    /// `POST /retirements`
    pub struct CreateRetirementByBatchRequest {
        /// Who owns the credits: your own organisation, as a rule.
        pub owner_organisation_id: OrganisationId,
        /// In whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier whose credits they are. A retirement has credits of one supplier only.
        pub supplier_id: SupplierId,
        /// What the retirement is for, one purpose at least and each once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A note for everybody to read, of at most 256 code points. Sent as `null` when left out.
        pub notes: NullWhenOmitted<Note>,
        /// The batches to retire, and how much of each.
        pub credit_batch_quantities: NonEmptyList<CreditBatchQuantity>,
    }
}

model! {
    /// How much to retire of the oldest credits, for whom and why. A retirement cannot be undone.
    ///
    /// `POST /retirements/from_oldest_credits`
    pub struct CreateRetirementOldestCreditsRequest {
        /// Who owns the credits: your own organisation, as a rule.
        pub owner_organisation_id: OrganisationId,
        /// In whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier whose credits they are. A retirement has credits of one supplier only.
        pub supplier_id: SupplierId,
        /// What the retirement is for, one purpose at least and each once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A note for everybody to read, of at most 256 code points. Sent as `null` when left out.
        pub notes: NullWhenOmitted<Note>,
        /// How much to retire, in kilograms.
        pub credit_quantity_kg: KilogramsInput,
        /// Take only credits of this year. Without it, the oldest of any year are taken.
        pub vintage: Optional<Option<Vintage>>,
        /// Take only credits that this order brought. Without it, those of any order are taken.
        pub order_id: Optional<Option<OrderId>>,
    }
}

model! {
    /// Which retirements to list.
    ///
    /// `GET /retirements`
    #[derive(Default)]
    pub struct RetirementFilters {
        /// In the name of this organisation.
        pub beneficiary_org_id: Optional<Option<OrganisationId>>,
        /// Of credits that this organisation owned.
        pub owner_org_id: Optional<Option<OrganisationId>>,
    }
}
