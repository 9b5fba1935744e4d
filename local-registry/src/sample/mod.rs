//! Sample data: a small market and four years of its history, the same for the same seed.
//!
//! It is created by the ledger's own transactions, so it follows every rule.

mod bulk;
mod cast;
mod history;

use isometric_registry::model::id::{ProjectId, SupplierId};
use isometric_registry::model::scalar::CalendarDate;

pub(crate) use self::bulk::grow;
use self::cast::{BUYERS, CastPlace, PROJECTS, SUPPLIERS};
use self::history::History;
use crate::calendar::{DAY_MS, Day, Moment};
use crate::ledger::arena::{OrganisationNo, ProjectNo, SupplierNo};
use crate::ledger::records::{NewStripeConfiguration, Place};
use crate::ledger::refusal::Refusal;
use crate::ledger::{Contact, Ledger, NewDocument, NewOrganisation, NewProject, NewSupplier};
use crate::random::Random;

/// The days that the sample's history spans.
const SPAN_DAYS: i64 = 1461;

/// The participants of the sample.
struct Market {
    buyers: Vec<OrganisationNo>,
    suppliers: Vec<SupplierNo>,
    /// The projects that credits can be issued to.
    projects: Vec<ProjectNo>,
}

/// Fills an empty ledger. History ends with the year 2025, or now if that is earlier.
pub(crate) fn fill(ledger: &mut Ledger, seed: u64, now: Moment) -> Result<(), Refusal> {
    let end = now.min(Day::from_civil(2026, 1, 1).start());
    let start = end.plus_ms(SPAN_DAYS.saturating_mul(DAY_MS).saturating_neg());
    let market = invite(ledger, start)?;
    History::new(ledger, Random::new(seed), &market, start).run()
}

/// Adds the participants and their initial data.
fn invite(ledger: &mut Ledger, now: Moment) -> Result<Market, Refusal> {
    let start = now.day();
    let mut market = Market { buyers: Vec::new(), suppliers: Vec::new(), projects: Vec::new() };
    for buyer in &BUYERS {
        let new =
            NewOrganisation { name: buyer.name.to_owned(), domain: Some(buyer.domain.to_owned()) };
        market.buyers.push(ledger.add_organisation(new, buyer.account, now)?);
    }
    for supplier in &SUPPLIERS {
        let new = NewSupplier {
            name: supplier.name.to_owned(),
            domain: Some(supplier.domain.to_owned()),
            short_description: Some(supplier.does.to_owned()),
            long_description: supplier
                .account
                .then(|| format!("{} This supplier is part of the sample data.", supplier.does)),
            location: supplier.place.as_ref().map(location),
            stripe_configuration: supplier.account.then(stripe),
        };
        market.suppliers.push(ledger.add_supplier(new, supplier.account, now)?);
    }
    for (project, index) in PROJECTS.iter().zip(0_i64..) {
        let Some(&supplier) = market.suppliers.get(project.supplier) else { continue };
        let validated = project.status == "validated";
        let new = NewProject {
            supplier_id: SupplierId(ledger.id(supplier)),
            name: project.name.to_owned(),
            pathway: project.pathway.to_owned().into(),
            country_code: project.place.code.to_owned(),
            status: Some(project.status.to_owned().into()),
            short_code: None,
            process_key: Some(project.process.to_owned()),
            protocol_slug: None,
            validator_name: (project.status != "draft").then(|| "Sample Validators".to_owned()),
            current_verifier_name: validated.then(|| "Sample Verifiers".to_owned()),
            crediting_period_start: validated.then(|| start.date()),
            crediting_period_end: validated.then(|| start.plus(3652).date()),
            location: Some(location(&project.place)),
            ccp_approved: Some(index.rem_euclid(3) == 0),
        };
        let number = ledger.add_project(new, now)?;
        document(ledger, number, project.name, now)?;
        if validated {
            market.projects.push(number);
        }
    }
    befriend(ledger, &market, now)?;
    Ok(market)
}

fn document(
    ledger: &mut Ledger,
    project: ProjectNo,
    name: &str,
    now: Moment,
) -> Result<(), Refusal> {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let slug = words.join("-").to_ascii_lowercase();
    let year = now.day().year();
    for (kind, file) in [
        ("Project Design Document".to_owned(), "design".to_owned()),
        ("Stakeholder Consultation".to_owned(), "consultation".to_owned()),
        (format!("Monitoring Report {year}"), format!("monitoring-{year}")),
    ] {
        ledger.add_document(
            NewDocument {
                project_id: ProjectId(ledger.id(project)),
                display_name: kind,
                url: format!("https://documents.example/{slug}/{file}.pdf"),
            },
            now,
        )?;
    }
    Ok(())
}

/// Makes every buyer a beneficiary of every other, and adds two of its own to each.
fn befriend(ledger: &mut Ledger, market: &Market, now: Moment) -> Result<(), Refusal> {
    for (&buyer, cast) in market.buyers.iter().zip(&BUYERS) {
        for &other in market.buyers.iter().filter(|&&other| other != buyer) {
            ledger.befriend(buyer, other);
        }
        let word = cast.domain.split('.').next().unwrap_or_default();
        let name = format!("{} Staff Fund", cast.name);
        let domain = format!("staff.{}", cast.domain);
        ledger.add_beneficiary(buyer, &name, Contact::Domain(&domain), now)?;
        let email = format!("founder.{word}@people.example");
        ledger.add_beneficiary(buyer, "Sample Person", Contact::Email(&email), now)?;
    }
    Ok(())
}

fn stripe() -> NewStripeConfiguration {
    NewStripeConfiguration {
        account_id: "acct_sample".to_owned(),
        credit_product_price_per_tonne: Some("250.00".to_owned()),
        verification_product_price_per_tonne: Some("20.00".to_owned()),
        currency: Some("USD".to_owned()),
    }
}

fn location(place: &CastPlace) -> Place {
    Place {
        country_code: place.code.to_owned(),
        country_name: place.country.to_owned(),
        latitude: place.latitude,
        longitude: place.longitude,
        description: place.description.map(str::to_owned),
    }
}

/// A date as requests take it.
fn date(day: Day) -> Option<CalendarDate> {
    Some(day.date())
}
