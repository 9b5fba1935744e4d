//! Checkouts: a supplier sells credits by card.
//!
//! A supplier that is set up for it starts a checkout, and its customer pays. The credits are then ordered, and
//! delivered at once if the supplier has enough.

use isometric_registry::model::format::is_email;
use isometric_registry::model::stripe::CreateStripeCheckoutSessionRequest;

use super::Ledger;
use super::arena::{CheckoutNo, OrderNo, OrganisationNo, SupplierNo};
use super::records::{Checkout, Organisation, Role};
use super::refusal::Refusal;
use crate::calendar::Moment;

/// The payment of a checkout.
#[derive(Debug, Clone, Default)]
pub(crate) struct Payment {
    /// The buyer, if it is in the registry. Otherwise one is created for the customer.
    pub(crate) buyer_organisation_id: Option<String>,
    /// The customer's address, if the checkout did not include it.
    pub(crate) customer_email: Option<String>,
}

/// The buyer of a checkout.
enum Buyer {
    Known(OrganisationNo),
    New { email: Option<String> },
}

impl Ledger {
    /// Starts a checkout.
    pub(crate) fn begin_checkout(
        &mut self,
        by: OrganisationNo,
        request: &CreateStripeCheckoutSessionRequest,
        now: Moment,
    ) -> Result<CheckoutNo, Refusal> {
        let Some(supplier) = self.stripe_supplier(by) else {
            let message = "The organisation is not a supplier that is set up for Stripe Connect.";
            return Err(Refusal::Forbidden(message.to_owned()));
        };
        let customer_email = request.customer_email.0.clone().flatten();
        if customer_email.as_deref().is_some_and(|email| !is_email(email)) {
            return Err(Refusal::at("customer_email", "This is not an e-mail address."));
        }
        for (property, url) in
            [("success_url", &request.success_url), ("cancel_url", &request.cancel_url)]
        {
            if !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) {
                return Err(Refusal::at(property, "An address starts with https:// or http://."));
            }
        }
        let checkout = Checkout {
            supplier,
            kg: request.quantity_kg.0,
            frequency: request.frequency.clone(),
            customer_email,
            success_url: request.success_url.clone(),
            cancel_url: request.cancel_url.clone(),
            order: None,
        };
        let number = self.record(checkout, now)?;
        self.stamp(now);
        Ok(number)
    }

    /// Completes a checkout: orders the credits, and delivers them if there are enough.
    pub(crate) fn complete_checkout(
        &mut self,
        number: CheckoutNo,
        payment: &Payment,
        now: Moment,
    ) -> Result<OrderNo, Refusal> {
        let checkout = self.books.checkouts.found(number)?.clone();
        if checkout.order.is_some() {
            return Err(Refusal::Conflict("The checkout has been completed already.".to_owned()));
        }
        let buyer = match self.buyer(&checkout, payment)? {
            Buyer::Known(buyer) => buyer,
            Buyer::New { email } => {
                let customer = Organisation {
                    role: Role::Buyer,
                    name: "Customer by card".to_owned(),
                    domain: None,
                    email,
                    account: false,
                };
                self.record_organisation(customer, now)?
            }
        };
        let order = self.record_order(checkout.supplier, buyer, checkout.kg, None, now)?;
        if let Some(checkout) = self.books.checkouts.get_mut(number) {
            checkout.order = Some(order);
        }
        // There are not enough credits: the order stays open.
        let _ = self.deliver_oldest(order, checkout.kg, Some("Bought by card."), now);
        Ok(order)
    }

    fn buyer(&self, checkout: &Checkout, payment: &Payment) -> Result<Buyer, Refusal> {
        if let Some(id) = &payment.buyer_organisation_id {
            let buyer = self.named("buyer_organisation_id", id)?;
            self.check_buyer(buyer, checkout.supplier)?;
            return Ok(Buyer::Known(buyer));
        }
        let email = payment.customer_email.as_ref().or(checkout.customer_email.as_ref());
        if email.is_some_and(|email| !is_email(email)) {
            return Err(Refusal::at("customer_email", "This is not an e-mail address."));
        }
        match email.and_then(|email| self.contact(email)) {
            Some(buyer) if self.check_buyer(buyer, checkout.supplier).is_ok() => {
                Ok(Buyer::Known(buyer))
            }
            Some(_) => {
                let message = "The organisation of this e-mail address cannot buy.";
                Err(Refusal::at("customer_email", message))
            }
            None => Ok(Buyer::New { email: email.cloned() }),
        }
    }

    /// The organisation's supplier, if it sells by card.
    pub(crate) fn stripe_supplier(&self, organisation: OrganisationNo) -> Option<SupplierNo> {
        let supplier = self.supplier_of(organisation)?;
        self.books.suppliers.get(supplier)?.stripe.as_ref().map(|_| supplier)
    }
}
