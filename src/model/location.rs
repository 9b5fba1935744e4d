//! Places on the map.

use super::scalar::{Latitude, Longitude, Optional};
use super::table::model;

model! {
    /// Where a supplier or a project is.
    pub struct Location {
        /// The country, ISO 3166-1 alpha-3, such as `"GBR"`.
        pub country_code: String,
        /// The country's name in English.
        pub country_name: String,
        /// Degrees north of the equator, -90 to 90.
        pub latitude: Latitude,
        /// Degrees east of Greenwich, -180 to 180.
        pub longitude: Longitude,
        /// The place in words; missing or `null` where nobody has described it.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "string | null"))]
        pub description: Optional<Option<String>>,
    }
}
