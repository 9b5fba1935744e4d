//! Every law breaks when a row is altered by hand.

use std::collections::BTreeSet;

use isometric_registry::mirror::Write;
use isometric_registry::mirror::cell::{Cell, Row};

use crate::simulation::Simulation;

/// A finished copy of a registry that does not change.
fn copy() -> Simulation {
    let mut simulation = (0..)
        .map(|seed| Simulation::new(seed, None))
        .find(|simulation| !simulation.world.has_vanished() && simulation.world.has_all_kinds())
        .unwrap();
    simulation.kills = 0;
    simulation.motion = 0;
    simulation.refresh().unwrap();
    simulation.refresh().unwrap();
    simulation
}

/// The id of the first row of a table for which this holds.
fn find(
    simulation: &Simulation,
    table: &str,
    holds: impl Fn(&dyn Fn(&str) -> Cell) -> bool,
) -> String {
    let definition = simulation.store.schema.table(table).unwrap();
    let fits =
        |row: &&Row| holds(&|column: &str| row[definition.place(column).expect(column)].clone());
    let row = simulation.store.rows(table).find(fits).unwrap_or_else(|| panic!("{table}"));
    row[0].as_text().unwrap().to_owned()
}

fn status(wanted: &'static str) -> impl Fn(&dyn Fn(&str) -> Cell) -> bool {
    move |cell| cell("status").as_text() == Some(wanted)
}

