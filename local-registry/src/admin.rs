//! The operations that the API does not have, by name, with JSON in and JSON out.

use isometric_registry::model::id::OrganisationId;
use isometric_registry::model::validation::LocationStep;
use serde::{Deserialize, Serialize};

use crate::calendar::{Moment, parse_microseconds};
use crate::http::{Credentials, find_checkout, missing};
#[cfg(not(target_arch = "wasm32"))]
use crate::input::Input;
use crate::input::input;
#[cfg(not(target_arch = "wasm32"))]
use crate::ledger::NewRemoval;
use crate::ledger::arena::OrganisationNo;
#[cfg(not(target_arch = "wasm32"))]
use crate::ledger::records::NewStripeConfiguration;
use crate::ledger::refusal::Refusal;
use crate::ledger::{
    Ledger, NewDocument, NewIssuance, NewOrder, NewOrganisation, NewProject, NewRefund,
    NewSupplier, Payment, ProjectName, ProjectReference, SupplierDescription,
};
use crate::registry::Registry;
use crate::typed::parse;
use crate::view::{Shown, View};

type Outcome = Result<String, String>;

input! {
    /// A payment for a checkout.
    pub(crate) struct CheckoutPayment {
        /// The result of `stripe.createCheckoutSession`.
        redirect_url: String,
        /// The buyer, if it is in the registry; otherwise one is created for the customer.
        buyer_organisation_id: Option<OrganisationId>,
        /// The customer's address, if the checkout did not include it.
        customer_email: Option<String>,
    }
}

/// The time to set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetTime {
    /// RFC 3339; `null` restarts the clock.
    now: Option<String>,
}

/// Declares the calls: the name of each, its input, the model that it returns, and its implementation. `with` names an
/// additional property of the result.
macro_rules! calls {
    (
        $(
            $(#[doc = $doc:literal])*
            $name:ident($input:ident) -> $model:ident $(with $account:ident)? = $carry_out:expr;
        )*
    ) => {
        fn call(ledger: &mut Ledger, time: Moment, name: &str, input: &str) -> Option<Outcome> {
            match name {
                $( stringify!($name) => {
                    let carry_out: fn(&mut Ledger, $input, Moment) -> Outcome = $carry_out;
                    Some(parse(input).and_then(|input| carry_out(ledger, input, time)))
                } )*
                _ => None,
            }
        }

        /// The TypeScript of the calls with an input and a model.
        #[cfg(not(target_arch = "wasm32"))]
        pub(crate) fn declarations() -> String {
            let mut calls = String::new();
            let mut models = String::new();
            $(
                let and_account: &[&str] = &[$( concat!(" & { ", stringify!($account), ": LocalAccount }") )?];
                calls.push_str(&crate::input::comment(&[$($doc),*], "  "));
                calls.push_str(&format!(
                    "  {}(input: {}): Promise<{}{}>;\n",
                    stringify!($name),
                    <$input as Input>::type_name(),
                    stringify!($model),
                    and_account.concat(),
                ));
                models.push_str(&format!(
                    "  {}: \"{}\",\n",
                    stringify!($name),
                    stringify!($model),
                ));
            )*
            let mut declared: Vec<_> = INPUTS.iter().map(|declaration| declaration()).collect();
            declared.push(format!(
                "/** The operations that the API does not have, except for the clock. */\nexport interface AdminCalls {{\n{calls}}}\n"
            ));
            declared.push(format!(
                "/** The model that each call returns. */\nexport const adminAnswers: Readonly<Record<keyof AdminCalls, keyof Models>> = {{\n{models}}};\n"
            ));
            declared.join("\n")
        }
    };
}

calls! {
    /// Adds a buyer and its account.
    addOrganisation(NewOrganisation) -> Organisation with account = |ledger, new, now| {
        let number = ledger.add_organisation(new, true, now)?;
        with_account(ledger, number, Some(number))
    };
    /// Adds a supplier, its account and its buffer pool.
    addSupplier(NewSupplier) -> Supplier with account = |ledger, new, now| {
        let number = ledger.add_supplier(new, true, now)?;
        let organisation = ledger.books.suppliers.get(number).map(|found| found.organisation);
        with_account(ledger, number, organisation)
    };
    /// Adds a project.
    addProject(NewProject) -> Project = |ledger, new, now| {
        let number = ledger.add_project(new, now)?;
        shown(ledger, number)
    };
    /// Adds a document to a project.
    addDocument(NewDocument) -> ProjectDocument = |ledger, new, now| {
        let number = ledger.add_document(new, now)?;
        shown(ledger, number)
    };
    /// Renames a project.
    renameProject(ProjectName) -> Project = |ledger, new, _| {
        let number = ledger.rename_project(new)?;
        shown(ledger, number)
    };
    /// Removes a project from the public record; its issuances stay.
    hideProject(ProjectReference) -> Project = |ledger, project, _| {
        let number = ledger.set_hidden(&project, true)?;
        shown(ledger, number)
    };
    /// Restores a hidden project.
    restoreProject(ProjectReference) -> Project = |ledger, project, _| {
        let number = ledger.set_hidden(&project, false)?;
        shown(ledger, number)
    };
    /// Changes a supplier's descriptions.
    describeSupplier(SupplierDescription) -> Supplier = |ledger, new, _| {
        let number = ledger.describe_supplier(new)?;
        shown(ledger, number)
    };
    /// Issues credits.
    issue(NewIssuance) -> Issuance = |ledger, new, now| {
        let number = ledger.issue(&new, now)?;
        shown(ledger, number)
    };
    /// Places an order.
    placeOrder(NewOrder) -> Order = |ledger, new, now| {
        let number = ledger.place_order(&new, now)?;
        shown(ledger, number)
    };
    /// Refunds credits from a buffer pool.
    refund(NewRefund) -> BufferPoolRefund = |ledger, new, now| {
        let number = ledger.refund(new, now)?;
        shown(ledger, number)
    };
    /// Pays a checkout: places an order and delivers it.
    completeCheckout(CheckoutPayment) -> Order = |ledger, paid, now| {
        let checkout = find_checkout(ledger, &paid.redirect_url)
            .ok_or_else(|| "redirect_url: There is no such checkout.".to_owned())?;
        let payment = Payment {
            buyer_organisation_id: paid.buyer_organisation_id.map(|id| id.0),
            customer_email: paid.customer_email,
        };
        let number = ledger.complete_checkout(checkout, &payment, now)?;
        shown(ledger, number)
    };
}

/// The declarations of the inputs, and of what they hold.
#[cfg(not(target_arch = "wasm32"))]
const INPUTS: &[fn() -> String] = &[
    NewOrganisation::declaration,
    NewStripeConfiguration::declaration,
    NewSupplier::declaration,
    NewProject::declaration,
    NewDocument::declaration,
    ProjectName::declaration,
    ProjectReference::declaration,
    SupplierDescription::declaration,
    NewRemoval::declaration,
    NewIssuance::declaration,
    NewOrder::declaration,
    NewRefund::declaration,
    CheckoutPayment::declaration,
];

pub(crate) fn run(registry: &mut Registry, now: i64, name: &str, input: &str) -> Outcome {
    if name == "setTime" {
        return set_time(registry, now, &parse(input)?);
    }
    let time = registry.time(now);
    call(&mut registry.ledger, time, name, input)
        .unwrap_or_else(|| Err(format!("There is nothing that is called `{name}`.")))
}

/// Stops the clock at a given time, or restarts it.
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

/// The added record, with its credentials as an additional property.
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
