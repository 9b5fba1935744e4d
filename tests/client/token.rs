//! The access token: looked up for each attempt, and once more when it is rejected.

use isometric_registry::client::{FailureKind, Outcome, Outgoing};

use super::wire::{Call, Token};
use super::world::answer;
use super::{get, outcome, post, send, status};

fn authorization(outgoing: &Outgoing) -> Vec<&str> {
    let of_name = outgoing.headers.iter().filter(|(name, _)| name == "Authorization");
    of_name.map(|(_, value)| value.as_str()).collect()
}

#[test]
fn a_refused_one_is_replaced_once_even_for_what_acts() {
    let call = Call { token: Token::Function(0.0), ..Call::with_retries(0) };
    for request in [get(), post()] {
        let (world, result) = send(&request, &call, [answer(401).into(), answer(200).into()]);
        assert_eq!(status(&result), 200);
        let sent = world.sent();
        assert_eq!(
            sent.iter().map(authorization).collect::<Vec<_>>(),
            [["Bearer old"], ["Bearer new"]]
        );
        let (world, result) = send(&request, &call, vec![answer(401).into(); 2]);
        assert_eq!((status(&result), world.sent().len()), (401, 2));
        assert_eq!(outcome(&result), Outcome::Rejected);
    }
}

#[test]
fn a_fixed_one_is_not_replaced() {
    let call = Call { token: Token::Fixed, ..Call::default() };
    let (world, result) = send(&get(), &call, [answer(401).into()]);
    assert_eq!((status(&result), world.sent().len()), (401, 1));
    assert_eq!(authorization(&world.sent()[0]), ["Bearer fixed"]);
}

#[test]
fn a_new_one_leaves_the_retries_as_they_are() {
    let call = Call { token: Token::Function(0.0), ..Call::with_retries(1) };
    let script = [answer(401).into(), answer(503).into(), answer(200).into()];
    let (world, result) = send(&get(), &call, script);
    assert_eq!((status(&result), world.sent().len()), (200, 3));
    assert_eq!(
        authorization(&world.sent()[2]),
        ["Bearer new"],
        "a refused one is not asked for again"
    );
    assert_eq!(world.waits.borrow()[0], 0.0, "a refused token is replaced at once");
}

#[test]
fn without_one_nothing_is_sent() {
    let call = Call { token: Token::Failing, ..Call::default() };
    let (world, result) = send(&post(), &call, []);
    assert!(world.sent().is_empty());
    let failure = result.expect_err("a failure");
    assert!(matches!(failure.kind, FailureKind::Token("no token")));
    assert_eq!(failure.outcome, Outcome::NotSent);
}
