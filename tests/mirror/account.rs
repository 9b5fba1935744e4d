//! What the registry tells an account, compared with the copy.

use isometric_registry::mirror::cell::Cell;
use isometric_registry::mirror::{Answer, Ask, Report};
use serde_json::{Value, json};

use crate::simulation::{DAY, Simulation};
use crate::world::World;

impl World {
    /// Answers a request that needs the credentials of an account.
    pub(crate) fn tell_account(&mut self, ask: &Ask) -> Option<Answer> {
        if self.received_at == Some(ask.operation) {
            self.received_at = None;
            self.receive();
        }
        if let Some(answer) = self.instead.get(ask.operation) {
            return Some(answer.clone());
        }
        let id = ask.id.clone().unwrap_or_default();
        let path = match ask.operation {
            "organisations.current" => "/organisation".to_owned(),
            "suppliers.current" => "/supplier".to_owned(),
            "organisations.creditBalance" => format!("/organisations/{id}/credit_balance"),
            "organisations.orders" => format!("/organisations/{id}/orders"),
            "organisations.creditBatches" => format!("/organisations/{id}/credit_batches"),
            "suppliers.orders" => format!("/suppliers/{id}/orders"),
            "orders.deliveries" => format!("/orders/{id}/deliveries"),
            _ => return None,
        };
        let after = ask.after.as_ref().map(|cursor| format!("&after={cursor}")).unwrap_or_default();
        let is_page = path.ends_with("orders") || path.ends_with("es");
        let query =
            if is_page { format!("?first={}{after}", self.page_size) } else { String::new() };
        let (status, body) = self.send(self.account, "GET", &format!("{path}{query}"), b"");
        Some(if status == 200 {
            Answer::Body(body.to_string().into_bytes())
        } else {
            Answer::Status(status)
        })
    }
}

impl World {
    /// The kilograms of the account's active credits.
    fn active(&mut self) -> Option<i64> {
        let id = self.accounts[self.account]["organisation_id"].as_str()?.to_owned();
        let path = format!("/organisations/{id}/credit_balance");
        let (_, balance) = self.send(self.account, "GET", &path, b"");
        balance["total"]["active_credits_total"]["credit_kgs"].as_i64()
    }

    /// Lets others trade until the account has received credits.
    fn receive(&mut self) {
        let before = self.active();
        while self.active() <= before {
            self.happen_so(4);
        }
    }
}

/// A finished copy of a registry with orders and deliveries, which stands still.
fn copy(seed: u64) -> Simulation {
    let mut simulation = (seed..)
        .map(|seed| Simulation::new(seed, None))
        .find(|simulation| !simulation.world.has_vanished())
        .unwrap();
    (simulation.kills, simulation.motion) = (0, 0);
    simulation.world.refuses_cursors = false;
    for round in 0..36 {
        // Issuances, deliveries, transfers, retirements and refunds.
        simulation.world.happen_so([0, 1, 1, 4, 6, 10][round % 6]);
    }
    simulation.refresh().unwrap();
    simulation.refresh().unwrap();
    simulation
}

fn law<'a>(report: &'a Report, name: &str) -> &'a isometric_registry::mirror::report::LawReport {
    report.laws.iter().find(|law| law.law == name).unwrap()
}

#[test]
fn an_account_agrees_with_the_copy() {
    let mut held = [0, 0];
    let mut longest = 0;
    for from in [0, 100, 200] {
        let mut simulation = copy(from);
        simulation.world.page_size = 1;
        for account in 0..simulation.world.accounts.len() {
            simulation.world.account = account;
            let before = simulation.world.requests;
            let report = simulation.verify_account().unwrap();
            for (name, held) in ["order_deliveries", "balances"].into_iter().zip(&mut held) {
                let law = law(&report, name);
                assert_eq!((law.broken, law.unjudged), (0, 0), "{law:?}");
                *held += law.held;
            }
            let own = &simulation.world.accounts[account];
            let known = report.account.as_ref().unwrap();
            assert_eq!(own["organisation_id"], known.organisation_id.as_str());
            assert_eq!(own["supplier_id"].as_str(), known.supplier_id.as_deref());
            assert!(known.notes.is_empty(), "{known:?}");
            let requests = simulation.world.requests - before;
            assert_eq!(report.requests, requests as u64);
            let orders = law(&report, "order_deliveries").held as usize;
            let lists = 1 + usize::from(known.supplier_id.is_some());
            let more_pages = orders.saturating_sub(1) / simulation.world.page_size;
            assert_eq!(requests, 3 + lists + more_pages, "{orders} orders");
            longest = longest.max(orders);
        }
        assert!(simulation.verify().unwrap().account.is_none());
    }
    assert!(held.iter().all(|held| *held > 5) && longest > 2, "{held:?} {longest}");
}

