//! Organisations: whoever owns credits or has them retired in its name.

use super::id::OrganisationId;
use super::table::model;

model! {
    /// A party of the registry: a buyer, a beneficiary, a supplier's account or a buffer pool.
    ///
    /// `GET /organisation`, `GET /organisations/{id}`, `GET /beneficiaries`, `GET /transferees`
    pub struct Organisation {
        /// Its id.
        pub id: OrganisationId,
        /// The name that the registry shows.
        pub name: String,
        /// Its internet domain; `null` where none is on record, as for an individual.
        pub domain: Option<String>,
    }
}
