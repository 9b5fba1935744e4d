//! Organisations, suppliers and beneficiaries.

use super::Ledger;
use super::arena::{OrganisationNo, SupplierNo};
use super::index::List;
use super::records::{NewStripeConfiguration, Organisation, Place, Role, Supplier};
use super::refusal::{Problem, Refusal};
use crate::calendar::Moment;
use crate::input::input;

/// The longest name or domain, in code points.
const LONGEST: usize = 256;

input! {
    /// A new organisation: a buyer.
    pub(crate) struct NewOrganisation {
        /// Its name.
        name: String,
        /// Its internet domain, which must be unique.
        domain: Option<String>,
    }
}

input! {
    /// A new supplier.
    pub(crate) struct NewSupplier {
        /// Its name.
        name: String,
        /// Its internet domain, which must be unique.
        domain: Option<String>,
        /// A one-sentence description.
        short_description: Option<String>,
        /// A longer description.
        long_description: Option<String>,
        /// Its location.
        location: Option<Place>,
        /// Its settings for card payments, if it has any.
        stripe_configuration: Option<NewStripeConfiguration>,
    }
}

impl Ledger {
    /// Adds a buyer.
    pub(crate) fn add_organisation(
        &mut self,
        new: NewOrganisation,
        account: bool,
        now: Moment,
    ) -> Result<OrganisationNo, Refusal> {
        check_text("name", &new.name)?;
        self.check_contact("domain", new.domain.as_deref())?;
        let NewOrganisation { name, domain } = new;
        let organisation = Organisation { role: Role::Buyer, name, domain, email: None, account };
        self.record_organisation(organisation, now)
    }

    /// Adds a supplier, its account and its buffer pool.
    pub(crate) fn add_supplier(
        &mut self,
        new: NewSupplier,
        account: bool,
        now: Moment,
    ) -> Result<SupplierNo, Refusal> {
        check_text("name", &new.name)?;
        self.check_contact("domain", new.domain.as_deref())?;
        check_location(new.location.as_ref())?;
        let prices = new.stripe_configuration.iter().flat_map(|stripe| {
            [&stripe.credit_product_price_per_tonne, &stripe.verification_product_price_per_tonne]
        });
        if prices.flatten().any(|price| !is_price(price)) {
            return Err(Refusal::at(
                "stripe_configuration",
                "A price is decimal text: `\"180.00\"`.",
            ));
        }
        let number = self.books.suppliers.next().ok_or_else(Refusal::full)?;
        let of_supplier = Organisation {
            role: Role::Supplier(number),
            name: new.name.clone(),
            domain: new.domain,
            email: None,
            account,
        };
        let of_pool = Organisation {
            role: Role::BufferPool(number),
            name: format!("{} buffer pool", new.name),
            domain: None,
            email: None,
            account: false,
        };
        let supplier = Supplier {
            organisation: self.record_organisation(of_supplier, now)?,
            buffer_pool: self.record_organisation(of_pool, now)?,
            short_description: new.short_description,
            long_description: new.long_description,
            location: new.location,
            stripe: new.stripe_configuration,
        };
        let number = self.record(supplier, now)?;
        self.index.append(List::Suppliers, number);
        Ok(number)
    }

    /// Adds a beneficiary for an organisation, identified by domain or e-mail address.
    pub(crate) fn add_beneficiary(
        &mut self,
        by: OrganisationNo,
        name: &str,
        contact: Contact<'_>,
        now: Moment,
    ) -> Result<OrganisationNo, Refusal> {
        check_text("beneficiary_name", name)?;
        let (domain, email) = match contact {
            Contact::Domain(domain) => {
                check_text("beneficiary_domain", domain)?;
                (Some(domain.to_owned()), None)
            }
            Contact::Email(email) => (None, Some(email.to_owned())),
        };
        self.check_contact("", domain.as_deref().or(email.as_deref()))?;
        let role = Role::Beneficiary;
        let name = name.to_owned();
        let new = Organisation { role, name, domain, email, account: false };
        let beneficiary = self.record_organisation(new, now)?;
        self.befriend(by, beneficiary);
        Ok(beneficiary)
    }

    /// Lets one organisation retire in another's name.
    pub(crate) fn befriend(&mut self, owner: OrganisationNo, beneficiary: OrganisationNo) {
        if !self.is_beneficiary(owner, beneficiary) {
            self.books.beneficiaries.push((owner, beneficiary));
            self.index.append(List::Beneficiaries(owner), beneficiary);
        }
    }

    /// Whether one organisation can retire in another's name.
    pub(crate) fn is_beneficiary(
        &self,
        owner: OrganisationNo,
        beneficiary: OrganisationNo,
    ) -> bool {
        self.index.list(List::Beneficiaries(owner)).contains(beneficiary)
    }

    /// The organisation with this domain or e-mail address.
    pub(crate) fn contact(&self, text: &str) -> Option<OrganisationNo> {
        self.contacts.get(&text.to_ascii_lowercase()).copied()
    }

    pub(super) fn record_organisation(
        &mut self,
        organisation: Organisation,
        now: Moment,
    ) -> Result<OrganisationNo, Refusal> {
        let number = self.record(organisation, now)?;
        self.enter_organisation(number);
        Ok(number)
    }

    pub(super) fn enter_organisation(&mut self, number: OrganisationNo) {
        let Some(organisation) = self.books.organisations.get(number) else { return };
        let contact = organisation.domain.as_ref().or(organisation.email.as_ref());
        if let Some(contact) = contact {
            self.contacts.insert(contact.to_ascii_lowercase(), number);
        }
        if self.can_own(number) {
            self.index.append(List::Participants, number);
        }
    }

    fn check_contact(&self, property: &str, contact: Option<&str>) -> Result<(), Refusal> {
        let Some(contact) = contact else { return Ok(()) };
        if !property.is_empty() {
            check_text(property, contact)?;
        }
        match self.contact(contact) {
            Some(_) => {
                let message =
                    "An organisation with this domain or e-mail address is there already.";
                Err(Refusal::Conflict(message.to_owned()))
            }
            None => Ok(()),
        }
    }
}

/// What identifies a beneficiary.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Contact<'a> {
    Domain(&'a str),
    Email(&'a str),
}

/// Whether a text is a price: digits, with two or so after a point.
fn is_price(text: &str) -> bool {
    let (units, cents) = text.split_once('.').unwrap_or((text, "0"));
    [units, cents].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Rejects a text that is empty or too long to show.
pub(super) fn check_text(property: &str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::at(property, "A text that is not blank is needed."));
    }
    if text.chars().nth(LONGEST).is_some() {
        return Err(Refusal::at(property, format!("At most {LONGEST} characters are possible.")));
    }
    Ok(())
}

pub(super) fn check_location(location: Option<&Place>) -> Result<(), Refusal> {
    let Some(location) = location else { return Ok(()) };
    let mut problems = Vec::new();
    if check_country(&location.country_code).is_err() {
        problems.push(Problem::at("location", "`country_code` is three capital letters: `GBR`."));
    }
    if !(-90.0..=90.0).contains(&location.latitude) {
        problems.push(Problem::at("location", "`latitude` is from -90 to 90."));
    }
    if !(-180.0..=180.0).contains(&location.longitude) {
        problems.push(Problem::at("location", "`longitude` is from -180 to 180."));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

pub(super) fn check_country(code: &str) -> Result<(), Refusal> {
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Refusal::at("country_code", "A country is three capital letters, ISO 3166-1: `GBR`."))
}
