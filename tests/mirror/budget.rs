//! The cost of a refresh, in requests.

use crate::simulation::{DAY, Simulation};

/// A registry that does not change, with pages of 50.
fn quiet() -> Simulation {
    let simulations = (0..).map(|seed| Simulation::new(seed, None));
    let mut simulation =
        simulations.into_iter().find(|simulation| !simulation.world.has_vanished()).unwrap();
    (simulation.kills, simulation.motion) = (0, 0);
    simulation.world.refuses_cursors = false;
    simulation.world.page_size = 50;
    simulation
}

fn settled() -> Simulation {
    let mut simulation = quiet();
    simulation.refresh().unwrap();
    simulation
}

#[test]
fn an_idle_refresh_reads_the_heads_and_what_is_read_wholly() {
    let mut simulation = settled();
    // The sweep's current round.
    for _ in 0..20 {
        simulation.refresh().unwrap();
    }
    let before = simulation.world.requests;
    let report = simulation.refresh().unwrap().unwrap();
    assert_eq!(simulation.world.requests - before, 6);
    assert_eq!((report.requests, report.changes), (6, 0));
}

/// The rows that a refresh reads from its store.
fn rows_read(simulation: &mut Simulation) -> usize {
    let before = simulation.store.reads.get();
    simulation.refresh().unwrap();
    simulation.store.reads.get() - before
}

/// The batches of a copy after that many more events, the rows that an idle refresh then reads, and those that it reads
/// after one more retirement, on average.
fn reads_after(simulation: &mut Simulation, events: usize) -> [usize; 3] {
    for round in 0..events {
        simulation.world.happen_so(round % 10);
    }
    // The news, and the sweep's current round.
    for _ in 0..200 {
        simulation.refresh().unwrap();
    }
    let idle = rows_read(simulation);
    let retirements = 20;
    let mut after_news = 0;
    for _ in 0..retirements {
        let events = simulation.world.events();
        while simulation.world.events() == events {
            simulation.world.happen_so(0);
            simulation.refresh().unwrap();
            simulation.world.happen_so(6);
        }
        after_news += rows_read(simulation);
    }
    [simulation.store.rows("credit_batches").count(), idle, after_news / retirements]
}

#[test]
fn the_rows_that_a_refresh_reads_do_not_grow_with_the_copy() {
    let mut simulation = quiet();
    simulation.world.page_size = 5;
    let [few, idle, news] = reads_after(&mut simulation, 100);
    let [many, idle_later, news_later] = reads_after(&mut simulation, 1000);
    assert!(many > 5 * few, "{few} batches, then {many}");
    assert!(idle_later <= idle + 10, "{idle} rows, then {idle_later}");
    // Laws are checked for the issuances that were touched, whose batches have been split more often by now.
    assert!(news_later <= 3 * news, "{news} rows, then {news_later}");
}

#[test]
fn an_event_costs_little_more() {
    let mut simulation = settled();
    for _ in 0..20 {
        simulation.refresh().unwrap();
    }
    let mut seen = 0;
    for round in 0..40 {
        let batches = simulation.batches().unwrap().len();
        let events: usize = simulation.world.events();
        simulation.world.happen_so(3 + round % 6);
        if simulation.world.events() == events {
            continue;
        }
        seen += 1;
        let splits = (simulation.batches().unwrap().len() - batches) / 2;
        let before = simulation.world.requests;
        simulation.refresh().unwrap();
        let cost = simulation.world.requests - before - 6;
        assert!(cost <= 2 + 2 * splits, "{cost} requests for an event that split {splits} batches");
    }
    assert!(seen > 10);
}

#[test]
fn a_first_copy_costs_little_more_than_what_it_must_read() {
    let mut simulation = quiet();
    for round in 0..60 {
        simulation.world.happen_so(1 + round % 9);
    }
    let before = simulation.world.requests;
    simulation.refresh().unwrap();
    let cost = simulation.world.requests - before;
    let events = simulation.world.events();
    let named: std::collections::BTreeSet<_> =
        simulation.store.rows("record_batches").filter_map(|row| row[1].as_text()).collect();
    let unnamed = simulation.store.rows("credit_batches").count() - named.len();
    let pages = 4 + 2 + events / 50 + simulation.world.listed("projects").len();
    let needed = pages + events + unnamed;
    assert!(cost * 100 <= needed * 105, "{cost} requests, where {needed} are needed");
}

#[test]
fn a_refund_is_found_by_the_sweep() {
    let mut simulation = settled();
    for _ in 0..20 {
        simulation.refresh().unwrap();
    }
    let before = simulation.verify().unwrap().inferred_refunds.len();
    let refunds = simulation.world.refunds();
    while simulation.world.refunds() == refunds {
        simulation.world.happen_so(10);
    }
    simulation.world.now += DAY;
    for _ in 0..20 {
        let spent = simulation.world.requests;
        simulation.refresh().unwrap();
        // 6 of an idle refresh, 20 of the sweep; a split batch leads to others.
        assert!(simulation.world.requests - spent <= 40);
    }
    let report = simulation.verify().unwrap();
    assert!(report.inferred_refunds.len() > before);
    assert!(report.laws.iter().all(|law| law.broken == 0), "{:?}", report.laws);
    assert!(report.swept_at.is_some_and(|at| simulation.world.now - at < DAY));
}
