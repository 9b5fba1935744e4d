//! How a registry differs from its ordinary behaviour: pace, drift, and pages in both directions.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use common::{Api, NOW, ids, text};
use local_registry::{Behaviour, Request};
use serde_json::{Value, json};

const BUYER: usize = 0;

fn behaving(behaviour: &Value) -> Api {
    let mut api = Api::sample("demo");
    api.registry.behave(Behaviour::parse(&behaviour.to_string()).unwrap());
    api
}

#[test]
fn past_its_pace_it_says_when_to_ask_again() {
    let mut api = behaving(&json!({ "requestsPerMinute": 2 }));
    let headers = api.headers(BUYER);
    let mut ask = |now: i64| {
        let target = "/registry/v0/organisation";
        let request = Request { method: "GET", target, headers: &headers, body: b"" };
        let response = api.registry.handle(now, &request);
        let wait = response.headers.iter().find(|(name, _)| name == "retry-after");
        (response.status, wait.map(|(_, seconds)| seconds.clone()))
    };
    assert_eq!(ask(NOW), (200, None));
    assert_eq!(ask(NOW + 1000), (200, None));
    assert_eq!(ask(NOW + 1500), (429, Some("59".to_owned())));
    assert_eq!(ask(NOW + 60_000), (200, None));
    assert_eq!(ask(NOW + 60_001), (429, Some("1".to_owned())));
}

#[test]
fn properties_go_are_renamed_and_change_their_type_wherever_the_model_is() {
    let mut api = behaving(&json!({ "drift": {
        "Issuance.reporting_period_start_at": "remove",
        "CreditBatch.sequestered_on": { "rename": "sequestered_at" },
        "Supplier.short_description": { "retype": "list" },
        "Organisation.name": { "retype": "null" },
        "CreditQuantity.credits": { "retype": "string" },
    } }));
    let mut plain = Api::sample("demo");
    let (drifted, issuance) = (
        api.walk(BUYER, "/issuances", 50)[0].clone(),
        plain.walk(BUYER, "/issuances", 50)[0].clone(),
    );
    assert!(drifted.get("reporting_period_start_at").is_none());
    assert_eq!(drifted["issued_at"], issuance["issued_at"]);
    let said = issuance["supplier"]["short_description"].clone();
    assert_eq!(drifted["supplier"]["short_description"], json!([said]));
    assert_eq!(drifted["supplier"]["organisation"]["name"], Value::Null);
    let quantity = &drifted["credit_batch_size_total"];
    assert!(quantity["credits"].is_string());
    assert_eq!(quantity["credit_kgs"], issuance["credit_batch_size_total"]["credit_kgs"]);

    let path = format!("/issuances/{}/credit_batches", text(&issuance["id"]));
    let batch = api.read(BUYER, &path)["supplier_credit_batches"][0].clone();
    let before = plain.read(BUYER, &path)["supplier_credit_batches"][0].clone();
    assert_eq!(
        (batch.get("sequestered_on"), &batch["sequestered_at"]),
        (None, &before["sequestered_on"])
    );

    for (drift, message) in [
        (json!({ "Issue.id": "remove" }), "Issue.id: expected a model and a property"),
        (json!({ "Order.x": "remove" }), "Order.x: properties of Order are id, effective"),
        (json!({ "Order.id": "rename" }), "Order.id: expected \"remove\""),
        (json!({ "Order.id": { "retype": "date" } }), "one of string, number, boolean"),
    ] {
        let told = Behaviour::parse(&json!({ "drift": drift }).to_string()).unwrap_err();
        assert!(told.contains(message), "{told}");
    }
}

#[test]
fn first_and_last_together_are_a_forward_page_or_follow_relay() {
    let mut api = behaving(&json!({}));
    let all = ids(&api.walk(BUYER, "/projects", 50));
    let page = |api: &mut Api, query: &str| {
        let page = api.read(BUYER, &format!("/projects?{query}"));
        let info = &page["page_info"];
        let more = [&info["has_previous_page"], &info["has_next_page"]].map(|more| *more == true);
        (ids(page["nodes"].as_array().unwrap()), more, page["total_count"].as_u64().unwrap())
    };
    let cursor = |api: &mut Api, count: usize| {
        text(&api.read(BUYER, &format!("/projects?first={count}"))["page_info"]["end_cursor"])
    };
    let (fifth, tenth) = (cursor(&mut api, 5), cursor(&mut api, 10));
    let total = u64::try_from(all.len()).unwrap();
    for (query, range, more) in [
        ("first=4&last=2".to_owned(), 0..4, [false, true]),
        ("last=2".to_owned(), all.len() - 2..all.len(), [true, false]),
        (format!("first=4&last=2&before={tenth}"), 7..9, [true, true]),
        (format!("first=3&before={tenth}"), 6..9, [true, true]),
        (format!("first=50&after={fifth}&before={tenth}"), 5..9, [true, true]),
        (format!("last=3&after={fifth}"), all.len() - 3..all.len(), [true, false]),
        (format!("first=3&after={fifth}"), 5..8, [true, true]),
    ] {
        assert_eq!(page(&mut api, &query), (all[range].to_vec(), more, total), "{query}");
    }
    api.registry.behave(Behaviour { relay_order: true, ..Behaviour::default() });
    for (query, range, more) in [
        ("first=4&last=2".to_owned(), 2..4, [true, true]),
        (format!("first=4&last=2&before={tenth}"), 2..4, [true, true]),
        (format!("first=4&after={fifth}&before={tenth}"), 5..9, [true, true]),
        ("first=50".to_owned(), 0..all.len(), [false, false]),
        ("last=50".to_owned(), 0..all.len(), [false, false]),
    ] {
        assert_eq!(page(&mut api, &query), (all[range].to_vec(), more, total), "{query}");
    }
    // A descending list, newest first.
    let newest = ids(&api.walk(BUYER, "/retirements", 50));
    let third = text(&api.read(BUYER, "/retirements?first=3")["page_info"]["end_cursor"]);
    let between = api.read(BUYER, &format!("/retirements?last=2&before={third}"));
    assert_eq!(ids(between["nodes"].as_array().unwrap()), newest[..2]);
}