#[test]
fn a_verification_is_never_wrong_about_an_account_while_the_registry_moves() {
    let mut judged = 0;
    let mut unjudged = 0;
    for seed in 0..120 {
        let mut simulation = Simulation::new(seed, None);
        (simulation.kills, simulation.motion) = (0, 20);
        for _ in 0..6 {
            simulation.refresh().unwrap();
            simulation.motion = [0, 20][simulation.world.dice.below(2)];
            if simulation.world.dice.chance(30) {
                simulation.world.happen();
            }
            simulation.world.account = simulation.world.dice.below(5);
            let report = simulation.verify_account().unwrap();
            if !report.finished || simulation.world.has_vanished() {
                break;
            }
            for name in ["order_deliveries", "balances"] {
                let law = law(&report, name);
                assert_eq!(law.broken, 0, "seed {seed}: {law:?}");
                judged += law.held;
                unjudged += law.unjudged;
            }
            simulation.motion = 20;
            simulation.world.now += DAY / 4;
        }
    }
    assert!(judged > 600 && unjudged > 30, "{judged} {unjudged}");
}

/// A copy, with an account that has received deliveries and has active and retired credits.
fn copy_of_buyer() -> Simulation {
    let mut simulation = copy(0);
    let buyer = (0..3).find(|&account| {
        simulation.world.account = account;
        let balance = told(&mut simulation, "organisations.creditBalance");
        let has = |part: &str| balance["total"][part]["credit_kgs"] != 0;
        has("active_credits_total")
            && has("retired_credits_total")
            && balance["order_balances"] != json!([])
    });
    simulation.world.account = buyer.unwrap();
    simulation
}

/// The organisation of the simulated account.
fn organisation(simulation: &Simulation) -> String {
    let account = &simulation.world.accounts[simulation.world.account];
    account["organisation_id"].as_str().unwrap().to_owned()
}

/// What the registry tells the account.
fn told(simulation: &mut Simulation, operation: &'static str) -> Value {
    let id = Some(organisation(simulation));
    let answer = simulation.world.tell_account(&Ask { operation, id, after: None });
    let Some(Answer::Body(body)) = answer else { panic!("{operation}: {answer:?}") };
    serde_json::from_slice(&body).unwrap()
}

/// The id of the first row of a table with these texts.
fn find(simulation: &Simulation, table: &str, texts: &[(&str, &str)]) -> String {
    let known = simulation.store.schema.table(table).unwrap();
    let row = simulation.store.rows(table).find(|row| {
        texts.iter().all(|(column, text)| row[known.place(column).unwrap()].as_text() == Some(text))
    });
    row.unwrap_or_else(|| panic!("{table} {texts:?}"))[0].as_text().unwrap().to_owned()
}

#[test]
fn the_laws_of_an_account_break_when_a_row_is_altered() {
    let kg = Cell::Integer(1_000_003);
    let text = |text: &str| Cell::Text(text.to_owned());
    let another = text("org_0000000000000000");
    let simulation = copy_of_buyer();
    let own = organisation(&simulation);
    let received = find(&simulation, "deliveries", &[("to_organisation_id", &own)]);
    let active = find(&simulation, "credit_batches", &[("owner_id", &own), ("status", "active")]);
    let retired = find(&simulation, "credit_batches", &[("owner_id", &own), ("status", "retired")]);
    let foreign = simulation.store.rows("credit_batches").find(|row| {
        let place = |column| simulation.store.schema.table("credit_batches")?.place(column);
        row[place("status").unwrap()].as_text() == Some("active")
            && row[place("owner_id").unwrap()].as_text() != Some(&own)
    });
    let foreign = foreign.unwrap()[0].as_text().unwrap();
    let size = "credit_batch_size_total_kg";
    for (name, table, id, column, cell, says) in [
        (
            "order_deliveries",
            "deliveries",
            &*received,
            size,
            kg.clone(),
            " kg delivered, the copy says ",
        ),
        (
            "order_deliveries",
            "deliveries",
            &received,
            "order_id",
            text("ord_0000000000000000"),
            &received,
        ),
        (
            "balances",
            "credit_batches",
            &active,
            "size_kg",
            kg.clone(),
            " kg active, the copy says ",
        ),
        ("balances", "credit_batches", &active, "owner_id", another, &active),
        ("balances", "credit_batches", &retired, "size_kg", kg, " kg retired, the copy says "),
        (
            "balances",
            "credit_batches",
            foreign,
            "owner_id",
            text(&own),
            " kg active, the copy says ",
        ),
        (
            "balances",
            "credit_batches",
            &retired,
            "project_id",
            text("prj_0000000000000000"),
            ", project prj_",
        ),
    ] {
        let mut simulation = copy_of_buyer();
        let sound = simulation.verify_account().unwrap();
        assert!(law(&sound, name).held > 0 && law(&sound, name).broken == 0, "{name}");
        simulation.store.alter(table, id, column, cell);
        let report = simulation.verify_account().unwrap();
        let law = law(&report, name);
        let first = law.first.as_deref().unwrap_or_default();
        assert!(law.broken > 0 && first.contains(says), "{table}.{column}: {law:?}");
        assert!(!first.contains("Some") && !first.contains('"'), "{first}");
    }
}

