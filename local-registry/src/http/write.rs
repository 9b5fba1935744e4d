//! The operations that act.

use isometric_registry::model::beneficiary::{
    CreateIndividualBeneficiary, CreateOrganizationBeneficiary,
};
use isometric_registry::model::stripe::StripeCheckoutResponse;

use super::{Answer, Call, Fault, checkout_page, json};
use crate::ledger::Contact;
use crate::ledger::refusal::Refusal;

pub(super) fn answer(call: &mut Call<'_>) -> Answer {
    let (by, now) = (call.caller()?, call.now);
    match call.operation.name {
        "deliveries.create" => {
            let number = call.ledger.deliver(by, &call.read_body()?, now)?;
            json(&call.view().delivery(number))
        }
        "transfers.create" => {
            let number = call.ledger.transfer(by, &call.read_body()?, now)?;
            json(&call.view().transfer(number))
        }
        "retirements.create" => {
            let number = call.ledger.retire(by, &call.read_body()?, now)?;
            json(&call.view().retirement(number))
        }
        "retirements.createFromOldestCredits" => {
            let number = call.ledger.retire_oldest(by, &call.read_body()?, now)?;
            json(&call.view().retirement(number))
        }
        "beneficiaries.create" => create_beneficiary(call),
        "stripe.createCheckoutSession" => {
            let number = call.ledger.begin_checkout(by, &call.read_body()?, now)?;
            let session = checkout_page::session(call.ledger, number);
            let redirect_url = format!("{}/stripe/checkout/{session}", call.base_url);
            json(&StripeCheckoutResponse { redirect_url })
        }
        name => Err(Fault::Status(501, format!("`{name}` is not answered here."))),
    }
}

fn create_beneficiary(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let has = |property: &str| call.body.get(property).is_some();
    if has("beneficiary_domain") && has("beneficiary_email") {
        let message = "Give a domain for an organisation or an e-mail address for a person.";
        return Err(Refusal::at("beneficiary_email", message).into());
    }
    let beneficiary = if has("beneficiary_email") {
        let new: CreateIndividualBeneficiary = call.read_body()?;
        let contact = Contact::Email(&new.beneficiary_email.0);
        call.ledger.add_beneficiary(by, &new.beneficiary_name.0, contact)?
    } else {
        let new: CreateOrganizationBeneficiary = call.read_body()?;
        let contact = Contact::Domain(&new.beneficiary_domain.0);
        call.ledger.add_beneficiary(by, &new.beneficiary_name.0, contact)?
    };
    json(&call.view().own_organisation(beneficiary))
}
