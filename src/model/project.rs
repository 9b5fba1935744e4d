//! Projects and their documents.

use super::id::{ProjectDocumentId, ProjectId};
use super::location::Location;
use super::open_enum::open_enum;
use super::quantity::CreditQuantity;
use super::scalar::CalendarDate;
use super::supplier::Supplier;
use super::table::model;

open_enum! {
    /// The stage of a project's validation.
    pub enum ProjectStatus {
        /// Draft.
        Draft = "draft",
        /// Open for public comment before validation.
        Preview = "preview",
        /// Being validated.
        UnderValidation = "under_validation",
        /// Validated: it follows its protocol, and credits can be issued.
        Validated = "validated",
        /// Not validated: it does not follow its protocol.
        ValidationUnsuccessful = "validation_unsuccessful",
        /// Withdrawn.
        Cancelled = "cancelled",
    }
}

open_enum! {
    /// The method by which carbon dioxide is removed.
    pub enum Pathway {
        /// Carbon captured by plants and stored permanently.
        BiomassCarbonRemovalAndStorage = "biomass_carbon_removal_and_storage",
        /// Captured from the air by machines.
        DirectAirCapture = "direct_air_capture",
        /// Bound by ground rock as it weathers.
        EnhancedWeathering = "enhanced_weathering",
        /// Bound in minerals.
        CarbonMineralization = "carbon_mineralization",
        /// Captured by growing forests.
        Reforestation = "reforestation",
        /// Absorbed by the sea.
        Marine = "marine",
        /// Destruction of gases much stronger than carbon dioxide.
        Superpollutants = "superpollutants",
    }
}

model! {
    /// A project that removes carbon dioxide by one process in one place.
    ///
    /// `GET /projects/{id}`, `GET /projects`, `GET /suppliers/{id}/projects`
    pub struct Project {
        /// Its id.
        pub id: ProjectId,
        /// Its name.
        pub name: String,
        /// The supplier who runs it.
        pub supplier: Supplier,
        /// The stage of its validation.
        pub status: ProjectStatus,
        /// A unique short code of letters and digits, such as `"F5X7"`.
        pub short_code: String,
        /// The address of its page on the registry's site.
        pub url: String,
        /// The process by which it removes carbon.
        pub process_key: String,
        /// The pathway that the process belongs to.
        pub pathway: Pathway,
        /// The protocol it follows, as a slug.
        pub protocol_slug: String,
        /// The country it is in, ISO 3166-1 alpha-3, such as `"GBR"`.
        pub country_code: String,
        /// The validation body; `null` until one is assigned.
        pub validator_name: Option<String>,
        /// The current verification body; `null` until one is assigned.
        pub current_verifier_name: Option<String>,
        /// The first day of its crediting period; `null` until it is set.
        pub crediting_period_start: Option<CalendarDate>,
        /// The last day of its crediting period; `null` until it is set.
        pub crediting_period_end: Option<CalendarDate>,
        /// All credits ever issued for it, including those in the buffer pool.
        pub issued_credits_total: CreditQuantity,
        /// Its retired credits, including those in the buffer pool.
        pub retired_credits_total: CreditQuantity,
        /// The credits put into the supplier's buffer pool at issuance.
        pub issued_buffer_pool_credits_total: CreditQuantity,
        /// The credits retired from the supplier's buffer pool.
        pub retired_buffer_pool_credits_total: CreditQuantity,
        /// Its location; `null` if it is not recorded.
        pub location: Option<Location>,
    }
}

model! {
    /// A document published by a project.
    ///
    /// `GET /projects/{id}/documents`
    pub struct ProjectDocument {
        /// Its id.
        pub id: ProjectDocumentId,
        /// Its title.
        pub display_name: String,
        /// The project it belongs to.
        pub project_id: ProjectId,
        /// The address to download it from.
        pub url: String,
    }
}
