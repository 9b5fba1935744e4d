//! One deadline per attempt, from the lookup of the token to the end of the body.

use isometric_registry::client::{CallSettings, FailureKind, Outcome};

use super::wire::{Call, Token};
use super::world::{Answer, End, Reply, answer};
use super::{Result, body, get, outcome, post, send};

fn timeout_ms(result: &Result) -> f64 {
    match result.as_ref().expect_err("a failure").kind {
        FailureKind::Timeout { timeout_ms } => timeout_ms,
        ref kind => panic!("{kind:?}"),
    }
}

fn impatient() -> Call {
    let settings = CallSettings { timeout_ms: Some(100.0), ..CallSettings::default() };
    Call::with(CallSettings { max_retries: Some(0), ..settings })
}

#[test]
fn holds_for_the_token() {
    let call = Call { token: Token::Function(101.0), ..impatient() };
    let (world, result) = send(&get(), &call, []);
    assert_eq!((timeout_ms(&result), world.elapsed(), world.sent().len()), (100.0, 100.0, 0));
}

#[test]
fn holds_for_the_head_and_the_body_together_with_the_token() {
    let call = Call { token: Token::Function(60.0), ..impatient() };
    let late = Answer { after: 60.0, ..answer(200) };
    let (world, result) = send(&post(), &call, [late.into()]);
    assert_eq!((timeout_ms(&result), world.elapsed()), (100.0, 100.0));
    assert_eq!(outcome(&result), Outcome::Unknown);

    let stalled = Answer { after: 60.0, end: End::Stalled, ..answer(201) };
    let (world, result) = send(&post(), &impatient(), [stalled.into()]);
    assert_eq!((timeout_ms(&result), world.elapsed()), (100.0, 100.0));
    let failure = result.expect_err("a failure");
    assert_eq!((failure.outcome, failure.status()), (Outcome::Applied, Some(201)));
    assert_eq!(body(&failure), "{}");
}

#[test]
fn is_anew_for_each_attempt_and_leaves_back_off_out() {
    let call = Call::with(CallSettings { timeout_ms: Some(100.0), ..CallSettings::default() });
    let (world, result) = send(&get(), &call, vec![Reply::Hang; 3]);
    assert_eq!(timeout_ms(&result), 100.0);
    assert_eq!(world.times(), [0.0, 350.0, 950.0]);
}

#[test]
fn is_the_clients_unless_the_call_says_otherwise() {
    let call = Call::with_retries(0);
    assert_eq!(timeout_ms(&send(&get(), &call, [Reply::Hang]).1), 30_000.0);
}
