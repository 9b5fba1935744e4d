//! The differences between a published OpenAPI document and the tables of the core.
//!
//! Both sides are written as facts in the same words: `CreditBatch.parent_id` is `nullable id ctb_`. A fact of only one
//! side, or with other words, is a difference.
#![allow(
    clippy::indexing_slicing,
    reason = "only JSON is indexed, which gives null for what it does not have"
)]

mod difference;
mod document;
mod schema;
mod tables;

use std::collections::BTreeMap;

use serde_json::Value;

pub use self::difference::Difference;
use self::document::Document;

/// The facts about each schema, property, operation, parameter, body and answer.
type Facts = BTreeMap<String, String>;

/// Where requests are checked more strictly than the document requires: the fact, the document's words, ours.
const STRICTER: [(&str, &str, &str); 5] = [
    (
        "GET /organisations/{id}/credit_batches ? status",
        "optional nullable list of enum CreditBatchStatus, unique",
        "optional nullable list of enum CreditBatchStatus, not empty, unique",
    ),
    (
        "CreateTransferRequest.credit_batch_quantities",
        "list of object CreditBatchQuantity",
        "list of object CreditBatchQuantity, not empty",
    ),
    ("CreateStripeCheckoutSessionRequest.quantity_kg", "kilograms", "kilograms above 0"),
    (
        "CreateStripeCheckoutSessionRequest.isometric_terms_and_conditions_accepted",
        "boolean",
        "true",
    ),
    (
        "CreateStripeCheckoutSessionRequest.supplier_terms_and_conditions_accepted",
        "boolean",
        "true",
    ),
];

/// The facts on which the document and the tables differ, in the order of the facts.
#[must_use]
pub fn compare(document: &Value) -> Vec<Difference> {
    let mut published = Document::new(document).facts();
    for (fact, words, ours) in STRICTER {
        if let Some(found) = published.get_mut(fact).filter(|found| *found == words) {
            ours.clone_into(found);
        }
    }
    let ours = tables::facts();
    let facts = published.keys().chain(ours.keys().filter(|fact| !published.contains_key(*fact)));
    let mut differences: Vec<_> = facts
        .filter(|fact| published.get(*fact) != ours.get(*fact))
        .map(|fact| Difference {
            fact: fact.clone(),
            published: published.get(fact).cloned(),
            ours: ours.get(fact).cloned(),
        })
        .collect();
    differences.sort_by(|one, other| one.fact.cmp(&other.fact));
    differences
}

/// Whether anything in the document is an id with this prefix.
#[must_use]
pub fn has_id(document: &Value, prefix: &str) -> bool {
    let id = format!("id {prefix}");
    Document::new(document).facts().values().any(|words| words.ends_with(&id))
}
