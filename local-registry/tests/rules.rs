//! What the rules allow, and what they reject.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use common::{Api, NOW, ids, kg, text};
use local_registry::Registry;
use serde_json::{Value, json};

const BUYER: usize = 0;
const OTHER: usize = 1;
const SUPPLIER: usize = 3;

#[test]
fn the_oldest_credits_are_retired_whole_and_the_last_in_part() {
    let mut api = Api::sample("demo");
    let owner = api.organisation(BUYER);
    let balance = api.read(BUYER, &format!("/organisations/{owner}/credit_balance"));
    let supplier = text(&balance["supplier_balances"][0]["supplier_id"]);
    let list = format!(
        "/organisations/{owner}/credit_batches?status=active&supplier_id={supplier}&sort_direction=asc"
    );
    let active = api.walk(BUYER, &list, 50);
    let wanted = kg(&active[0]["size"]) + 1;
    let body = |kg: i64| {
        json!({
            "owner_organisation_id": owner, "beneficiary_organisation_id": owner, "supplier_id": supplier,
            "retirement_purposes": ["other"], "notes": null, "credit_quantity_kg": kg,
        })
    };
    let before = api.registry.save();
    let all: i64 = active.iter().map(|batch| kg(&batch["size"])).sum();
    let refused = api.post(BUYER, "/retirements/from_oldest_credits", &body(all + 1));
    assert_eq!(
        (refused.status, refused.body["detail"][0]["loc"].clone()),
        (422, json!(["body", "credit_quantity_kg"]))
    );
    assert!(api.registry.save() == before);

    let retirement = api.post(BUYER, "/retirements/from_oldest_credits", &body(wanted)).body;
    let taken =
        api.read(BUYER, &format!("/retirements/{}/credit_batches", text(&retirement["id"])));
    let taken = taken["nodes"].as_array().unwrap();
    assert_eq!(taken[0]["id"], active[0]["id"]);
    assert_eq!(taken[1]["parent_id"], active[1]["id"]);
    assert_eq!(kg(&taken[1]["size"]), 1);
    let parent = api.read(BUYER, &format!("/credit_batches/{}", text(&active[1]["id"])));
    let child = |api: &mut Api, name: &str| {
        api.read(BUYER, &format!("/credit_batches/{}", text(&parent[name])))
    };
    let (left, right) = (child(&mut api, "left_child_id"), child(&mut api, "right_child_id"));
    assert_eq!(
        (parent["status"].as_str(), left["status"].as_str()),
        (Some("split"), Some("retired"))
    );
    let range = |batch: &Value| {
        let serial = text(&batch["serial_number"]);
        let mut parts = serial.rsplitn(3, '-').take(2).map(|part| part.parse::<i64>().unwrap());
        let end = parts.next().unwrap();
        (parts.next().unwrap(), end)
    };
    assert_eq!(
        (range(&left).0, range(&left).1, range(&right).1),
        (range(&parent).0, range(&right).0, range(&parent).1)
    );
    if let Some(data) = parent["carbon_removal_data"].as_object() {
        for (name, whole) in data {
            let part = |batch: &Value| batch["carbon_removal_data"][name].as_i64().unwrap();
            assert_eq!(part(&left) + part(&right), whole.as_i64().unwrap(), "{name}");
        }
    }
    api.registry.audit().unwrap();
}

#[test]
fn vintage_and_order_are_honoured() {
    let mut api = Api::sample("demo");
    let owner = api.organisation(BUYER);
    let list = format!("/organisations/{owner}/credit_batches?status=active");
    let batch = api
        .walk(BUYER, &list, 50)
        .into_iter()
        .find(|batch| !batch["delivery_id"].is_null())
        .unwrap();
    let year: i64 = text(&batch["sequestered_on"]).split('-').next().unwrap().parse().unwrap();
    let delivery = api.read(BUYER, &format!("/deliveries/{}", text(&batch["delivery_id"])));
    let retirement = api.post(
        BUYER,
        "/retirements/from_oldest_credits",
        &json!({
            "owner_organisation_id": owner, "beneficiary_organisation_id": api.organisation(OTHER),
            "supplier_id": batch["supplier_id"], "retirement_purposes": ["insetting"], "notes": "n",
            "credit_quantity_kg": 1.0, "vintage": year, "order_id": delivery["order_id"],
        }),
    );
    assert_eq!(retirement.status, 200, "{}", retirement.body);
    let target = format!("/retirements/{}/credit_batches", text(&retirement.body["id"]));
    for taken in api.read(BUYER, &target)["nodes"].as_array().unwrap().clone() {
        assert!(text(&taken["sequestered_on"]).starts_with(&year.to_string()));
        let of = api.read(BUYER, &format!("/deliveries/{}", text(&taken["delivery_id"])));
        assert_eq!(of["order_id"], delivery["order_id"]);
        assert_eq!(taken["beneficiary"]["id"], api.organisation(OTHER));
    }
    let theirs = format!(
        "/organisations/{}/credit_batches?status=retired&retirement_id={}",
        api.organisation(OTHER),
        text(&retirement.body["id"])
    );
    assert!(!api.walk(OTHER, &theirs, 50).is_empty());
}

