//! The mirror against a registry that changes while it is read, in virtual time.
//!
//! `MIRROR_RUNS=100000 cargo test --release --test mirror -- --nocapture` makes that many runs and reports its progress;
//! `MIRROR_FROM=40000` starts at that seed, and `MIRROR_SEED=17` repeats one.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod account;
mod budget;
mod dice;
mod laws;
mod simulation;
mod statement;
mod store;
mod world;

use isometric_registry::mirror::Planted;
use simulation::Simulation;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect(name))
}

/// The first seed whose run fails, and how.
fn first_failure(seeds: &[u64], planted: Option<Planted>) -> Option<(u64, String)> {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let found = std::sync::Mutex::new(None::<(u64, String)>);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (found, mut seeds) =
                (&found, seeds.iter().skip(worker as usize).step_by(workers as usize));
            scope.spawn(move || {
                seeds.find(|&&seed| {
                    if found.lock().unwrap().as_ref().is_some_and(|(first, _)| *first < seed) {
                        return true;
                    }
                    let Err(complaint) = Simulation::new(seed, planted).live() else {
                        return false;
                    };
                    let mut found = found.lock().unwrap();
                    if found.as_ref().is_none_or(|(first, _)| seed < *first) {
                        *found = Some((seed, complaint));
                    }
                    true
                })
            });
        }
    });
    found.into_inner().unwrap()
}

/// Shows a line under `--nocapture`.
#[allow(clippy::print_stdout)]
fn report(line: &str) {
    println!("{line}");
}

/// Seeds that have found faults: a record that came back and went in one refresh; a late arrival and a removal that
/// cancel out; transfers that vanished and hide whose a buffer pool is.
const FOUND: [u64; 4] = [8298, 3195, 32137, 52776];

#[test]
fn copies_equal_the_ledger() {
    let seeds = match number("MIRROR_SEED") {
        Some(seed) => vec![seed],
        None => {
            let from = number("MIRROR_FROM").unwrap_or(0);
            let runs = number("MIRROR_RUNS").unwrap_or(2000);
            (from..from + runs).chain(FOUND).collect()
        }
    };
    let mut made = 0;
    for seeds in seeds.chunks(5000) {
        if let Some((seed, complaint)) = first_failure(seeds, None) {
            panic!("{complaint}\nrepeat it with MIRROR_SEED={seed}");
        }
        made += seeds.len();
        report(&format!("{made} runs, the last with seed {}", seeds[seeds.len() - 1]));
    }
}

#[test]
fn planted_faults_are_found() {
    let seeds: Vec<u64> = (0..2000).collect();
    for planted in [
        Planted::StopAtFirstKnown,
        Planted::CheckpointBeforeRows,
        Planted::PagePublishedAlone,
        Planted::CountIgnored,
        Planted::ThinOverFull,
        Planted::DeletionFromPartialWalk,
    ] {
        let (seed, complaint) = first_failure(&seeds, Some(planted))
            .unwrap_or_else(|| panic!("{planted:?} was not found"));
        assert!(!complaint.is_empty(), "{planted:?}: seed {seed}");
        report(&format!("{planted:?}: found by seed {seed}: {complaint}"));
    }
}
