//! Selling and buying credits by card, through Stripe.

use super::operations;
use crate::model::stripe::{
    CreateStripeCheckoutSessionRequest, StripeCheckoutResponse, SupplierStripeConfiguration,
};

operations! {
    /// Selling and buying credits by card, through Stripe.
    stripe {
        /// Starts a purchase of credits and returns the address of its payment page.
        createCheckoutSession: Private Post "/stripe/checkout"
            (body: CreateStripeCheckoutSessionRequest) -> StripeCheckoutResponse;

        /// Your organisation's settings for card payments; `null` if it has none.
        configuration: Private Get "/stripe/configuration" () -> SupplierStripeConfiguration,
            404 is null;
    }
}