#[test]
fn nothing_is_broken_while_the_copy_is_behind() {
    for what in [1, 6] {
        let mut simulation = copy_of_buyer();
        let before = told(&mut simulation, "organisations.creditBalance");
        while told(&mut simulation, "organisations.creditBalance") == before {
            simulation.world.happen_so(what);
        }
        let report = simulation.verify_account().unwrap();
        let balances = law(&report, "balances");
        assert!(balances.broken == 0 && balances.unjudged > 0, "{balances:?}");
        let notes = report.account.unwrap().notes;
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].ends_with("Refresh it, and verify it again."), "{notes:?}");
        simulation.refresh().unwrap();
        let report = simulation.verify_account().unwrap();
        let balances = law(&report, "balances");
        assert_eq!((balances.broken, balances.unjudged), (0, 0), "{balances:?}");
    }
}

#[test]
fn a_refund_is_waited_for() {
    let mut simulation = copy_of_buyer();
    let supplier = simulation.world.accounts.iter().position(|one| one["role"] == "supplier");
    simulation.world.account = supplier.unwrap();
    let id = simulation.world.accounts[supplier.unwrap()]["supplier_id"].clone();
    for _ in 0..2 {
        let refund = json!({ "supplier_id": id, "credit_quantity_kg": 1, "notes": "n" });
        simulation.world.admin("refund", refund).unwrap();
    }
    let report = simulation.verify_account().unwrap();
    let balances = law(&report, "balances");
    assert!(balances.broken == 0 && balances.unjudged > 0, "{balances:?}");
    let notes = report.account.unwrap().notes;
    assert!(notes.len() == 1 && notes[0].contains("was refunded from a buffer pool"), "{notes:?}");
    // A batch that the account has lost besides is told of all the same.
    let own = organisation(&simulation);
    let lost = find(&simulation, "credit_batches", &[("owner_id", &own), ("status", "active")]);
    simulation.store.alter(
        "credit_batches",
        &lost,
        "owner_id",
        Cell::Text("org_0000000000000000".to_owned()),
    );
    let report = simulation.verify_account().unwrap();
    let first = law(&report, "balances").first.clone().unwrap();
    assert!(first.contains(&lost), "{first}");
    simulation.store.alter("credit_batches", &lost, "owner_id", Cell::Text(own));
    // What others send to the account while its batches are read is nothing that the copy has missed.
    simulation.world.received_at = Some("organisations.creditBatches");
    let report = simulation.verify_account().unwrap();
    let balances = law(&report, "balances");
    assert!(balances.broken == 0 && balances.unjudged > 0, "{balances:?}");
    assert!(report.account.unwrap().notes[0].contains("Refresh it"));
}

#[test]
fn what_an_account_is_not_shown_is_not_judged() {
    let status = |status| Answer::Status(status);
    for (operation, answer, name, says) in [
        ("organisations.orders", status(403), "order_deliveries", "the orders of org_"),
        (
            "organisations.orders",
            Answer::Body(b"{}".to_vec()),
            "order_deliveries",
            "total_count: it is missing",
        ),
        ("organisations.creditBalance", status(403), "balances", ": the registry answered 403"),
        ("organisations.creditBalance", status(404), "balances", "the balances of org_"),
        (
            "organisations.creditBalance",
            Answer::Body(b"{}".to_vec()),
            "balances",
            "total is missing",
        ),
        (
            "organisations.creditBalance",
            Answer::Body(b"[]".to_vec()),
            "balances",
            "it is not an object",
        ),
    ] {
        let mut simulation = copy_of_buyer();
        simulation.world.instead.insert(operation, answer);
        let report = simulation.verify_account().unwrap();
        let found = law(&report, name);
        assert!(found.unjudged > 0 && found.broken == 0, "{operation}: {found:?}");
        let notes = report.account.as_ref().unwrap().notes.join("\n");
        assert!(notes.contains(says), "{operation}: {notes}");
        let other = ["order_deliveries", "balances"].into_iter().find(|other| *other != name);
        let other = law(&report, other.unwrap());
        assert!(other.held > 0 && other.broken == 0, "{operation}: {other:?}");
    }
    let mut simulation = copy_of_buyer();
    let supplier = (
        "suppliers.current",
        status(422),
        "the supplier of the account: the registry answered 422",
    );
    simulation.world.instead.insert(supplier.0, supplier.1);
    let account = simulation.verify_account().unwrap().account.unwrap();
    assert_eq!((account.supplier_id, account.notes), (None, vec![supplier.2.to_owned()]));
    for answer in [status(403), status(404), Answer::Body(b"{\"id\":1}".to_vec())] {
        simulation.world.instead.insert("organisations.current", answer);
        let refused = simulation.verify_account().unwrap_err();
        assert!(
            refused
                .starts_with("The account of the access token is not known: GET /organisation: "),
            "{refused}"
        );
    }
}

