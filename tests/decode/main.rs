//! The decoder against serde_json, on random bodies of every model and on hostile ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod drift;
mod grammar;
mod hostile;
mod javascript;
mod models;
mod numbers;
mod source;

use isometric_registry::decode::{Drift, Expected, Fault, Records, decode, decode_tolerantly};
use javascript::{Javascript, read};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What JavaScript would see of a body if drift is rejected.
fn decoded(body: &[u8], expected: &Expected) -> Result<Javascript, Fault> {
    let mut records = Records::default();
    decode(body, expected, &mut records).map(|()| read(&records))
}

/// What JavaScript would see of a body if drift is reported.
fn tolerated(body: &[u8], expected: &Expected) -> Result<(Javascript, Vec<Drift>), Fault> {
    let mut records = Records::default();
    let drifts = decode_tolerantly(body, expected, &mut records)?;
    Ok((read(&records), drifts))
}

/// What JavaScript would see of any JSON.
fn untyped(body: impl AsRef<[u8]>) -> Result<Javascript, Fault> {
    decoded(body.as_ref(), &Expected::ANYTHING)
}

/// A runner of property tests with the same cases every time.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}
