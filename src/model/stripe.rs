//! Buying credits of a supplier by card, through Stripe.

use super::id::SupplierStripeConfigurationId;
use super::open_enum::open_enum;
use super::scalar::{Accepted, KilogramsInput, Optional};
use super::table::model;

open_enum! {
    /// How often a purchase is repeated.
    pub enum StripeSubscriptionFrequency {
        /// Once.
        OneTime = "one_time",
        /// Every month.
        Monthly = "monthly",
        /// Every year.
        Yearly = "yearly",
    }
}

model! {
    /// A purchase of credits to be paid on a page of Stripe's.
    ///
    /// `POST /stripe/checkout`
    pub struct CreateStripeCheckoutSessionRequest {
        /// How much to buy, in kilograms.
        pub quantity_kg: KilogramsInput,
        /// How often.
        pub frequency: StripeSubscriptionFrequency,
        /// That the buyer accepts Isometric's terms; without it nothing is sold.
        pub isometric_terms_and_conditions_accepted: Accepted,
        /// That the buyer accepts the supplier's terms; without it nothing is sold.
        pub supplier_terms_and_conditions_accepted: Accepted,
        /// The address that the payment page starts with. Without it, the page asks.
        pub customer_email: Optional<Option<String>>,
        /// Where the buyer goes once it is paid.
        pub success_url: String,
        /// Where the buyer goes when it is cancelled or fails.
        pub cancel_url: String,
    }
}

model! {
    /// Where to send the buyer to pay.
    ///
    /// `POST /stripe/checkout`
    pub struct StripeCheckoutResponse {
        /// The address of the payment page.
        pub redirect_url: String,
    }
}

model! {
    /// How a supplier sells by card.
    ///
    /// `GET /stripe/configuration`
    pub struct SupplierStripeConfiguration {
        /// Its id.
        pub id: SupplierStripeConfigurationId,
        /// The supplier's account with Stripe.
        pub account_id: String,
        /// The supplier's price of removing a tonne, as decimal text in `currency`; `null` until it is set.
        pub credit_product_price_per_tonne: Option<String>,
        /// Isometric's price of verifying a tonne, as decimal text in `currency`; `null` until it is set.
        pub verification_product_price_per_tonne: Option<String>,
        /// The currency of both prices, ISO 4217; `null` until it is set.
        pub currency: Option<String>,
        /// Where Isometric's terms can be read.
        pub isometric_terms_and_conditions_url: String,
    }
}
