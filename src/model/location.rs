//! Geographic locations.

use super::scalar::{Latitude, Longitude, Optional};
use super::table::model;

model! {
    /// The location of a supplier or a project.
    pub struct Location {
        /// The country, ISO 3166-1 alpha-3, such as `"GBR"`.
        pub country_code: String,
        /// The country's name in English.
        pub country_name: String,
        /// Degrees north of the equator, -90 to 90.
        pub latitude: Latitude,
        /// Degrees east of Greenwich, -180 to 180.
        pub longitude: Longitude,
        /// A description of the place; missing or `null` if there is none.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | null"))]
        pub description: Optional<Option<String>>,
    }
}
