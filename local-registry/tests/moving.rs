//! A registry that changes while it is read: others trade, commits are late, projects are edited.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use std::collections::BTreeSet;

use common::{Api, NOW, ids, kg, text};
use local_registry::{Behaviour, Registry, Request};
use serde_json::{Value, json};

const BUYER: usize = 0;
const MINUTE: i64 = 60_000;
const LISTS: [(&str, &str); 4] = [
    ("/issuances", "issued_at"),
    ("/deliveries", "delivered_at"),
    ("/transfers", "transferred_at"),
    ("/retirements", "retired_at"),
];

/// A registry in which others have traded for the given number of minutes, a second at a time.
fn busy(seed: &str, minutes: i64) -> Api {
    let mut registry = Registry::sample(seed, NOW - minutes * MINUTE);
    registry.behave(Behaviour { busy_per_minute: 30, ..Behaviour::default() });
    for now in (NOW - minutes * MINUTE..=NOW).step_by(1000) {
        registry.advance(now);
    }
    Api::of(registry)
}

#[test]
fn others_trade_with_what_is_theirs_and_keep_every_rule() {
    for seed in ["1", "2", "3"] {
        let mut still = Api::sample(seed);
        let mut api = busy(seed, 20);
        api.registry.audit().unwrap();
        let mut more = 0;
        for (list, _) in LISTS {
            let (before, after) = (still.walk(BUYER, list, 50), api.walk(BUYER, list, 50));
            assert!(after.len() > before.len(), "{list}");
            more += after.len() - before.len();
        }
        assert!((300..900).contains(&more), "{more} trades in 20 minutes at 30 a minute");
        for account in 0..3 {
            let path = format!("/organisations/{}/credit_balance", api.organisation(account));
            let balance = |api: &mut Api| api.read(account, &path)["total"].clone();
            assert_eq!(balance(&mut still), balance(&mut api), "an account's credits are its own");
        }
    }
}

#[test]
fn what_others_do_follows_from_the_seed_and_the_times() {
    assert!(busy("a", 5).registry.save() == busy("a", 5).registry.save());
    assert!(busy("a", 5).registry.save() != busy("b", 5).registry.save());
}

#[test]
fn commits_are_late_and_appear_among_what_came_before() {
    let mut api = Api::sample("late");
    api.registry.behave(Behaviour { busy_per_minute: 60, ..Behaviour::default() });
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut late = 0;
    for second in 0..600 {
        let now = NOW + second * 1000;
        let page = at(&mut api, now, "/retirements?first=50");
        let nodes = page["nodes"].as_array().unwrap();
        let times: Vec<_> = nodes.iter().map(|node| text(&node["retired_at"])).collect();
        assert!(times.is_sorted_by(|one, other| one >= other), "{times:?}");
        let is_new: Vec<_> = ids(nodes).iter().map(|id| !known.contains(id)).collect();
        late += usize::from(second > 0 && !is_new.is_sorted_by(|one, other| one >= other));
        known.extend(ids(nodes));
    }
    assert!(late > 10, "{late} pages showed something new behind something known");
    api.registry.audit().unwrap();
    let restored = Registry::load(&api.registry.save()).unwrap();
    restored.audit().unwrap();
    let mut restored = Api::of(restored);
    for (list, _) in LISTS {
        assert_eq!(ids(&restored.walk(BUYER, list, 50)), ids(&api.walk(BUYER, list, 50)));
    }
}

#[test]
fn a_request_can_be_committed_late() {
    let mut api = Api::sample("demo");
    let me = api.organisation(BUYER);
    let mine = format!("/organisations/{me}/credit_batches?status=active&first=2");
    let batches = api.read(BUYER, &mine)["nodes"].clone();
    let headers = api.headers(BUYER);
    let mut retire = |began: i64, batch: &Value| -> Value {
        let body = json!({
            "owner_organisation_id": me, "beneficiary_organisation_id": me,
            "supplier_id": batch["supplier_id"], "retirement_purposes": ["other"], "notes": null,
            "credit_batch_quantities": [
                { "credit_batch_id": batch["id"], "credit_quantity_kg": 1 },
            ],
        });
        let (target, body) = ("/registry/v0/retirements", body.to_string());
        let request = Request { method: "POST", target, headers: &headers, body: body.as_bytes() };
        serde_json::from_slice(&api.registry.handle_late(NOW, began, &request).body).unwrap()
    };
    let first = retire(NOW, &batches[0]);
    let second = retire(NOW - 15_000, &batches[1]);
    assert!(text(&second["retired_at"]) < text(&first["retired_at"]));
    let listed = ids(&api.walk(BUYER, &format!("/retirements?owner_org_id={me}"), 50));
    assert_eq!(listed[0], text(&first["id"]));
    assert_eq!(listed[1], text(&second["id"]));
    api.registry.audit().unwrap();
}

#[test]
fn projects_are_renamed_hidden_and_brought_back() {
    let mut api = Api::sample("demo");
    let projects = api.walk(BUYER, "/projects", 50);
    let [first, second] = [&projects[0], &projects[1]];
    let id = text(&first["id"]);
    let by_id = format!("/projects/{id}");
    let supplier = text(&first["supplier"]["id"]);
    let of_supplier = format!("/suppliers/{supplier}/projects");
    let reference = json!({ "project_id": id });

    api.admin("hideProject", &reference).unwrap();
    api.registry.audit().unwrap();
    assert_eq!(api.read(BUYER, &by_id), Value::Null);
    assert_eq!(api.get(BUYER, &format!("{by_id}/documents")).status, 404);
    assert_eq!(ids(&api.walk(BUYER, "/projects", 50)), ids(&projects[1..]));
    assert!(!ids(&api.walk(BUYER, &of_supplier, 50)).contains(&id));
    let mut restored = Api::of(Registry::load(&api.registry.save()).unwrap());
    assert_eq!(ids(&restored.walk(BUYER, "/projects", 50)), ids(&projects[1..]));
    api.admin("hideProject", &reference).unwrap();

    api.admin("restoreProject", &reference).unwrap();
    assert_eq!(api.walk(BUYER, "/projects", 50), projects);

    let name = json!("Zzz — Übrig ");
    api.admin("renameProject", &json!({ "project_id": id, "name": name })).unwrap();
    let renamed = api.walk(BUYER, "/projects", 50);
    assert_eq!(renamed.last().unwrap()["name"], name);
    assert_eq!(renamed[0]["id"], second["id"]);
    api.registry.audit().unwrap();

    let said = json!({ "supplier_id": supplier, "short_description": "Other." });
    api.admin("describeSupplier", &said).unwrap();
    let project = api.read(BUYER, &by_id);
    assert_eq!(project["supplier"]["short_description"], "Other.");
    assert_eq!(project["supplier"]["long_description"], Value::Null);
    assert_eq!(kg(&project["issued_credits_total"]), kg(&first["issued_credits_total"]));
    for (name, input) in [
        ("renameProject", json!({ "project_id": id, "name": " " })),
        ("hideProject", json!({ "project_id": supplier })),
        ("describeSupplier", json!({ "supplier_id": id })),
    ] {
        api.admin(name, &input).unwrap_err();
    }
}

fn at(api: &mut Api, now: i64, target: &str) -> Value {
    let headers = &api.headers(BUYER);
    let target = &format!("/registry/v0{target}");
    let request = Request { method: "GET", target, headers, body: b"" };
    serde_json::from_slice(&api.registry.handle(now, &request).body).unwrap()
}