#[test]
fn an_order_is_delivered_and_no_more() {
    let mut api = Api::sample("demo");
    let (supplier, organisation) = (api.supplier(SUPPLIER), api.organisation(SUPPLIER));
    let orders = api.read(SUPPLIER, &format!("/suppliers/{supplier}/orders"));
    let order = orders["nodes"][0].clone();
    let list = format!("/organisations/{organisation}/credit_batches?status=active&first=50");
    let batches = api.read(SUPPLIER, &list)["nodes"].as_array().unwrap().clone();
    let batch = batches
        .iter()
        .find(|batch| batch["delivery_id"].is_null() && kg(&batch["size"]) > 2)
        .unwrap();
    let body = |kg: i64| {
        json!({
            "order_id": order["id"], "notes": null,
            "credit_batch_quantities": [{ "credit_batch_id": batch["id"], "credit_quantity_kg": kg }],
        })
    };
    assert_eq!(order["status"], "placed");
    assert_eq!(api.post(BUYER, "/deliveries", &body(1)).status, 403);
    assert_eq!(api.post(4, "/deliveries", &body(1)).status, 403);
    assert_eq!(api.post(SUPPLIER, "/deliveries", &body(i64::MAX)).status, 422);
    assert_eq!(api.post(SUPPLIER, "/deliveries", &body(1)).status, 200);
    let target = format!("/orders/{}", text(&order["id"]));
    assert_eq!(api.read(SUPPLIER, &target)["status"], "in_progress");
    assert_eq!(api.post(SUPPLIER, "/deliveries", &body(1)).status, 422, "the batch is split");
    api.registry.audit().unwrap();
}

#[test]
fn beneficiaries_are_unique_and_their_domains_private() {
    let mut api = Api::sample("demo");
    let new = json!({ "beneficiary_name": "Sample Choir", "beneficiary_domain": "choir.example" });
    let created = api.post(BUYER, "/beneficiary", &new).body;
    assert_eq!(created["domain"], "choir.example");
    let public = api.read(OTHER, &format!("/organisations/{}", text(&created["id"])));
    assert_eq!(
        (public["name"].clone(), public["domain"].clone()),
        (json!("Sample Choir"), Value::Null)
    );
    let again = json!({ "beneficiary_name": "Other", "beneficiary_domain": "CHOIR.example" });
    assert_eq!(api.post(OTHER, "/beneficiary", &again).status, 409);
    let person = json!({ "beneficiary_name": "Ada", "beneficiary_email": "ada@people.example" });
    assert_eq!(api.post(BUYER, "/beneficiary", &person).body["domain"], Value::Null);
    assert_eq!(api.post(BUYER, "/beneficiary", &person).status, 409);
    let both = json!({ "beneficiary_name": "A", "beneficiary_email": "a@b.example", "beneficiary_domain": "b.example" });
    assert_eq!(api.post(BUYER, "/beneficiary", &both).status, 422);
    assert!(ids(&api.walk(BUYER, "/beneficiaries", 4)).contains(&text(&created["id"])));
}

#[test]
fn a_checkout_is_paid_once_and_delivered() {
    let mut api = Api::sample("demo");
    api.registry.set_base_url("http://127.0.0.1:4000/registry/v0/");
    let body = json!({
        "quantity_kg": 1000, "frequency": "one_time", "customer_email": "eve@people.example",
        "isometric_terms_and_conditions_accepted": true, "supplier_terms_and_conditions_accepted": true,
        "success_url": "https://shop.example/thanks", "cancel_url": "https://shop.example/cart?a=1&b=\"",
    });
    assert_eq!(api.post(BUYER, "/stripe/checkout", &body).status, 403);
    let url = text(&api.post(SUPPLIER, "/stripe/checkout", &body).body["redirect_url"]);
    assert!(url.starts_with("http://127.0.0.1:4000/registry/v0/stripe/checkout/cs_"), "{url}");
    let page = |api: &mut Api, method: &str| {
        let request = local_registry::Request { method, target: &url, headers: &[], body: b"" };
        api.registry.handle(NOW, &request)
    };
    let shown = String::from_utf8(page(&mut api, "GET").body).unwrap();
    assert!(shown.contains("a=1&amp;b=&quot;") && shown.contains("1000 kg"), "{shown}");
    let paid = page(&mut api, "POST");
    assert_eq!(paid.status, 303);
    assert!(
        paid.headers.contains(&("location".to_owned(), "https://shop.example/thanks".to_owned()))
    );
    assert_eq!(page(&mut api, "POST").status, 409);
    assert!(api.admin("completeCheckout", &json!({ "redirect_url": url })).is_err());

    let url = text(&api.post(SUPPLIER, "/stripe/checkout", &body).body["redirect_url"]);
    let paid = json!({ "redirect_url": url, "buyer_organisation_id": api.organisation(BUYER) });
    let order = api.admin("completeCheckout", &paid).unwrap();
    assert_eq!(
        (order["status"].clone(), kg(&order["credits_delivered"])),
        (json!("completed"), 1000)
    );
    api.registry.audit().unwrap();
}