/// Changes what the registry tells the account.
fn drift(simulation: &mut Simulation, operation: &'static str, change: impl FnOnce(&mut Value)) {
    let mut body = told(simulation, operation);
    change(&mut body);
    simulation.world.instead.insert(operation, Answer::Body(body.to_string().into_bytes()));
}

fn remove(object: &mut Value, name: &str) {
    object.as_object_mut().unwrap().remove(name).unwrap();
}

#[test]
fn a_figure_that_is_missing_is_not_zero() {
    type Change = fn(&mut Value);
    let cases: [(&str, Change, &str, &str); 8] = [
        (
            "organisations.creditBalance",
            |body| remove(&mut body["total"], "active_credits_total"),
            "balances",
            "active_credits_total is missing",
        ),
        (
            "organisations.creditBalance",
            |body| remove(&mut body["total"]["retired_credits_total"], "credit_kgs"),
            "balances",
            "retired_credits_total: credit_kgs is missing",
        ),
        (
            "organisations.creditBalance",
            |body| body["total"]["active_credits_total"]["credit_kgs"] = json!("7"),
            "balances",
            "credit_kgs is not a whole number",
        ),
        (
            "organisations.creditBalance",
            |body| body["total"]["active_credits_total"]["credit_kgs"] = json!(7.5),
            "balances",
            "credit_kgs is not a whole number",
        ),
        (
            "organisations.creditBalance",
            |body| body["project_balances"] = json!([]),
            "balances",
            "no balance is stated for prj_",
        ),
        (
            "organisations.creditBalance",
            |body| remove(&mut body["supplier_balances"][0], "supplier_id"),
            "balances",
            "supplier_balances: supplier_id is missing",
        ),
        (
            "organisations.orders",
            |body| remove(&mut body["nodes"][0], "credits_delivered"),
            "order_deliveries",
            "credits_delivered is missing",
        ),
        (
            "organisations.orders",
            |body| remove(&mut body["nodes"][0], "id"),
            "order_deliveries",
            "id is missing",
        ),
    ];
    for (operation, change, name, says) in cases {
        let mut simulation = copy_of_buyer();
        simulation.world.page_size = 50;
        drift(&mut simulation, operation, change);
        let report = simulation.verify_account().unwrap();
        let found = law(&report, name);
        assert!(found.unjudged > 0 && found.broken == 0, "{says}: {found:?}");
        let notes = report.account.as_ref().unwrap().notes.join("\n");
        assert!(notes.contains(says), "{says}: {notes}");
        let is_drift = !says.starts_with("no balance");
        assert_eq!(!report.drift.is_empty(), is_drift, "{says}: {:?}", report.drift);
    }
    // What no figure rests on is drift alone.
    let mut simulation = copy_of_buyer();
    simulation.world.page_size = 50;
    drift(&mut simulation, "organisations.orders", |body| {
        remove(&mut body["nodes"][0], "effective_contract_date")
    });
    let report = simulation.verify_account().unwrap();
    assert_eq!(law(&report, "order_deliveries").unjudged, 0);
    let places: Vec<&str> = report.drift.iter().map(|drift| drift.place.as_str()).collect();
    assert_eq!(places, ["orders.effective_contract_date"]);
}

#[test]
fn a_client_of_another_registry_is_refused_before_anything_is_sent() {
    use isometric_registry::mirror::verify;
    let mut simulation = copy(0);
    let before = simulation.world.requests;
    let refused =
        simulation.run(verify(Some("https://another.example/v0".to_owned()))).unwrap_err();
    assert!(refused.contains("This is a copy of https://registry.example/v0"), "{refused}");
    let mut unfinished = Simulation::new(0, None);
    let report = unfinished.verify_account().unwrap();
    assert!(!report.finished && report.account.is_none() && report.laws.is_empty());
    assert_eq!((simulation.world.requests, unfinished.world.requests), (before, 0));
}
