//! Every operation is answered, with the checks that the API makes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use common::{Api, NOW, ids, text};
use isometric_registry::operation::{self, Access, Argument, Method};
use local_registry::Registry;
use serde_json::{Value, json};

const BUYER: usize = 0;
const OTHER: usize = 1;
const SUPPLIER: usize = 3;

#[test]
fn the_sample_is_large_and_keeps_every_rule() {
    for seed in ["", "demo", "1", "2", "3", "a long seed"] {
        check_sample(Api::sample(seed));
    }
}

fn check_sample(mut api: Api) {
    api.registry.audit().unwrap();
    let count = |api: &mut Api, target: &str| {
        api.read(BUYER, &format!("{target}?first=1"))["total_count"].as_i64().unwrap()
    };
    assert!(count(&mut api, "/suppliers") >= 12);
    assert!(count(&mut api, "/projects") >= 25);
    assert!(count(&mut api, "/issuances") >= 200);
    assert!(count(&mut api, "/deliveries") >= 100);
    assert!(count(&mut api, "/transfers") >= 5);
    assert!(count(&mut api, "/retirements") >= 20);
    let mut pathways: Vec<_> =
        api.walk(BUYER, "/projects", 50).iter().map(|node| text(&node["pathway"])).collect();
    pathways.sort();
    pathways.dedup();
    assert_eq!(pathways.len(), 7);

    let (mut issued, mut statuses) = (0, std::collections::BTreeMap::<String, usize>::new());
    for issuance in ids(&api.walk(BUYER, "/issuances", 50)) {
        let batches = api.read(BUYER, &format!("/issuances/{issuance}/credit_batches"));
        for list in ["supplier_credit_batches", "buffer_pool_credit_batches"] {
            let mut open: Vec<Value> = batches[list].as_array().unwrap().clone();
            while let Some(batch) = open.pop() {
                issued += 1;
                *statuses.entry(text(&batch["status"])).or_default() += 1;
                for child in ["left_child_id", "right_child_id"] {
                    if let Some(id) = batch[child].as_str() {
                        open.push(api.read(BUYER, &format!("/credit_batches/{id}")));
                    }
                }
            }
        }
    }
    assert!(issued >= 1500 && statuses.values().all(|&count| count > 100), "{statuses:?}");

    for buyer in 0..3 {
        let organisation = api.organisation(buyer);
        let path = format!("/organisations/{organisation}/credit_batches?status=active");
        let batches = api.walk(buyer, &path, 50);
        let mut suppliers: Vec<_> =
            batches.iter().map(|batch| text(&batch["supplier_id"])).collect();
        suppliers.sort();
        suppliers.dedup();
        assert!(batches.len() > 40 && suppliers.len() > 3);
        let others = ids(&api.walk(buyer, "/transferees", 7));
        let beneficiaries = ids(&api.walk(buyer, "/beneficiaries", 3));
        assert!(!others.contains(&organisation));
        for other in (0..3).filter(|&other| other != buyer) {
            assert!(others.contains(&api.organisation(other)));
            assert!(beneficiaries.contains(&api.organisation(other)));
        }
        let orders = api.walk(buyer, &format!("/organisations/{organisation}/orders"), 50);
        for status in ["placed", "in_progress", "completed"] {
            assert!(orders.iter().any(|order| order["status"] == status), "{status}");
        }
    }
    let stripe = api.read(SUPPLIER, "/stripe/configuration");
    assert!(text(&stripe["id"]).starts_with("ssc_"));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
    let save = |seed| Registry::sample(seed, NOW).save();
    assert!(save("one") == save("one"));
    assert!(save("one") != save("two"));
}

#[test]
fn every_operation_is_answered() {
    let mut api = Api::sample("demo");
    for operation in operation::all().filter(|operation| operation.method == Method::Get) {
        let account =
            if operation.name.starts_with("suppliers.") || operation.name.starts_with("stripe.") {
                SUPPLIER
            } else {
                BUYER
            };
        let target = match operation.arguments.first() {
            Some(Argument::Id(_)) => {
                operation.path.replace("{id}", &some_id(&mut api, account, operation.path))
            }
            _ => operation.path.to_owned(),
        };
        let answer = api.get(account, &target);
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        assert!(!answer.body.is_null(), "{target}");
    }
    let before = api.registry.save();
    for operation in operation::all().filter(|operation| operation.method == Method::Post) {
        let answer = api.post(BUYER, operation.path, &json!({}));
        assert_eq!(answer.status, 422, "{}: {}", operation.path, answer.body);
        assert!(answer.body["detail"].as_array().unwrap().len() > 1);
    }
    assert!(api.registry.save() == before);
}

