//! Write operations are never sent twice unless nothing can have happened.

use isometric_registry::client::{FailureKind, Outcome};
use proptest::prelude::*;

use super::wire::{Call, Token};
use super::world::{Answer, End, Reply, answer, retry_after};
use super::{client, config, get, give_up, outcome, post, send, status};

#[test]
fn is_sent_once_where_it_may_have_acted() {
    let torn = |status| Reply::from(Answer { end: End::Torn, ..answer(status) });
    for (reply, expected) in [
        (Reply::Break(10.0), Outcome::Unknown),
        (Reply::Hang, Outcome::Unknown),
        (answer(0).into(), Outcome::Unknown),
        (answer(302).into(), Outcome::Unknown),
        (answer(307).into(), Outcome::Unknown),
        (answer(408).into(), Outcome::Unknown),
        (answer(500).into(), Outcome::Unknown),
        (answer(502).into(), Outcome::Unknown),
        (answer(503).into(), Outcome::Unknown),
        (retry_after(503, "1"), Outcome::Unknown),
        (answer(504).into(), Outcome::Unknown),
        (answer(600).into(), Outcome::Unknown),
        (answer(199).into(), Outcome::Unknown),
        (answer(400).into(), Outcome::Rejected),
        (answer(404).into(), Outcome::Rejected),
        (answer(409).into(), Outcome::Rejected),
        (answer(422).into(), Outcome::Rejected),
        (torn(500), Outcome::Unknown),
        (torn(201), Outcome::Applied),
        (Answer { end: End::Stalled, ..answer(200) }.into(), Outcome::Applied),
    ] {
        let (world, result) = send(&post(), &Call::default(), [reply.clone()]);
        assert_eq!((outcome(&result), world.sent().len()), (expected, 1), "{reply:?}");
    }
}

#[test]
fn is_sent_again_where_it_was_not_taken() {
    for reply in [Reply::Refuse, answer(429).into(), retry_after(429, "3")] {
        let (world, result) = send(&post(), &Call::default(), [reply.clone(), answer(201).into()]);
        assert_eq!((status(&result), world.sent().len()), (201, 2), "{reply:?}");
        assert_eq!(world.sent()[0].body, world.sent()[1].body);
    }
    let (_, result) = send(&post(), &Call::default(), vec![Reply::Refuse; 3]);
    assert_eq!(outcome(&result), Outcome::NotSent);
    let (_, result) = send(&post(), &Call::default(), vec![answer(429).into(); 3]);
    assert_eq!((status(&result), outcome(&result)), (429, Outcome::Rejected));
}

#[test]
fn a_later_attempt_decides() {
    let (_, result) = send(&post(), &Call::default(), [answer(429).into(), Reply::Break(0.0)]);
    assert_eq!(outcome(&result), Outcome::Unknown);
    let script = [answer(429).into(), Reply::Refuse, Reply::Refuse];
    let (_, result) = send(&post(), &Call::default(), script);
    assert_eq!(outcome(&result), Outcome::NotSent);
}

#[test]
fn a_time_out_before_sending_is_not_tried_again() {
    let call = Call { token: Token::Function(60_000.0), ..Call::default() };
    let (world, result) = send(&post(), &call, []);
    assert_eq!((outcome(&result), world.sent().len()), (Outcome::NotSent, 0));
}

#[test]
fn is_refused_by_a_client_that_only_reads() {
    let world = super::World::new([answer(200).into()]);
    let mut config = config();
    config.read_only = true;
    let client = super::Client::new(config, super::Wire(std::rc::Rc::clone(&world)));
    let failure = world.run(client.send(&Call::default(), &post())).expect_err("a refusal");
    assert!(matches!(&failure.kind, FailureKind::Invalid(issues) if issues[0].path == "readOnly"));
    assert_eq!(failure.outcome, Outcome::NotSent);
    world.run(client.send(&Call::default(), &get())).expect("reading is allowed");
}

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let end = prop_oneof![Just(End::Whole), Just(End::Torn), Just(End::Stalled)];
    let code = prop_oneof![
        Just(200u16),
        Just(201),
        Just(0),
        Just(302),
        Just(400),
        Just(401),
        Just(408),
        Just(409),
        Just(422),
        Just(429),
        Just(429),
        Just(500),
        Just(502),
        Just(503),
        100..700u16
    ];
    let wait = prop_oneof![
        Just(None),
        Just(Some("0")),
        Just(Some("5")),
        Just(Some("3600")),
        Just(Some("x"))
    ];
    let answered = (code, end, wait, 0.0..40_000.0).prop_map(|(status, end, wait, after)| {
        let headers = wait.map(|wait| ("retry-after", wait.to_owned())).into_iter().collect();
        Reply::Answer(Answer { headers, end, after, ..answer(status) })
    });
    let reply = prop_oneof![
        4 => answered,
        1 => Just(Reply::Refuse),
        1 => (0.0..40_000.0).prop_map(Reply::Break),
        1 => Just(Reply::Hang),
    ];
    prop::collection::vec(reply, 12)
}

/// Whether a request with this reply can have changed nothing.
fn cannot_have_acted(reply: &Reply) -> bool {
    match reply {
        Reply::Refuse => true,
        Reply::Answer(Answer { status, after, .. }) => {
            matches!(status, 401 | 429) && *after < 30_000.0
        }
        Reply::Break(_) | Reply::Hang => false,
    }
}

proptest! {
    #[test]
    fn never_acts_twice(
        script in replies(),
        token in prop_oneof![Just(Token::None), Just(Token::Fixed), Just(Token::Function(3.0))],
        abort_at in prop_oneof![Just(None), (0.0..90_000.0).prop_map(Some)],
        max_retries in 0..8u32,
    ) {
        let world = super::World::new(script.clone());
        let call = Call { token, ..Call::with_retries(max_retries) };
        let result = match abort_at {
            Some(at) => give_up(at, &post(), &call, &world),
            None => world.run(client(&world).send(&call, &post())),
        };
        let met = &script[..world.sent().len()];
        let again = met.len().saturating_sub(1);
        prop_assert!(met[..again].iter().all(cannot_have_acted), "sent again after {met:?}");
        prop_assert!(met.iter().filter(|reply| matches!(reply, Reply::Answer(answer) if answer.status == 401)).count() <= 2);
        if let Err(failure) = result {
            let said_nothing = matches!(failure.outcome, Outcome::NotSent | Outcome::Rejected);
            let refused = |reply: &Reply| matches!(reply, Reply::Answer(Answer { status: 400..500, .. }));
            let all_harmless = met.iter().all(|reply| cannot_have_acted(reply) || refused(reply));
            prop_assert!(!said_nothing || all_harmless, "{failure:?} after {met:?}");
        }
        prop_assert_eq!(world.timers(), 0);
        prop_assert_eq!(call.signal.listeners(), 0);
    }
}
