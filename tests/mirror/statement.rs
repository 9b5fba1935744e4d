//! Statements and holdings equal what the ledger itself held at each time, and add up from its records.

use std::collections::BTreeMap;

use isometric_registry::mirror::statement::report::{Holding, Holdings, Kilograms, Statement};
use isometric_registry::mirror::{Action, holdings, statement};

use crate::simulation::{DAY, Simulation};

/// Kilograms by owner, project and vintage.
type Held = BTreeMap<(String, String, i64), i128>;

/// A time, and the holdings then.
struct Snapshot {
    at: String,
    held: Held,
}

/// The ledger's present holdings.
fn held(simulation: &mut Simulation) -> Held {
    let mut held = Held::new();
    for batch in simulation.batches().unwrap().values() {
        if batch["status"] == "active" {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let vintage = text(&batch["sequestered_on"]).get(..4).unwrap().parse().unwrap();
            let key = (text(&batch["owner"]["id"]), text(&batch["project_id"]), vintage);
            *held.entry(key).or_default() +=
                i128::from(batch["size"]["credit_kgs"].as_i64().unwrap());
        }
    }
    held
}

/// A time in RFC 3339; the next millisecond, so that events at that time are before it.
fn moment(ms: i64) -> String {
    let (mut days, rest) = ((ms + 1).div_euclid(DAY), (ms + 1).rem_euclid(DAY));
    let mut year = 1970;
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (seconds, ms) = (rest / 1000, rest % 1000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "{year}-{month:02}-{:02}T{hours:02}:{minutes:02}:{:02}.{ms:03}Z",
        days + 1,
        seconds % 60
    )
}

fn holdings_at(simulation: &mut Simulation, at: Option<&str>) -> Held {
    let last = simulation.run(holdings(at.map(str::to_owned))).unwrap();
    let Some(Action::Holdings(found)) = last else { panic!("{last:?}") };
    let Holdings { holdings, .. } = *found;
    let key = |one: Holding| {
        ((one.owner_id.unwrap_or_default(), one.project_id, one.vintage.unwrap()), one.credit_kgs)
    };
    holdings.into_iter().map(key).collect()
}

/// A statement; `None` for an organisation that no record names yet.
fn statement_of(
    simulation: &mut Simulation,
    id: &str,
    from: Option<&str>,
    to: Option<&str>,
) -> Option<Statement> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    match simulation.run(statement(id.to_owned(), text(from), text(to))) {
        Ok(Some(Action::Statement(found))) => Some(*found),
        Err(message) if message.contains("there is no") => None,
        other => panic!("{other:?}"),
    }
}

fn of_owner(held: &Held, owner: &str) -> i128 {
    held.iter().filter(|((of, ..), _)| of == owner).map(|(_, kg)| kg).sum()
}

fn sum_of(kilograms: &Kilograms) -> i128 {
    let came = kilograms.issued_kgs + kilograms.received_kgs + kilograms.refunded_kgs;
    let went = kilograms.delivered_kgs + kilograms.transferred_kgs + kilograms.retired_kgs;
    kilograms.opening_kgs + came + kilograms.unexplained_kgs - went
}

/// A registry with some history, its holdings at several times, and a copy of its end.
fn lived(seed: u64) -> (Simulation, Vec<Snapshot>) {
    let mut simulation = Simulation::new(seed, None);
    (simulation.kills, simulation.motion) = (0, 0);
    let mut snapshots = Vec::new();
    for _ in 0..6 {
        for _ in 0..8 {
            // Records that disappear from their list explain nothing.
            let what = simulation.world.dice.below(14);
            simulation.world.happen_so(what);
        }
        let held = held(&mut simulation);
        snapshots.push(Snapshot { at: moment(simulation.world.now), held });
        if simulation.world.dice.chance(30) {
            simulation.refresh().unwrap();
        }
    }
    for _ in 0..2 {
        simulation.world.now += DAY + 1;
        for _ in 0..10 {
            simulation.refresh().unwrap();
        }
    }
    (simulation, snapshots)
}

