//! Organisations: the owners and beneficiaries of credits.

use super::id::OrganisationId;
use super::table::model;

model! {
    /// A party in the registry: a buyer, a beneficiary, a supplier's account or a buffer pool.
    ///
    /// `GET /organisation`, `GET /organisations/{id}`, `GET /beneficiaries`, `GET /transferees`
    pub struct Organisation {
        /// Its id.
        pub id: OrganisationId,
        /// The name shown in the registry.
        pub name: String,
        /// Its internet domain; `null` if none is recorded, as for an individual.
        pub domain: Option<String>,
    }
}
