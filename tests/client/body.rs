//! Results of reading a body.

use isometric_registry::client::{FailureKind, Outcome};

use super::wire::Call;
use super::world::{Answer, End, answer};
use super::{body, config, get, post, send, status};

const LARGE: &str = "0123456789";

#[test]
fn a_success_gives_its_bytes() {
    let (_, result) =
        send(&get(), &Call::default(), [Answer { body: LARGE, ..answer(200) }.into()]);
    assert_eq!(result.expect("an answer").body(), LARGE);
}

#[test]
fn a_failure_carries_what_came() {
    let torn = |status| Answer { body: LARGE, end: End::Torn, ..answer(status) }.into();
    let (_, result) = send(&post(), &Call::default(), [torn(500)]);
    assert_eq!(status(&result), 500);
    assert_eq!(body(&result.expect_err("a failure")), LARGE);
    let (_, result) = send(&post(), &Call::default(), [torn(200)]);
    let failure = result.expect_err("a failure");
    assert!(matches!(failure.kind, FailureKind::Network("torn")));
    assert_eq!((failure.outcome, failure.status()), (Outcome::Applied, Some(200)));
    assert_eq!(body(&failure), LARGE);
}

#[test]
fn what_came_of_an_earlier_attempt_is_forgotten() {
    let torn = Answer { body: LARGE, end: End::Torn, ..answer(200) };
    let (_, result) = send(&get(), &Call::default(), [torn.into(), answer(200).into()]);
    assert_eq!(result.expect("an answer").body(), "{}");
}

#[test]
fn a_larger_one_than_allowed_is_refused() {
    let world = super::World::new([Answer { body: LARGE, ..answer(200) }.into()]);
    let mut config = config();
    config.max_response_bytes = Some(LARGE.len() - 1);
    let client = super::Client::new(config, super::Wire(std::rc::Rc::clone(&world)));
    let failure = world.run(client.send(&Call::default(), &get())).expect_err("a failure");
    assert!(matches!(failure.kind, FailureKind::TooLarge { limit: 9 }));
    assert_eq!((failure.outcome, world.sent().len()), (Outcome::Applied, 1), "it would not shrink");
}
