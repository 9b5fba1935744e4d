//! Projects and their documents.

use super::id::{ProjectDocumentId, ProjectId};
use super::location::Location;
use super::open_enum::open_enum;
use super::quantity::CreditQuantity;
use super::scalar::CalendarDate;
use super::supplier::Supplier;
use super::table::model;

open_enum! {
    /// How far a project has come on its way to being validated.
    pub enum ProjectStatus {
        /// Being written.
        Draft = "draft",
        /// Shown to the public before validation.
        Preview = "preview",
        /// With the validator.
        UnderValidation = "under_validation",
        /// Found to follow its protocol; credits can be issued.
        Validated = "validated",
        /// Found not to follow its protocol.
        ValidationUnsuccessful = "validation_unsuccessful",
        /// Given up.
        Cancelled = "cancelled",
    }
}

open_enum! {
    /// The way in which carbon dioxide is removed.
    pub enum Pathway {
        /// Carbon that plants took up, stored for good.
        BiomassCarbonRemovalAndStorage = "biomass_carbon_removal_and_storage",
        /// Taken from the air by machines.
        DirectAirCapture = "direct_air_capture",
        /// Ground rock that binds carbon as it weathers.
        EnhancedWeathering = "enhanced_weathering",
        /// Bound in minerals.
        CarbonMineralization = "carbon_mineralization",
        /// Growing forest.
        Reforestation = "reforestation",
        /// Taken up by the sea.
        Marine = "marine",
        /// Gases far stronger than carbon dioxide, destroyed.
        Superpollutants = "superpollutants",
    }
}

model! {
    /// An undertaking that removes carbon dioxide by one process in one place.
    ///
    /// `GET /projects/{id}`, `GET /projects`, `GET /suppliers/{id}/projects`
    pub struct Project {
        /// Its id.
        pub id: ProjectId,
        /// Its name.
        pub name: String,
        /// Who runs it.
        pub supplier: Supplier,
        /// How far its validation is.
        pub status: ProjectStatus,
        /// A few letters and digits that name the project and no other, such as `"F5X7"`.
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
        /// Who validates it; `null` until somebody is assigned.
        pub validator_name: Option<String>,
        /// Who verifies it at present; `null` until somebody is assigned.
        pub current_verifier_name: Option<String>,
        /// The first day of its crediting period; `null` until that is set.
        pub crediting_period_start: Option<CalendarDate>,
        /// The last day of its crediting period; `null` until that is set.
        pub crediting_period_end: Option<CalendarDate>,
        /// All credits ever issued to it, those put into the buffer pool included.
        pub issued_credits_total: CreditQuantity,
        /// Those of its credits that have been retired, those in the buffer pool included.
        pub retired_credits_total: CreditQuantity,
        /// Those of its credits that were put into the supplier's buffer pool when issued.
        pub issued_buffer_pool_credits_total: CreditQuantity,
        /// Those of its credits that have been retired from the supplier's buffer pool.
        pub retired_buffer_pool_credits_total: CreditQuantity,
        /// Where it is; `null` where that is not on record.
        pub location: Option<Location>,
    }
}

model! {
    /// A document that a project has published.
    ///
    /// `GET /projects/{id}/documents`
    pub struct ProjectDocument {
        /// Its id.
        pub id: ProjectDocumentId,
        /// The title to show.
        pub display_name: String,
        /// The project it belongs to.
        pub project_id: ProjectId,
        /// Where it can be downloaded.
        pub url: String,
    }
}
