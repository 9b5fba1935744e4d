//! Suppliers: companies that remove carbon dioxide and are issued credits for it.

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
        /// A one-sentence description; `null` if there is none.
        pub short_description: Option<String>,
        /// A longer description; `null` if there is none.
        pub long_description: Option<String>,
        /// The organisation through which it owns credits.
        pub organisation: Organisation,
        /// Where it is based; `null` if that is not recorded.
        pub location: Option<Location>,
    }
}
