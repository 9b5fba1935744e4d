//! Selling and buying credits by card, through Stripe.

use super::operations;
use crate::model::stripe::{
    CreateStripeCheckoutSessionRequest, StripeCheckoutResponse, SupplierStripeConfiguration,
};

operations! {
    /// Selling and buying credits by card, through Stripe.
    stripe {
        /// Begins a purchase of credits and gives the address of the page on which it is paid.
        createCheckoutSession: Private Post "/stripe/checkout"
            (body: CreateStripeCheckoutSessionRequest) -> StripeCheckoutResponse;

        /// How your organisation sells by card; `null` where it is not set up to.
        configuration: Private Get "/stripe/configuration" () -> SupplierStripeConfiguration,
            404 is null;
    }
}