#[test]
fn every_law_breaks_when_a_row_is_altered() {
    let kg = Cell::Integer(1_000_003);
    let text = |text: &str| Cell::Text(text.to_owned());
    let is_child = |cell: &dyn Fn(&str) -> Cell| cell("parent_id") != Cell::Null;
    let any = |_: &dyn Fn(&str) -> Cell| true;
    type Finder<'a> = &'a dyn Fn(&dyn Fn(&str) -> Cell) -> bool;
    let delivered = |cell: &dyn Fn(&str) -> Cell| cell("delivery_id") != Cell::Null;
    let (active, retired) = (status("active"), status("retired"));
    let cases: [(&str, &str, Finder<'_>, &str, Cell); 13] = [
        ("issuance_parts", "issuances", &any, "credit_batch_size_total_kg", kg.clone()),
        (
            "issuance_batches",
            "issuances",
            &any,
            "buffer_pool_credit_batch_size_total_kg",
            kg.clone(),
        ),
        ("roots", "credit_batches", &is_child, "parent_id", text("ctb_0000000000000000")),
        ("split", "credit_batches", &is_child, "size_kg", kg.clone()),
        ("leaves", "credit_batches", &is_child, "size_kg", kg.clone()),
        ("records", "retirements", &any, "credit_batch_size_total_kg", kg.clone()),
        ("records", "credit_batches", &retired, "size_kg", kg.clone()),
        ("retired", "credit_batches", &retired, "retirement_id", text("ret_0000000000000000")),
        ("delivered", "credit_batches", &delivered, "delivery_id", text("dlv_0000000000000000")),
        ("owner", "credit_batches", &active, "owner_id", text("org_0000000000000000")),
        ("project_totals", "projects", &any, "retired_credits_total_kg", kg.clone()),
        ("columns", "retirements", &any, "notes", text("altered")),
        ("columns", "projects", &any, "json", text("{}")),
    ];
    let tested: BTreeSet<&str> = cases.iter().map(|(law, ..)| *law).chain(["credits"]).collect();
    let there: BTreeSet<&str> =
        copy().verify().unwrap().laws.iter().map(|report| report.law).collect();
    assert_eq!(tested, there, "each law is broken here by hand, credits below");
    for (law, table, finder, column, cell) in cases {
        let mut simulation = copy();
        let requests = simulation.world.requests;
        let sound = simulation.verify().unwrap();
        let before = sound.laws.iter().find(|report| report.law == law).unwrap();
        assert_eq!(before.broken, 0, "{before:?}");
        assert!(before.held > 0, "{law} holds for nothing");
        // An owner in a pool may have been refunded.
        let is_of_supplier = |cell: &dyn Fn(&str) -> Cell| {
            law != "owner" || {
                let id = cell("id");
                let part = simulation
                    .store
                    .rows("record_batches")
                    .find(|row| row[1] == id && row[2] != Cell::Null);
                part.is_some_and(|row| row[2].as_text() == Some("supplier"))
            }
        };
        let id = find(&simulation, table, |cell| finder(cell) && is_of_supplier(cell));
        simulation.store.alter(table, &id, column, cell);
        let report = simulation.verify().unwrap();
        let after = report.laws.iter().find(|report| report.law == law).unwrap();
        assert!(after.broken > 0, "{law} holds although {table}.{column} of {id} was altered");
        let first = after.first.as_ref().unwrap();
        assert!(
            !first.is_empty() && !first.contains("Some") && !first.contains('"'),
            "{law}: {first}"
        );
        assert_eq!(simulation.world.requests, requests, "verification sends no request");
        assert!(sound.digest != report.digest || column == "json", "{table}.{column}");
    }
}

#[test]
fn credits_that_are_not_their_kilograms_break_a_law() {
    let mut simulation = copy();
    let id = find(&simulation, "retirements", |_| true);
    let row = simulation.store.row("retirements", &id).unwrap();
    let json = row[row.len() - 4].as_text().unwrap().replace("\"credits\":", "\"credits\":9");
    simulation.store.alter("retirements", &id, "json", Cell::Text(json));
    let report = simulation.verify().unwrap();
    let law = report.laws.iter().find(|report| report.law == "credits").unwrap();
    assert_eq!((law.broken, law.first.is_some()), (1, true));
    let columns = report.laws.iter().find(|report| report.law == "columns").unwrap();
    assert_eq!(columns.broken, 0);
}

#[test]
fn a_record_whose_batches_are_not_there_breaks_a_law() {
    for table in ["deliveries", "transfers", "retirements"] {
        let mut simulation = copy();
        let id = find(&simulation, table, |_| true);
        let prefix = vec![Cell::Text(id.clone())];
        simulation.store.write(vec![Write::Clear { table: "record_batches", prefix }]);
        let report = simulation.verify().unwrap();
        let law = report.laws.iter().find(|report| report.law == "records").unwrap();
        assert_eq!(law.broken, 1, "{table}: {law:?}");
        assert!(law.first.as_ref().unwrap().starts_with(&id), "{law:?}");
    }
}

#[test]
fn two_copies_of_one_state_have_one_digest() {
    let mut first = Simulation::new(3, None);
    first.live().unwrap();
    let mut second = Simulation::new(3, None);
    std::mem::swap(&mut first.world, &mut second.world);
    (second.kills, second.motion) = (0, 0);
    second.refresh().unwrap();
    assert_eq!(first.verify().unwrap().digest, second.verify().unwrap().digest);
    assert!(first.verify().unwrap().refresh > 1);
    let events = second.world.events();
    while second.world.events() == events {
        second.world.happen_so(6);
    }
    second.refresh().unwrap();
    assert_ne!(first.verify().unwrap().digest, second.verify().unwrap().digest);
}

#[test]
fn observations_break_no_law_but_columns() {
    let other = |report: &isometric_registry::mirror::Report, observation: &str| {
        let laws = report.laws.iter().filter(|law| law.law != "columns");
        let observations = report.observations.iter().filter(|law| law.law != observation);
        laws.chain(observations).map(|law| (law.law, law.broken, law.unjudged)).collect::<Vec<_>>()
    };
    let kg = Cell::Integer(1_000_003);
    for (observation, column, cell) in [
        ("serial_numbers", "serial_number", Cell::Text("ISO-1-X-GBR-X-2024-5-6".to_owned())),
        ("removal_data", "carbon_removal_data_gross_carbon_removed_kg", kg.clone()),
        ("removal_data", "carbon_removal_data_net_carbon_removed_kg", kg.clone()),
        ("removal_data", "carbon_removal_data_emissions_kg", kg.clone()),
        ("removal_data", "carbon_removal_data_counterfactuals_kg", kg.clone()),
        ("removal_data", "carbon_removal_data_losses_kg", kg.clone()),
    ] {
        let mut simulation = copy();
        let sound = simulation.verify().unwrap();
        let find_law = |report: &isometric_registry::mirror::Report, name: &str| {
            let laws = report.laws.iter().chain(&report.observations);
            laws.into_iter().find(|law| law.law == name).unwrap().clone()
        };
        assert!(find_law(&sound, observation).held > 0, "{observation} holds for nothing");
        let id = find(&simulation, "credit_batches", |cell| {
            cell("parent_id") != Cell::Null && cell(column) != Cell::Null
        });
        simulation.store.alter("credit_batches", &id, column, cell);
        let report = simulation.verify().unwrap();
        assert!(find_law(&report, observation).broken > 0, "{column} of {id}");
        assert_eq!(find_law(&report, "columns").broken, 1, "{column} of {id}");
        assert_eq!(other(&report, observation), other(&sound, observation), "{column} of {id}");
    }
}