/// An id for an operation's path.
fn some_id(api: &mut Api, account: usize, path: &str) -> String {
    let first = |api: &mut Api, list: &str| text(&api.read(account, list)["nodes"][0]["id"]);
    match path.split('/').nth(1).unwrap() {
        "organisations" => api.organisation(account),
        "suppliers" => api.supplier(account),
        "credit_batches" => {
            let organisation = api.organisation(account);
            first(api, &format!("/organisations/{organisation}/credit_batches"))
        }
        "orders" => {
            let organisation = api.organisation(account);
            first(api, &format!("/organisations/{organisation}/orders"))
        }
        "refunds" => {
            let (supplier, project) = (api.supplier(SUPPLIER), first(api, "/projects"));
            let _ = project;
            let refund =
                json!({ "supplier_id": supplier, "credit_quantity_kg": 5, "notes": "Why" });
            text(&api.admin("refund", &refund).unwrap()["id"])
        }
        resource => first(api, &format!("/{resource}")),
    }
}

#[test]
fn credentials_are_asked_for() {
    let mut api = Api::sample("demo");
    let (good, id) = (api.headers(BUYER), api.organisation(BUYER));
    let secret = vec![good[0].clone()];
    let wrong = |place: usize, value: &str| {
        let mut headers = good.clone();
        headers[place].1 = value.to_owned();
        headers
    };
    let mut status =
        |headers: &[(String, String)], target: &str| api.send(headers, "GET", target, b"").status;
    assert_eq!(status(&[], "/projects"), 422);
    assert_eq!(status(&wrong(0, "no"), "/projects"), 401);
    assert_eq!(status(&secret, "/projects"), 200);
    assert_eq!(status(&wrong(1, "Bearer no"), "/projects"), 401);
    assert_eq!(status(&wrong(1, "Basic no"), "/organisation"), 401);
    for operation in operation::all().filter(|operation| operation.method == Method::Get) {
        let target = operation.path.replace("{id}", &id);
        let private = operation.access == Access::Private;
        assert_eq!(status(&secret, &target) == 401, private, "{target}");
    }
    let other = api.organisation(OTHER);
    for list in ["orders", "credit_balance", "credit_batches"] {
        assert_eq!(api.get(BUYER, &format!("/organisations/{other}/{list}")).status, 403);
    }
    let supplier = api.supplier(SUPPLIER);
    assert_eq!(api.get(BUYER, &format!("/suppliers/{supplier}/orders")).status, 403);
    let order =
        text(&api.read(SUPPLIER, &format!("/suppliers/{supplier}/orders"))["nodes"][0]["id"]);
    assert_eq!(api.get(2, &format!("/orders/{order}")).status, 403);
    assert_eq!(api.get(BUYER, "/supplier").status, 404);
    assert_eq!(api.get(BUYER, "/stripe/configuration").status, 404);
}

#[test]
fn paths_methods_and_ids_are_told_apart() {
    let mut api = Api::sample("demo");
    let mut status = |method: &str, target: &str| {
        let headers = api.headers(BUYER);
        api.send(&headers, method, target, b"").status
    };
    assert_eq!(status("GET", "/nothing"), 404);
    assert_eq!(status("GET", "/nothing?at=http://127.0.0.1/registry/v0/organisation"), 404);
    assert_eq!(status("GET", "/organisation?at=https://127.0.0.1/nothing"), 422);
    assert_eq!(status("DELETE", "/projects"), 405);
    assert_eq!(status("POST", "/organisation"), 405);
    assert_eq!(status("GET", "/retirements/short"), 422);
    assert_eq!(status("GET", "/retirements/ret_0000000000000000"), 404);
    assert_eq!(status("GET", &format!("/retirements/{}", "%C3%BC".repeat(37))), 404);
    assert_eq!(status("GET", &format!("/retirements/{}", "%C3%BC".repeat(38))), 422);
    let mut at = |target: &str| {
        let headers = &api.headers(BUYER);
        let request = local_registry::Request { method: "GET", target, headers, body: b"" };
        api.registry.handle(NOW, &request).status
    };
    assert_eq!(at("http://127.0.0.1:80/registry/v0/projects?first=1"), 200);
    assert_eq!(at("file:///registry/v0/organisation"), 404);
    assert_eq!(at("registry/v0/organisation"), 404);
    let null = |api: &mut Api, target: &str| api.read(BUYER, target).is_null();
    for target in ["organisations/org_", "suppliers/spl_", "projects/prj_"] {
        assert!(null(&mut api, &format!("/{target}0000000000000000")));
    }
}

