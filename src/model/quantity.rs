//! Quantities of credits. One credit is one tonne, 1000 kg, of carbon dioxide removed.

use super::table::model;

model! {
    /// An amount of credits, in both of the registry's units. 1 credit is 1000 kg.
    pub struct CreditQuantity {
        /// The amount in credits, to three decimal places. For display; use `credit_kgs` in calculations.
        pub credits: f64,
        /// The amount in kilograms, exact.
        pub credit_kgs: i64,
    }
}