#[test]
fn an_empty_registry_is_filled_by_admin() {
    let mut api = Api::of(Registry::empty("mine"));
    let buyer = api
        .admin("addOrganisation", &json!({ "name": "Buyer", "domain": "buyer.example" }))
        .unwrap();
    let supplier = api.admin("addSupplier", &json!({ "name": "Supplier" })).unwrap();
    api.accounts = vec![buyer["account"].clone(), supplier["account"].clone()];
    let project = json!({ "supplier_id": supplier["id"], "name": "P", "pathway": "marine", "country_code": "NOR" });
    let project = api.admin("addProject", &project).unwrap();
    let issue = json!({ "project_id": project["id"], "removals": [
        { "credit_quantity_kg": 10_000, "buffer_pool_credit_quantity_kg": 500, "sequestered_on": "2024-05-06",
          "carbon_removal_data": { "gross_carbon_removed_kg": 10_507, "net_carbon_removed_kg": 10_500,
            "emissions_kg": 3, "counterfactuals_kg": 3, "losses_kg": 1 } } ] });
    let issuance = api.admin("issue", &issue).unwrap();
    assert_eq!(kg(&issuance["credit_batch_size_total"]), 10_500);
    let order = json!({ "supplier_id": supplier["id"], "buyer_organisation_id": buyer["id"], "credit_quantity_kg": 4000 });
    let order = api.admin("placeOrder", &order).unwrap();
    let batches = api.read(1, &format!("/issuances/{}/credit_batches", text(&issuance["id"])));
    let delivery = api.post(1, "/deliveries", &json!({ "order_id": order["id"], "notes": null,
        "credit_batch_quantities": [{ "credit_batch_id": batches["supplier_credit_batches"][0]["id"], "credit_quantity_kg": 4000 }] }));
    assert_eq!(delivery.status, 200, "{}", delivery.body);
    assert_eq!(api.read(0, &format!("/orders/{}", text(&order["id"])))["status"], "completed");
    let refund =
        json!({ "supplier_id": supplier["id"], "credit_quantity_kg": 500, "notes": "All of it" });
    assert_eq!(kg(&api.admin("refund", &refund).unwrap()["credit_batch_size_total"]), 500);
    api.registry.audit().unwrap();

    for (name, input, complaint) in [
        (
            "issue",
            json!({ "project_id": project["id"], "removals": [{ "credit_quantity_kg": i64::MAX }] }),
            "cannot count",
        ),
        (
            "issue",
            json!({ "project_id": project["id"], "removals": [{ "credit_quantity_kg": 0 }] }),
            "removals[0].credit_quantity_kg",
        ),
        ("issue", json!({ "project_id": "prj_0", "removals": [] }), "project_id"),
        (
            "addProject",
            json!({ "supplier_id": supplier["id"], "name": "", "pathway": "marine", "country_code": "NOR" }),
            "name",
        ),
        ("addOrganisation", json!({ "name": "B", "domain": "buyer.example" }), "already"),
        ("addOrganisation", json!({ "name": "B", "colour": "red" }), "colour"),
        ("refund", refund, "only 0 kg"),
        ("setTime", json!({ "now": "2001-01-01T00:00:00Z" }), "does not go back"),
        ("dance", json!({}), "dance"),
    ] {
        let before = api.registry.save();
        let refused = api.admin(name, &input).unwrap_err();
        assert!(refused.contains(complaint), "{name}: {refused}");
        assert!(api.registry.save() == before, "{name}");
    }
    let stopped = api.admin("setTime", &json!({ "now": "2030-01-01T00:00:00Z" })).unwrap();
    assert_eq!(stopped, "2030-01-01T00:00:00Z");
    let issue = json!({ "project_id": project["id"], "removals": [{ "credit_quantity_kg": 1 }] });
    assert_eq!(api.admin("issue", &issue).unwrap()["issued_at"], stopped);
}

#[test]
fn state_comes_back_whole_or_not_at_all() {
    let api = Api::sample("demo");
    let bytes = api.registry.save();
    let loaded = Registry::load(&bytes).unwrap();
    loaded.audit().unwrap();
    assert!(loaded.save() == bytes && loaded.accounts() == api.registry.accounts());
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for (torn, why) in [
        (&bytes[..bytes.len() - 1], "torn"),
        (&flipped[..], "torn"),
        (&bytes[..10], "first line is missing"),
        (b"{}\n", "something else"),
        (b"isometric-registry local state 9 0 0\n", "Version 9"),
    ] {
        let error = Registry::load(torn).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