#[test]
fn holdings_equal_what_the_ledger_held() {
    let mut compared = 0;
    for seed in 0..60 {
        let (mut simulation, snapshots) = lived(seed);
        if simulation.world.has_vanished() {
            continue;
        }
        assert_eq!(holdings_at(&mut simulation, None), held(&mut simulation), "seed {seed}");
        let is_refunded = simulation.world.refunds() > 0;
        for Snapshot { at, held } in snapshots {
            let found = holdings_at(&mut simulation, Some(&at));
            let all: i128 = found.values().sum();
            assert_eq!(all, held.values().sum(), "seed {seed} at {at}");
            // Changes without a record are found later than they happened.
            if !is_refunded {
                assert_eq!(found, held, "seed {seed} at {at}");
                compared += 1;
            }
        }
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn statements_add_up_from_the_records() {
    let (mut refunded, mut received) = (0, 0);
    for seed in 0..60 {
        let (mut simulation, snapshots) = lived(seed);
        if simulation.world.has_vanished() {
            continue;
        }
        let accounts = simulation.world.accounts.clone();
        let (first, last) = (&snapshots[1], &snapshots[4]);
        for account in accounts {
            let id = account["organisation_id"].as_str().unwrap();
            let Some(found) = statement_of(&mut simulation, id, Some(&first.at), Some(&last.at))
            else {
                continue;
            };
            let mut sums = Kilograms::default();
            for line in &found.lines {
                assert_eq!(sum_of(&line.kilograms), line.kilograms.closing_kgs, "seed {seed} {id}");
                sums.add(&line.kilograms);
            }
            assert_eq!(sums, found.total);
            assert_eq!(sums.unexplained_kgs, 0, "seed {seed} {id}");
            let moved = moved(&mut simulation, id, &first.at, &last.at);
            let told =
                [sums.received_kgs, sums.delivered_kgs, sums.transferred_kgs, sums.retired_kgs];
            assert_eq!(told, moved, "seed {seed} {id}");
            received += sums.received_kgs;
            if simulation.world.refunds() == 0 {
                assert_eq!(sums.opening_kgs, of_owner(&first.held, id), "seed {seed} {id}");
                assert_eq!(sums.closing_kgs, of_owner(&last.held, id), "seed {seed} {id}");
            }
            let whole = statement_of(&mut simulation, id, None, None).unwrap();
            let now = held(&mut simulation);
            assert_eq!(whole.total.opening_kgs, 0);
            assert_eq!(whole.total.closing_kgs, of_owner(&now, id), "seed {seed} {id}");
            let inferred: i128 = whole.inferred.iter().map(|one| one.credit_kgs).sum();
            assert_eq!(whole.total.refunded_kgs, inferred, "seed {seed} {id}");
            refunded += whole.total.refunded_kgs;
        }
        // Every refund went to a supplier.
        let mut of_ledger = 0;
        for refund in simulation.world.refunded.clone() {
            let body = simulation.world.get(&format!("/refunds/{refund}")).unwrap();
            of_ledger +=
                i128::from(body["credit_batch_size_total"]["credit_kgs"].as_i64().unwrap());
        }
        let suppliers = simulation.world.accounts.clone();
        let told: i128 = suppliers
            .iter()
            .map(|account| account["organisation_id"].as_str().unwrap().to_owned())
            .filter_map(|id| statement_of(&mut simulation, &id, None, None))
            .map(|found| found.total.refunded_kgs)
            .sum();
        assert_eq!(told, of_ledger, "seed {seed}");
    }
    assert!(refunded > 0 && received > 0, "{refunded} {received}");
}

/// Kilograms received, delivered, transferred and retired in a period, by the records themselves.
fn moved(simulation: &mut Simulation, id: &str, from: &str, to: &str) -> [i128; 4] {
    let mut sums = [0; 4];
    for (list, time) in [
        ("deliveries", "delivered_at"),
        ("transfers", "transferred_at"),
        ("retirements", "retired_at"),
    ] {
        for record in simulation.world.listed(list) {
            let record = simulation.world.get(&format!("/{list}/{record}")).unwrap();
            let at = record[time].as_str().unwrap();
            let at = isometric_registry::mirror::moment::instant(at);
            let of = isometric_registry::mirror::moment::instant;
            if at < of(from) || at >= of(to) {
                continue;
            }
            let kg = i128::from(record["credit_batch_size_total"]["credit_kgs"].as_i64().unwrap());
            let is =
                |path: &str| record.pointer(path).and_then(serde_json::Value::as_str) == Some(id);
            if is("/to_organisation/id") {
                sums[0] += kg;
            }
            for (at, path) in [
                (1, "/from_supplier/organisation/id"),
                (2, "/from_organisation/id"),
                (3, "/owner/id"),
            ] {
                if is(path) {
                    sums[at] += kg;
                }
            }
        }
    }
    sums
}

#[test]
fn bad_input_is_named() {
    let (mut simulation, _) = lived(1);
    let mut refused = |from: Option<&str>, to: Option<&str>, organisation: &str| {
        let text = |text: Option<&str>| text.map(str::to_owned);
        simulation.run(statement(organisation.to_owned(), text(from), text(to))).unwrap_err()
    };
    let known = "org_0000000000000000";
    assert!(refused(Some("soon"), None, known).starts_with("from: expected a date such as"));
    assert!(refused(None, Some("2026-02-30"), known).contains("got \"2026-02-30\""));
    let same = refused(Some("2026-02-01"), Some("2026-02-01"), known);
    assert!(same.contains("from: expected a time before 2026-02-01"), "{same}");
    assert!(refused(None, None, known).contains("there is no org_0000000000000000 in this copy"));
}
