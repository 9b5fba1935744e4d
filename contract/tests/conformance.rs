//! The tables against the published OpenAPI document, which the variable `REGISTRY_OPENAPI` names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{env, fs};

use contract::{compare, has_id};
use isometric_registry::model::id::IdKind;
use serde_json::{Value, json};

fn published() -> Value {
    let path = env::var_os("REGISTRY_OPENAPI").expect("the tests were built with it");
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the document is JSON")
}

#[test]
#[cfg_attr(not(registry_openapi), ignore = "REGISTRY_OPENAPI names no OpenAPI document")]
fn models_and_operations_are_what_the_document_says() {
    let told: Vec<_> = compare(&published()).iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
#[cfg_attr(not(registry_openapi), ignore = "REGISTRY_OPENAPI names no OpenAPI document")]
fn every_kind_of_id_is_in_the_document() {
    let document = published();
    for kind in IdKind::ALL {
        assert!(has_id(&document, kind.prefix()), "{}", kind.prefix());
    }
}

/// A change of the document, by name.
type Change = (&'static str, fn(&mut Value));

#[test]
#[cfg_attr(not(registry_openapi), ignore = "REGISTRY_OPENAPI names no OpenAPI document")]
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
    let document = published();
    for (fact, change) in CHANGES {
        let mut changed = document.clone();
        change(&mut changed);
        let differences = compare(&changed);
        let facts: Vec<_> = differences.iter().map(|difference| &difference.fact).collect();
        assert!(facts.iter().any(|found| *found == fact), "{fact}: {differences:#?}");
    }
}

fn remove(document: &mut Value, pointer: &str, name: &str) {
    document.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap();
}

fn push(document: &mut Value, pointer: &str, text: &str) {
    document.pointer_mut(pointer).unwrap().as_array_mut().unwrap().push(json!(text));
}