#[test]
fn all_problems_are_named_at_once() {
    let mut api = Api::sample("demo");
    let answer = api.post(
        BUYER,
        "/retirements/from_oldest_credits",
        &json!({
            "owner_organisation_id": 1,
            "beneficiary_organisation_id": "org_",
            "supplier_id": "x".repeat(38),
            "retirement_purposes": ["fun", "other", "other"],
            "credit_quantity_kg": 0,
            "vintage": 1800,
        }),
    );
    let kinds: Vec<_> = answer.body["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| (issue["loc"].clone(), text(&issue["type"])))
        .collect();
    assert_eq!(answer.status, 422);
    for (loc, kind) in [
        (json!(["body", "owner_organisation_id"]), "string_type"),
        (json!(["body", "beneficiary_organisation_id"]), "string_too_short"),
        (json!(["body", "supplier_id"]), "string_too_long"),
        (json!(["body", "retirement_purposes", 0]), "enum"),
        (json!(["body", "retirement_purposes"]), "value_error"),
        (json!(["body", "notes"]), "missing"),
        (json!(["body", "credit_quantity_kg"]), "greater_than_equal"),
        (json!(["body", "vintage"]), "greater_than_equal"),
    ] {
        assert!(kinds.contains(&(loc.clone(), kind.to_owned())), "{loc} {kind}: {kinds:?}");
    }
    assert_eq!(kinds.len(), 8);
    let headers = api.headers(BUYER);
    let broken = api.send(&headers, "POST", "/transfers", b"{\"a\":");
    assert_eq!(broken.body["detail"][0]["type"], "json_invalid");
    let missing = api.send(&headers, "POST", "/transfers", b"");
    assert_eq!(missing.body["detail"][0]["loc"], json!(["body"]));
    let query = api.get(BUYER, "/projects?first=51&last=x&after=");
    assert_eq!(query.body["detail"].as_array().unwrap().len(), 3);
    assert_eq!(api.get(BUYER, "/projects?first=1&before=x").status, 422);
    for (target, unknown) in [
        ("/projects?frist=1", "frist"),
        ("/projects?first=1&status=active", "status"),
        ("/organisation?first=1", "first"),
        ("/deliveries?supplier%20id=a&supplier_id=b", "supplier id"),
    ] {
        let answer = api.get(BUYER, target);
        assert_eq!(
            (answer.status, &answer.body["detail"][0]["type"]),
            (422, &json!("extra_forbidden"))
        );
        assert_eq!(answer.body["detail"][0]["loc"], json!(["query", unknown]));
    }
    let long = "\u{1f600}".repeat(10_000);
    for body in [
        json!({ "owner_organisation_id": long, "notes": vec![&long; 5], "supplier_id": { "a": long } }),
        json!({ "retirement_purposes": vec![&long; 50], "credit_quantity_kg": vec![0; 10_000] }),
        json!(vec![long.clone(); 5]),
    ] {
        let answer = api.post(BUYER, "/retirements/from_oldest_credits", &body);
        assert_eq!(answer.status, 422);
        assert!(answer.body.to_string().len() < 16_384, "{}", answer.body.to_string().len());
    }
    let answer = api.get(BUYER, &format!("/projects?{}", format!("{long}={long}&").repeat(30)));
    assert!(answer.status == 422 && answer.body.to_string().len() < 16_384);
    let many = format!("/projects?{}", "a=&b=&".repeat(1000));
    assert_eq!(api.get(BUYER, &many).body["detail"].as_array().unwrap().len(), 20);
    assert_eq!(api.get(BUYER, "/projects?after=x").status, 422);
}

#[test]
fn any_two_filters_find_their_intersection() {
    let mut api = Api::sample("demo");
    let organisation = api.organisation(BUYER);
    let path = format!("/organisations/{organisation}/credit_batches");
    let mut all = api.walk(BUYER, &format!("{path}?status=active&status=split&status=retired"), 50);
    let deliveries = api.walk(BUYER, "/deliveries", 50);
    for batch in &mut all {
        let delivery = deliveries.iter().find(|delivery| delivery["id"] == batch["delivery_id"]);
        batch["order_id"] = delivery.map_or(Value::Null, |delivery| delivery["order_id"].clone());
    }
    let names =
        ["supplier_id", "project_id", "issuance_id", "delivery_id", "order_id", "retirement_id"];
    for (place, like) in all.iter().enumerate().step_by(17) {
        for one in names {
            for other in names.into_iter().filter(|&other| other != one) {
                let from = &all[(place * 7 + 3) % all.len()];
                for (value, other_value) in [(&like[one], &like[other]), (&like[one], &from[other])]
                {
                    if value.is_null() || other_value.is_null() {
                        continue;
                    }
                    let filter = format!("{one}={}&{other}={}", text(value), text(other_value));
                    let target =
                        format!("{path}?status=active&status=split&status=retired&{filter}");
                    let fits =
                        |batch: &&Value| batch[one] == *value && batch[other] == *other_value;
                    let expected: Vec<_> =
                        all.iter().filter(fits).map(|batch| text(&batch["id"])).collect();
                    assert_eq!(ids(&api.walk(BUYER, &target, 50)), expected, "{filter}");
                }
            }
        }
    }
}

#[test]
fn spans_of_time_leave_their_ends_out() {
    let mut api = Api::sample("demo");
    let organisation = api.organisation(BUYER);
    let path = format!("/organisations/{organisation}/credit_batches");
    let all = api.walk(BUYER, &path, 50);
    let issued = |batch: &Value| text(&batch["issued_at"]);
    let (late, early) = (issued(&all[all.len() / 4]), issued(&all[all.len() / 2]));
    let span = format!("{path}?issued_after={early}&issued_before={late}");
    let expected = all.iter().filter(|batch| issued(batch) > early && issued(batch) < late);
    let found = api.walk(BUYER, &span, 7);
    assert!(!found.is_empty() && found.iter().eq(expected));
    assert_eq!(api.get(BUYER, &format!("{path}?issued_after=2024-01-01T00:00:00")).status, 422);
}
