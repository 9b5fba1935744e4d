//! The tables against the published OpenAPI document, which the variable `REGISTRY_OPENAPI` names.
//!
//! Both sides are put down as facts in the same words: `CreditBatch.parent_id` is `nullable id
//! ctb_`. What only one side says, or says otherwise, is a difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod document;
mod schema;
mod tables;

use std::collections::BTreeMap;
use std::io::{Write, stderr};
use std::{env, fs};

use document::Document;
use isometric_registry::model::id::IdKind;
use serde_json::{Value, json};

/// What is said of each schema, property, operation, parameter, body and answer.
type Facts = BTreeMap<String, String>;

/// Where requests are held to more than the document asks: the fact, the document's words, ours.
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

/// The document, or none, and a word about it, where the variable names no file. The test harness
/// swallows what `eprintln!` says.
#[allow(clippy::explicit_write)]
fn published() -> Option<Value> {
    let Some(path) = env::var_os("REGISTRY_OPENAPI") else {
        writeln!(stderr(), "Skipped: REGISTRY_OPENAPI names no OpenAPI document.").unwrap();
        return None;
    };
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).expect("the document is JSON"))
}

/// What the tables and the document do not say alike.
fn differences(document: &Value) -> Vec<String> {
    let mut expected = Document::new(document).facts();
    for (fact, published, ours) in STRICTER {
        if expected.get(fact).is_some_and(|words| words == published) {
            expected.insert(fact.to_owned(), ours.to_owned());
        }
    }
    let actual = tables::facts();
    let told = |facts: &Facts, fact: &str| {
        facts.get(fact).map_or("nothing".to_owned(), |words| format!("`{words}`"))
    };
    expected
        .keys()
        .chain(actual.keys().filter(|fact| !expected.contains_key(*fact)))
        .filter(|fact| expected.get(*fact) != actual.get(*fact))
        .map(|fact| {
            format!(
                "{fact}: the document says {}, we say {}",
                told(&expected, fact),
                told(&actual, fact)
            )
        })
        .collect()
}

#[test]
fn models_and_operations_are_what_the_document_says() {
    let Some(document) = published() else { return };
    let differences = differences(&document);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_kind_of_id_is_in_the_document() {
    let Some(document) = published() else { return };
    let facts = Document::new(&document).facts();
    for kind in IdKind::ALL {
        let id = format!("id {}", kind.prefix());
        assert!(facts.values().any(|words| words.ends_with(&id)), "{id}");
    }
}

/// A change of the document, by name.
type Change = (&'static str, fn(&mut Value));

#[test]
fn every_change_of_the_document_is_noticed() {
    const CHANGES: [Change; 16] = [
        ("schema HTTPValidationError", |it| {
            remove(it, "/components/schemas", "HTTPValidationError")
        }),
        ("schema Vintage", |it| {
            it["components"]["schemas"]["Vintage"] = json!({ "type": "object", "properties": {} })
        }),
        ("Order.notes", |it| {
            it["components"]["schemas"]["Order"]["properties"]["notes"] =
                json!({ "type": "string" })
        }),
        ("Order.status", |it| remove(it, "/components/schemas/Order/properties", "status")),
        ("Location.description", |it| {
            push(it, "/components/schemas/Location/required", "description")
        }),
        ("Organisation.name", |it| {
            it["components"]["schemas"]["Organisation"]["properties"]["name"] =
                json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] });
        }),
        ("enum OrderStatus", |it| push(it, "/components/schemas/OrderStatus/enum", "paused")),
        ("CreditQuantity.credits", |it| {
            it["components"]["schemas"]["CreditQuantity"]["properties"]["credits"]["type"] =
                json!("integer");
        }),
        ("CreateDeliveryRequest.notes", |it| {
            it["components"]["schemas"]["CreateDeliveryRequest"]["properties"]["notes"]["anyOf"]
                [0]["maxLength"] = json!(512);
        }),
        ("CreateDeliveryRequest.credit_batch_quantities", |it| {
            remove(
                it,
                "/components/schemas/CreateDeliveryRequest/properties/credit_batch_quantities",
                "minItems",
            );
        }),
        ("id Order", |it| {
            it["components"]["schemas"]["IsometricIDRequestParam_Order_"]["example"] =
                json!("odr_1FAN3S3WV1S0B842");
        }),
        ("GET /orders/{id} -> 200", |it| remove(it, "/paths", "/orders/{id}")),
        ("DELETE /orders/{id} -> 200", |it| {
            it["paths"]["/orders/{id}"]["delete"] = it["paths"]["/orders/{id}"]["get"].clone();
        }),
        ("GET /projects ? first", |it| {
            let parameters = it["paths"]["/projects"]["get"]["parameters"].as_array_mut().unwrap();
            let first =
                parameters.iter_mut().find(|parameter| parameter["name"] == "first").unwrap();
            first["schema"]["maximum"] = json!(100);
        }),
        ("GET /projects/{id} -> 200", |it| {
            it["paths"]["/projects/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
                ["schema"] = json!({ "$ref": "#/components/schemas/Project" });
        }),
        ("POST /transfers body", |it| {
            it["paths"]["/transfers"]["post"]["requestBody"]["content"]["application/json"]["schema"] =
                json!({ "$ref": "#/components/schemas/CreateDeliveryRequest" });
        }),
    ];
    let Some(document) = published() else { return };
    for (fact, change) in CHANGES {
        let mut changed = document.clone();
        change(&mut changed);
        let differences = differences(&changed);
        let start = format!("{fact}: ");
        assert!(
            differences.iter().any(|difference| difference.starts_with(&start)),
            "{fact}: {differences:#?}"
        );
    }
}

fn remove(document: &mut Value, pointer: &str, name: &str) {
    document.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap();
}

fn push(document: &mut Value, pointer: &str, text: &str) {
    document.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(json!(text));
}
