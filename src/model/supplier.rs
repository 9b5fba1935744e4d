//! Suppliers: who removes carbon dioxide and is issued credits for it.

use super::id::SupplierId;
use super::location::Location;
use super::organisation::Organisation;
use super::table::model;

model! {
    /// A company that removes carbon dioxide, is issued credits for it and delivers them to buyers.
    ///
    /// `GET /supplier`, `GET /suppliers/{id}`, `GET /suppliers`
    pub struct Supplier {
        /// Its id as a supplier.
        pub id: SupplierId,
        /// What it does, in a sentence; `null` where it has not said.
        pub short_description: Option<String>,
        /// What it does, at length; `null` where it has not said.
        pub long_description: Option<String>,
        /// The organisation that it is as an owner of credits.
        pub organisation: Organisation,
        /// Where it is based; `null` where that is not on record.
        pub location: Option<Location>,
    }
}
