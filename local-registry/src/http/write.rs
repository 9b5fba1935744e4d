//! The write operations.

use isometric_registry::model::Shape;
use isometric_registry::model::beneficiary::{
    CreateIndividualBeneficiary, CreateOrganizationBeneficiary,
};
use isometric_registry::model::stripe::StripeCheckoutResponse;

use super::{Answer, Call, checkout_page, json};
use crate::ledger::Contact;

pub(super) fn deliver(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let number = call.ledger.deliver(by, &call.read_body()?, call.now)?;
    json(&call.view().delivery(number))
}

pub(super) fn transfer(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let number = call.ledger.transfer(by, &call.read_body()?, call.now)?;
    json(&call.view().transfer(number))
}

pub(super) fn retire(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let number = call.ledger.retire(by, &call.read_body()?, call.now)?;
    json(&call.view().retirement(number))
}

pub(super) fn retire_oldest(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let number = call.ledger.retire_oldest(by, &call.read_body()?, call.now)?;
    json(&call.view().retirement(number))
}

pub(super) fn begin_checkout(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let number = call.ledger.begin_checkout(by, &call.read_body()?, call.now)?;
    let session = checkout_page::session(call.ledger, number);
    let redirect_url = format!("{}/stripe/checkout/{session}", call.base_url);
    json(&StripeCheckoutResponse { redirect_url })
}

pub(super) fn create_beneficiary(call: &mut Call<'_>) -> Answer {
    let by = call.caller()?;
    let is_person = call.form.is_some_and(|form| form.shape == Shape::CreateIndividualBeneficiary);
    let beneficiary = if is_person {
        let new: CreateIndividualBeneficiary = call.read_body()?;
        let contact = Contact::Email(&new.beneficiary_email.0);
        call.ledger.add_beneficiary(by, &new.beneficiary_name.0, contact, call.now)?
    } else {
        let new: CreateOrganizationBeneficiary = call.read_body()?;
        let contact = Contact::Domain(&new.beneficiary_domain.0);
        call.ledger.add_beneficiary(by, &new.beneficiary_name.0, contact, call.now)?
    };
    json(&call.view().own_organisation(beneficiary))
}
