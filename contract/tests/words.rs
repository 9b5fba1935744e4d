//! What is said of a document, with a small one of our own: it describes a part of the API, as it is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::process::{Command, Output};
use std::{env, fs};

use contract::compare;
use serde_json::{Value, json};

fn small() -> Value {
    serde_json::from_str(include_str!("small.json")).unwrap()
}

/// What is said of a document, but for what it leaves out: the small one leaves out most.
fn told(document: &Value) -> Vec<String> {
    let differences = compare(document);
    let told = differences.iter().filter(|difference| {
        let is_left_out = difference.published.is_none();
        !is_left_out
            || difference.fact.starts_with("Order.")
            || difference.fact.contains("/orders/{id}")
    });
    told.map(ToString::to_string).collect()
}

/// What the small document leaves out of orders, and that it says nothing else than we do.
fn left_out() -> Vec<String> {
    let told = told(&small());
    assert!(told.iter().all(|words| words.contains("/orders/{id}/deliveries")), "{told:#?}");
    told
}

/// A change of the document, and what is said of it.
type Case = (fn(&mut Value), &'static [&'static str]);

#[test]
fn every_change_is_said_in_words() {
    const SCHEMAS: &str = "/components/schemas";
    fn schema<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
        document.pointer_mut(SCHEMAS).unwrap().get_mut(name).unwrap()
    }
    const CASES: [Case; 13] = [
        (
            |it| {
                it["components"]["schemas"]["Vintage"] =
                    json!({ "type": "object", "properties": { "year": { "type": "integer" } } })
            },
            &[
                "The model Vintage is in the document and not here (an object)",
                "The property Vintage.year is in the document and not here (optional integer)",
            ],
        ),
        (
            |it| schema(it, "Order")["properties"]["notes"] = json!({ "type": "string" }),
            &["The property Order.notes is in the document and not here (optional text)"],
        ),
        (
            |it| drop(schema(it, "Order")["properties"].as_object_mut().unwrap().remove("status")),
            &["The property Order.status is here and not in the document (enum OrderStatus)"],
        ),
        (
            |it| {
                schema(it, "Location")["required"]
                    .as_array_mut()
                    .unwrap()
                    .push(json!("description"))
            },
            &["The property Location.description is required in the document and optional here"],
        ),
        (
            |it| drop(schema(it, "Organisation")["required"].as_array_mut().unwrap().pop()),
            &["The property Organisation.domain is optional in the document and required here"],
        ),
        (
            |it| schema(it, "OrderStatus")["enum"].as_array_mut().unwrap().push(json!("paused")),
            &["The enum OrderStatus has values that are not here: paused"],
        ),
        (
            |it| schema(it, "OrderStatus")["enum"] = json!(["placed", "completed"]),
            &["The enum OrderStatus lacks values that are here: in_progress"],
        ),
        (
            |it| schema(it, "CreditQuantity")["properties"]["credits"]["type"] = json!("integer"),
            &["The property CreditQuantity.credits is `integer` in the document and `number` here"],
        ),
        (
            |it| {
                schema(it, "CreateDeliveryRequest")["properties"]["credit_batch_quantities"]["minItems"] =
                    json!(2)
            },
            &[
                "The property CreateDeliveryRequest.credit_batch_quantities is `list of object CreditBatchQuantity, at least 2` in the document and `list of object CreditBatchQuantity, not empty` here",
            ],
        ),
        (
            |it| {
                schema(it, "Organisation")["properties"]["name"]["contentEncoding"] =
                    json!("base64")
            },
            &[
                "The property Organisation.name is `text, contentEncoding \"base64\"` in the document and `text` here",
            ],
        ),
        (
            |it| it["paths"]["/orders/{id}"]["delete"] = json!({ "responses": { "204": {} } }),
            &["The answer 204 of DELETE /orders/{id} is in the document and not here (null)"],
        ),
        (
            |it| drop(it["paths"].as_object_mut().unwrap().remove("/orders/{id}")),
            &[
                "The operation GET /orders/{id} is here and not in the document (object Order)",
                "The path's `id` of GET /orders/{id} is here and not in the document (id ord_)",
            ],
        ),
        (
            |it| {
                it["paths"]["/suppliers/{id}/orders"]["get"]["parameters"][1]["schema"]["maximum"] =
                    json!(100)
            },
            &[
                "The parameter `first` of GET /suppliers/{id}/orders is `optional integer from 1 to 100` in the document and `optional integer from 1 to 50` here",
            ],
        ),
    ];
    let left_out = left_out();
    for (change, expected) in CASES {
        let mut document = small();
        change(&mut document);
        let mut told = told(&document);
        told.retain(|words| !left_out.contains(words));
        told.sort();
        assert_eq!(told, expected);
    }
}

#[test]
fn the_command_says_it_with_its_exit_status() {
    let run = |file: &str| -> Output {
        Command::new(env!("CARGO_BIN_EXE_contract")).arg(file).output().unwrap()
    };
    let small = run(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/small.json"));
    let printed = String::from_utf8(small.stdout).unwrap();
    assert_eq!(small.status.code(), Some(1));
    assert!(
        printed.contains("The model Retirement is here and not in the document (an object).\n")
    );
    assert!(printed.lines().last().unwrap().ends_with(" differences."), "{printed}");

    let other = env::temp_dir().join(format!("contract-{}.json", std::process::id()));
    for (content, message) in [("{", "it is not JSON"), ("[]", "it is not an OpenAPI document")] {
        fs::write(&other, content).unwrap();
        let refused = run(other.to_str().unwrap());
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8(refused.stderr).unwrap().contains(message));
    }
    fs::remove_file(&other).unwrap();
    assert_eq!(run("no-such-file.json").status.code(), Some(2));
}
