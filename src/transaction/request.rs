//! A caller's request, and its checks.

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

/// Declares the arguments of a plan: their TypeScript, and the table that they are checked against. The table does not
/// belong to a model, so that the core that decodes responses is not affected.
macro_rules! requests {
    ( $(
        $(#[$attribute:meta])*
        pub struct $name:ident { $( $properties:tt )* }
    )* ) => {
        $( model! { shape Page; $(#[$attribute])* pub struct $name { $( $properties )* } } )*

        /// Their TypeScript declarations.
        #[cfg(not(target_arch = "wasm32"))]
        pub const DECLARATIONS: &[&str] = &[ $( <$name as tsify::Tsify>::DECL, )* ];
    };
}

requests! {
    /// What to retire, in whose name and why: the oldest credits of a supplier that the access token's organisation
    /// holds, or named parts of batches. A retirement cannot be undone.
    pub struct PlanRetirementRequest {
        /// Your own name for it, such as an order number. A reference never acts twice.
        pub reference: String,
        /// The organisation in whose name to retire: the owner, or one of `beneficiaries.list()`.
        pub beneficiary_organisation_id: OrganisationId,
        /// The supplier of the credits.
        pub supplier_id: SupplierId,
        /// The purposes of the retirement: at least one, each only once.
        pub retirement_purposes: NonEmptyUniqueList<RetirementPurpose>,
        /// A public note of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to retire from the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to retire, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this vintage.
        pub vintage: Optional<Option<Vintage>>,
        /// Take only credits delivered against this order.
        pub order_id: Optional<Option<OrderId>>,
        /// Starts the public note with a short unique mark. It distinguishes this transaction from an identical one
        /// that was made outside the journal.
        pub marker: Optional<Option<bool>>,
    }

    /// What to transfer to whom: the oldest credits of a supplier that the access token's organisation holds, or named
    /// parts of batches.
    pub struct PlanTransferRequest {
        /// Your own name for it. A reference never acts twice.
        pub reference: String,
        /// The recipient: one of `transferees.list()`.
        pub to_organisation_id: OrganisationId,
        /// The supplier of the credits.
        pub supplier_id: SupplierId,
        /// A public note of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to transfer from the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to transfer, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this vintage.
        pub vintage: Optional<Option<Vintage>>,
        /// Take only credits delivered against this order.
        pub order_id: Optional<Option<OrderId>>,
        /// Starts the public note with a short unique mark.
        pub marker: Optional<Option<bool>>,
    }

    /// What to deliver against which order: the oldest undelivered credits of the access token's supplier, or named
    /// parts of batches.
    pub struct PlanDeliveryRequest {
        /// Your own name for it. A reference never acts twice.
        pub reference: String,
        /// The order to deliver against. It must be an order to your own supplier.
        pub order_id: OrderId,
        /// A public note of at most 256 code points.
        pub notes: NullWhenOmitted<Note>,
        /// How much to deliver from the oldest credits, in kilograms. Either this or `credit_batch_quantities`.
        pub credit_quantity_kg: Optional<Option<KilogramsInput>>,
        /// The batches to deliver, and how much of each.
        pub credit_batch_quantities: Optional<Option<NonEmptyList<CreditBatchQuantity>>>,
        /// Take only credits of this vintage.
        pub vintage: Optional<Option<Vintage>>,
        /// Starts the public note with a short unique mark.
        pub marker: Optional<Option<bool>>,
    }
}

/// The longest reference, in code points.
const LONGEST_REFERENCE: usize = 200;
/// The longest note that the API accepts, in code points.
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

/// A request that has been checked. It does not contain yet what only the registry knows of owner and order.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The caller's name for it.
    pub reference: String,
    /// Its intent; owner, and for a delivery supplier and recipient, are empty.
    pub intent: Intent,
    /// Whether the note starts with a mark.
    pub marker: bool,
}

/// Checks a caller's request. `mark` is the mark to use.
///
/// # Errors
/// Every problem.
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
                "chooses the credits to take; it cannot be combined with credit_batch_quantities"
                    .to_owned(),
            );
        }
    }
    let notes = tree.property("notes").map(Tree::text).unwrap_or_default();
    let wants_mark = tree.property("marker") == Some(&Tree::Boolean(true));
    let most = LONGEST_NOTE.saturating_sub(mark.chars().count().saturating_add(1));
    if wants_mark && notes.chars().count() > most {
        problem(
            "notes",
            format!("expected at most {most} Unicode code points in addition to the marker"),
        );
    }
    let items = tree.property("credit_batch_quantities").map(Tree::items).unwrap_or_default();
    let named = |item: &Tree| {
        item.property("credit_batch_id").map(Tree::text).unwrap_or_default().to_owned()
    };
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| named(earlier) == named(item)) {
            problem(
                &format!("credit_batch_quantities[{index}].credit_batch_id"),
                "expected each batch only once".to_owned(),
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

/// Checks a beneficiary, and returns whether it is an organisation.
///
/// # Errors
/// Every problem.
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

/// The problem with a reference.
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

/// Reads JavaScript's arguments. JSON cannot express a bigint, which is passed as `{"$kg": "…"}`, nor a value that no
/// request can hold, which is passed as `{"$other": "in words"}`.
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
