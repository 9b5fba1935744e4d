//! Cancellation at every stage.

use isometric_registry::client::{FailureKind, Outcome};
use isometric_registry::operation::Request;

use super::wire::{Call, Token};
use super::world::{Answer, End, Reply, World, answer, retry_after};
use super::{Result, client, get, give_up, post, status};

/// Sends, and cancels after the given number of ms: how many requests were sent, and the result.
fn give_up_after(
    after: f64,
    request: &Request,
    call: &Call,
    script: Vec<Reply>,
) -> (usize, Result) {
    let world = World::new(script);
    let result = give_up(after, request, call, &world);
    assert_eq!(world.elapsed(), after, "it ends at once");
    (world.sent().len(), result)
}

fn assert_aborted((sent, result): (usize, Result), expected_sent: usize, expected: Outcome) {
    let failure = result.expect_err("a failure");
    assert!(matches!(failure.kind, FailureKind::Aborted("enough")), "{:?}", failure.kind);
    assert_eq!((sent, failure.outcome), (expected_sent, expected));
}

#[test]
fn before_anything_begins() {
    let world = World::new([]);
    let call = Call { token: Token::Failing, ..Call::default() };
    call.signal.abort("enough");
    let result = world.run(client(&world).send(&call, &post()));
    assert_aborted((world.sent().len(), result), 0, Outcome::NotSent);
}

#[test]
fn during_the_look_up_of_the_token() {
    let call = Call { token: Token::Function(100.0), ..Call::default() };
    assert_aborted(give_up_after(50.0, &post(), &call, vec![]), 0, Outcome::NotSent);
}

#[test]
fn in_the_moment_in_which_the_token_comes() {
    let call = Call { token: Token::Function(100.0), ..Call::default() };
    // The call sees the token and the abort at the same time.
    assert_aborted(give_up_after(100.0, &post(), &call, vec![]), 0, Outcome::NotSent);
}

#[test]
fn in_flight() {
    let call = Call::default();
    assert_aborted(give_up_after(50.0, &post(), &call, vec![Reply::Hang]), 1, Outcome::Unknown);
    let call = Call::default();
    assert_aborted(give_up_after(50.0, &get(), &call, vec![Reply::Hang]), 1, Outcome::Unknown);
}

#[test]
fn in_the_body() {
    let stalled = |status| vec![Reply::from(Answer { end: End::Stalled, ..answer(status) })];
    for (status, outcome) in [
        (201, Outcome::Applied),
        (500, Outcome::Unknown),
        (422, Outcome::Rejected),
        (302, Outcome::Unknown),
    ] {
        let call = Call::default();
        assert_aborted(give_up_after(50.0, &post(), &call, stalled(status)), 1, outcome);
    }
}

#[test]
fn in_back_off() {
    for (reply, outcome) in
        [(retry_after(429, "5"), Outcome::Rejected), (Reply::Refuse, Outcome::NotSent)]
    {
        let call = Call::default();
        assert_aborted(give_up_after(50.0, &post(), &call, vec![reply]), 1, outcome);
    }
    let call = Call::default();
    assert_aborted(
        give_up_after(50.0, &get(), &call, vec![answer(500).into()]),
        1,
        Outcome::Unknown,
    );
}

#[test]
fn an_answer_that_came_in_the_same_moment_counts() {
    let late = Answer { after: 50.0, ..answer(201) };
    let (_, result) = give_up_after(50.0, &post(), &Call::default(), vec![late.into()]);
    assert_eq!(status(&result), 201);
}
