//! What a caller asks for, and the checks of it.

use serde::Deserialize;
use serde_json::Value;

use super::ending::{Ending, Problem};
use super::intent::{Intent, Kind, NamedPart};
use super::kilograms::Kilograms;
use crate::model::beneficiary::{CreateIndividualBeneficiary, CreateOrganizationBeneficiary};
use crate::model::credit_batch::CreditBatchQuantity;
use crate::model::id::{OrderId, OrganisationId, SupplierId};
use crate::model::retirement::RetirementPurpose;
use crate::model::scalar::{
    KilogramsInput, NonEmptyList, NonEmptyUniqueList, Note, NullWhenOmitted, Optional, Vintage,
};
use crate::model::table::{Model, model};
use crate::operation::{Tree, check_object};

/// Declares what a plan is made of: its TypeScript, and the table that it is checked along. The table is no model's,
/// so that the core that decodes responses stays as it is.
macro_rules! requests {
    ( $(
        $(#[$attribute:meta])*
        pub struct $name:ident { $( $properties:tt )* }
    )* ) => {
        $( model! { shape Page; $(#[$attribute])* pub struct $name { $( $properties )* } } )*

        /// The declarations of these in TypeScript.
        #[cfg(not(target_arch = "wasm32"))]
        pub const DECLARATIONS: &[&str] = &[ $( <$name as tsify::Tsify>::DECL, )* ];
    };
}

requests! {
    /// What to retire, in whose name and why: the oldest credits of a supplier that the organisation of the access token
    /// has, or parts of batches that are named. A retirement cannot be undone.
    pub struct PlanRetirementRequest {
        /// Your own name for it, such as the number of an order. One reference never acts twice.
        pub reference: String,
        /// In whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier whose credits they are.
        pub supplier_id: SupplierId,
        /// What the retirement is for, one purpose at least and each once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A note for everybody to read, of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to retire of the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to retire, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this year.
        pub vintage: Optional<Option<Vintage>>,
        /// Take only credits that this order brought.
        pub order_id: Optional<Option<OrderId>>,
        /// Begins the public note with a short mark that no other transaction has. It tells yours from one that is equal in
        /// everything and was made outside the journal.
        pub marker: Optional<Option<bool>>,
    }

    /// What to transfer to whom: the oldest credits of a supplier that the organisation of the access token has, or parts
    /// of batches that are named.
    pub struct PlanTransferRequest {
        /// Your own name for it. One reference never acts twice.
        pub reference: String,
        /// Who receives: one of `transferees.list()`.
        pub to_organisation_id: OrganisationId,
        /// The supplier whose credits they are.
        pub supplier_id: SupplierId,
        /// A note for everybody to read, of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to transfer of the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to transfer, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this year.
        pub vintage: Optional<Option<Vintage>>,
        /// Take only credits that this order brought.
        pub order_id: Optional<Option<OrderId>>,
        /// Begins the public note with a short mark that no other transaction has.
        pub marker: Optional<Option<bool>>,
    }

    /// What to deliver against which order: the oldest undelivered credits of the supplier whose access token it is, or
    /// parts of batches that are named.
    pub struct PlanDeliveryRequest {
        /// Your own name for it. One reference never acts twice.
        pub reference: String,
        /// The order to deliver against. Its supplier must be yours.
        pub order_id: OrderId,
        /// A note for everybody to read, of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to deliver of the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to deliver, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this year.
        pub vintage: Optional<Option<Vintage>>,
        /// Begins the public note with a short mark that no other transaction has.
        pub marker: Optional<Option<bool>>,
    }
}

/// The longest reference, in code points.
const LONGEST_REFERENCE: usize = 200;
/// The longest note, in code points, as the API has it.
const LONGEST_NOTE: usize = 256;

/// The properties of all plans together.
#[derive(Debug, Clone, Deserialize)]
struct Given {
    reference: String,
    supplier_id: Option<String>,
    beneficiary_organisation_id: Option<String>,
    to_organisation_id: Option<String>,
    order_id: Option<String>,
    #[serde(default)]
    retirement_purposes: Vec<String>,
    notes: Option<String>,
    credit_quantity_kg: Option<Kilograms>,
    credit_batch_quantities: Option<Vec<NamedPart>>,
    vintage: Option<i64>,
    marker: Option<bool>,
}

/// A request that has been checked. What the registry knows of owner and order is not in it yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The caller's name for it.
    pub reference: String,
    /// What it stands for; owner, and for a delivery supplier and receiver, are empty.
    pub intent: Intent,
    /// Whether a mark goes into the note.
    pub marker: bool,
}

/// Checks what a caller gave. `mark` is the mark that would be made.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(kind: Kind, given: &Value, mark: &str) -> Result<Checked, Box<Ending>> {
    let table = match kind {
        Kind::Retirement => PlanRetirementRequest::TABLE,
        Kind::Transfer => PlanTransferRequest::TABLE,
        Kind::Delivery => PlanDeliveryRequest::TABLE,
    };
    let (tree, plain) = understand(given);
    let mut problems: Vec<Problem> =
        check_object("request", &[table], &tree).into_iter().map(Problem::from).collect();
    let mut problem = |path: &str, message: String| {
        problems.push(Problem { path: path.to_owned(), message });
    };
    let has = |name: &str| tree.property(name).is_some_and(|value| *value != Tree::Null);
    let reference = tree.property("reference").map(Tree::text).unwrap_or_default();
    if let Some(wrong) = fault_of_reference(reference) {
        problem("reference", wrong);
    }
    match (has("credit_quantity_kg"), has("credit_batch_quantities")) {
        (true, true) => problem(
            "credit_batch_quantities",
            "expected either this or credit_quantity_kg, got both".to_owned(),
        ),
        (false, false) => problem(
            "credit_quantity_kg",
            "expected this or credit_batch_quantities, got neither".to_owned(),
        ),
        _ => {}
    }
    let filters: &[&str] =
        if kind == Kind::Delivery { &["vintage"] } else { &["vintage", "order_id"] };
    for name in filters {
        if has("credit_batch_quantities") && has(name) {
            problem(
                name,
                "says which credits to take; not together with credit_batch_quantities".to_owned(),
            );
        }
    }
    let notes = tree.property("notes").map(Tree::text).unwrap_or_default();
    let wants_mark = tree.property("marker") == Some(&Tree::Boolean(true));
    let most = LONGEST_NOTE.saturating_sub(mark.chars().count().saturating_add(1));
    if wants_mark && notes.chars().count() > most {
        problem("notes", format!("expected at most {most} Unicode code points beside the marker"));
    }
    let items = tree.property("credit_batch_quantities").map(Tree::items).unwrap_or_default();
    let named = |item: &Tree| {
        item.property("credit_batch_id").map(Tree::text).unwrap_or_default().to_owned()
    };
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| named(earlier) == named(item)) {
            problem(
                &format!("credit_batch_quantities[{index}].credit_batch_id"),
                "expected each batch once, got it again".to_owned(),
            );
        }
    }
    if !problems.is_empty() {
        return Err(Box::new(Ending::Invalid { problems }));
    }
    let given: Given = serde_json::from_value(plain)
        .map_err(|error| Ending::invalid("request", error.to_string()))?;
    Ok(checked(kind, given))
}

