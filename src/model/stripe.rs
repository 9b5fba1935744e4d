//! Buying credits from a supplier by card, through Stripe.

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
    /// A purchase of credits, to be paid on a Stripe page.
    ///
    /// `POST /stripe/checkout`
    pub struct CreateStripeCheckoutSessionRequest {
        /// How much to buy, in kilograms.
        pub quantity_kg: KilogramsInput,
        /// How often.
        pub frequency: StripeSubscriptionFrequency,
        /// That the buyer accepts Isometric's terms; required.
        pub isometric_terms_and_conditions_accepted: Accepted,
        /// That the buyer accepts the supplier's terms; required.
        pub supplier_terms_and_conditions_accepted: Accepted,
        /// The e-mail address prefilled on the payment page. If omitted, the page asks for it.
        pub customer_email: Optional<Option<String>>,
        /// Where the buyer is sent after payment.
        pub success_url: String,
        /// Where the buyer is sent if the payment is cancelled or fails.
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
    /// A supplier's settings for card payments.
    ///
    /// `GET /stripe/configuration`
    pub struct SupplierStripeConfiguration {
        /// Its id.
        pub id: SupplierStripeConfigurationId,
        /// The supplier's Stripe account.
        pub account_id: String,
        /// The supplier's price for removing a tonne, as decimal text in `currency`; `null` until it is set.
        pub credit_product_price_per_tonne: Option<String>,
        /// Isometric's price for verifying a tonne, as decimal text in `currency`; `null` until it is set.
        pub verification_product_price_per_tonne: Option<String>,
        /// The currency of both prices, ISO 4217; `null` until it is set.
        pub currency: Option<String>,
        /// The address of Isometric's terms.
        pub isometric_terms_and_conditions_url: String,
    }
}
