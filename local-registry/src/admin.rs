//! What the API cannot do: it is done here, by name, with JSON in and JSON out.

use isometric_registry::model::validation::LocationStep;
use serde::{Deserialize, Serialize};

use crate::calendar::{Moment, parse_microseconds};
use crate::http::{Credentials, find_checkout, missing};
use crate::ledger::arena::OrganisationNo;
use crate::ledger::refusal::Refusal;
use crate::ledger::{Ledger, Payment};
use crate::registry::Registry;
use crate::typed::parse;
use crate::view::{Shown, View};

type Outcome = Result<String, String>;

/// Which checkout is paid, and by whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompleteCheckout {
    /// The address that the checkout was given, or the last part of it.
    redirect_url: String,
    /// The buyer, if it is on the registry. Otherwise one is made for the customer.
    #[serde(default)]
    buyer_organisation_id: Option<String>,
    /// The customer's address, if the checkout did not give it.
    #[serde(default)]
    customer_email: Option<String>,
}

/// What time it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetTime {
    /// RFC 3339; `null` lets the clock go on.
    now: Option<String>,
}

pub(crate) fn run(registry: &mut Registry, now: i64, name: &str, input: &str) -> Outcome {
    let time = registry.time(now);
    let ledger = &mut registry.ledger;
    match name {
        "addOrganisation" => {
            let number = ledger.add_organisation(parse(input)?, true, time)?;
            with_account(ledger, number, Some(number))
        }
        "addSupplier" => {
            let number = ledger.add_supplier(parse(input)?, true, time)?;
            let organisation = ledger.books.suppliers.get(number).map(|found| found.organisation);
            with_account(ledger, number, organisation)
        }
        "addProject" => {
            let number = ledger.add_project(parse(input)?, time)?;
            shown(ledger, number)
        }
        "addDocument" => {
            let number = ledger.add_document(parse(input)?, time)?;
            shown(ledger, number)
        }
        "renameProject" => {
            let number = ledger.rename_project(parse(input)?)?;
            shown(ledger, number)
        }
        "hideProject" | "restoreProject" => {
            let number = ledger.set_hidden(&parse(input)?, name == "hideProject")?;
            shown(ledger, number)
        }
        "describeSupplier" => {
            let number = ledger.describe_supplier(parse(input)?)?;
            shown(ledger, number)
        }
        "issue" => {
            let number = ledger.issue(&parse(input)?, time)?;
            shown(ledger, number)
        }
        "placeOrder" => {
            let number = ledger.place_order(&parse(input)?, time)?;
            shown(ledger, number)
        }
        "refund" => {
            let number = ledger.refund(parse(input)?, time)?;
            shown(ledger, number)
        }
        "completeCheckout" => {
            let input: CompleteCheckout = parse(input)?;
            let checkout = find_checkout(ledger, &input.redirect_url)
                .ok_or_else(|| "redirect_url: There is no such checkout.".to_owned())?;
            let payment = Payment {
                buyer_organisation_id: input.buyer_organisation_id,
                customer_email: input.customer_email,
            };
            let number = ledger.complete_checkout(checkout, &payment, time)?;
            shown(ledger, number)
        }
        "setTime" => set_time(registry, now, &parse(input)?),
        _ => Err(format!("There is nothing that is called `{name}`.")),
    }
}

/// Stops the clock at a moment, or lets it go on.
fn set_time(registry: &mut Registry, now: i64, input: &SetTime) -> Outcome {
    let stopped = match &input.now {
        Some(text) => {
            let microseconds = parse_microseconds(text)
                .ok_or_else(|| "now: A moment is written `2024-01-31T12:00:00Z`.".to_owned())?;
            Some(Moment::clamped(microseconds))
        }
        None => None,
    };
    let latest = registry.ledger.books.latest;
    if stopped.is_some_and(|moment| moment < latest) {
        return Err(format!(
            "now: Time in the books does not go back; the last entry is of {}.",
            latest.timestamp().0
        ));
    }
    registry.stopped = stopped;
    json(&registry.time(now).timestamp())
}

fn json(value: &impl Serialize) -> Outcome {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

fn shown<H: Shown>(ledger: &Ledger, number: H) -> Outcome {
    json(&number.shown(View(ledger)))
}

/// What was added, with the credentials that came with it as one more property.
fn with_account<H: Shown>(
    ledger: &Ledger,
    number: H,
    organisation: Option<OrganisationNo>,
) -> Outcome {
    let account = organisation.and_then(|number| Credentials::of(ledger, number));
    let mut text = shown(ledger, number)?;
    text.pop();
    Ok(format!("{text},\"account\":{}}}", json(&account)?))
}

/// A refusal in words.
pub(crate) fn message(refusal: Refusal) -> String {
    match refusal {
        Refusal::Forbidden(detail) | Refusal::Conflict(detail) => detail,
        Refusal::Missing(kind) => missing(kind),
        Refusal::Invalid(problems) => {
            let sentences = problems.into_iter().map(|problem| {
                let mut path = String::new();
                for step in problem.at {
                    match step {
                        LocationStep::Index(index) => path.push_str(&format!("[{index}]")),
                        LocationStep::Name(name) if path.is_empty() => path.push_str(&name),
                        LocationStep::Name(name) => path.push_str(&format!(".{name}")),
                    }
                }
                format!("{path}: {}", problem.message)
            });
            sentences.collect::<Vec<_>>().join(" ")
        }
    }
}