fn checked(kind: Kind, given: Given) -> Checked {
    let mut purposes = given.retirement_purposes;
    purposes.sort();
    purposes.dedup();
    let parts = given.credit_batch_quantities.map(|mut parts| {
        parts.sort();
        parts
    });
    Checked {
        reference: given.reference,
        marker: given.marker.unwrap_or_default(),
        intent: Intent {
            kind,
            owner_organisation_id: String::new(),
            supplier_id: given.supplier_id.unwrap_or_default(),
            receiver_organisation_id: given
                .beneficiary_organisation_id
                .or(given.to_organisation_id)
                .unwrap_or_default(),
            order_id: given.order_id,
            credit_quantity_kg: given.credit_quantity_kg,
            credit_batch_quantities: parts,
            vintage: given.vintage,
            retirement_purposes: purposes,
            notes: given.notes.filter(|notes| !notes.is_empty()),
        },
    }
}

/// Checks who to retire in the name of, and says whether it is an organisation.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn check_beneficiary(given: &Value) -> Result<(bool, Value), Box<Ending>> {
    let (tree, plain) = understand(given);
    let is_person = tree.property("beneficiary_email").is_some();
    let table = if is_person {
        CreateIndividualBeneficiary::TABLE
    } else {
        CreateOrganizationBeneficiary::TABLE
    };
    let problems: Vec<_> =
        check_object("request", &[table], &tree).into_iter().map(Problem::from).collect();
    if problems.is_empty() {
        Ok((!is_person, plain))
    } else {
        Err(Box::new(Ending::Invalid { problems }))
    }
}

/// What is wrong with a reference.
pub(super) fn fault_of_reference(reference: &str) -> Option<String> {
    let length = reference.chars().count();
    if reference.trim().is_empty() {
        return Some("expected a name of your own for the transaction, got a blank one".to_owned());
    }
    if length > LONGEST_REFERENCE {
        return Some(format!(
            "expected at most {LONGEST_REFERENCE} Unicode code points, got {length}"
        ));
    }
    reference
        .chars()
        .any(char::is_control)
        .then(|| "expected no control characters, got one".to_owned())
}

/// What JavaScript gave, for the checks and for reading. JSON has no word for a bigint, which comes as
/// `{"$kg": "…"}`, nor for what is no value of a request, which comes as `{"$other": "in words"}`.
fn understand(given: &Value) -> (Tree, Value) {
    match given {
        Value::Null => (Tree::Null, Value::Null),
        Value::Bool(value) => (Tree::Boolean(*value), given.clone()),
        Value::Number(number) => {
            let tree =
                number.as_i64().map_or_else(|| Tree::Other(number.to_string()), Tree::Integer);
            (tree, given.clone())
        }
        Value::String(text) => (Tree::Text(text.clone()), given.clone()),
        Value::Array(items) => {
            let (trees, plain) = items.iter().map(understand).unzip();
            (Tree::List(trees), Value::Array(plain))
        }
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get("$kg") {
                return text.parse::<i64>().map_or_else(
                    |_| (Tree::Other(text.clone()), Value::Null),
                    |kg| (Tree::Integer(kg), Value::from(kg)),
                );
            }
            if let Some(Value::String(words)) = object.get("$other") {
                return (Tree::Other(words.clone()), Value::Null);
            }
            let entries = object.iter().map(|(name, value)| (name, understand(value)));
            let mut tree = Vec::new();
            let mut plain = serde_json::Map::new();
            for (name, (branch, value)) in entries {
                tree.push((name.clone(), branch));
                plain.insert(name.clone(), value);
            }
            (Tree::Object(tree), Value::Object(plain))
        }
    }
}
