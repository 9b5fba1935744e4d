//! What is sent again, and when.

use isometric_registry::client::{FailureKind, Outcome};

use super::wire::Call;
use super::world::{Reply, World, answer, retry_after};
use super::{client, get, outcome, send, status};

#[test]
fn a_read_is_sent_again_after_what_may_pass() {
    for code in [408, 429, 500, 502, 503, 504] {
        let (world, result) =
            send(&get(), &Call::default(), [answer(code).into(), answer(200).into()]);
        assert_eq!((status(&result), world.sent().len()), (200, 2), "{code}");
    }
    for reply in [Reply::Refuse, Reply::Break(1.0), Reply::Hang] {
        let (world, result) = send(&get(), &Call::default(), [reply.clone(), answer(200).into()]);
        assert_eq!((status(&result), world.sent().len()), (200, 2), "{reply:?}");
    }
}

#[test]
fn a_read_is_not_sent_again_after_what_stays() {
    for code in [0, 301, 307, 400, 401, 403, 404, 409, 422, 501, 505] {
        let (world, result) = send(&get(), &Call::default(), [answer(code).into()]);
        assert_eq!((status(&result), world.sent().len()), (code, 1));
    }
}

#[test]
fn retries_end() {
    let (world, result) = send(&get(), &Call::default(), vec![answer(503).into(); 3]);
    assert_eq!((status(&result), world.sent().len()), (503, 3));
    assert_eq!(result.expect_err("a failure").attempts, 3);
    let none = Call::with_retries(0);
    assert_eq!(send(&get(), &none, [answer(503).into()]).0.sent().len(), 1);
}

#[test]
fn back_off_doubles_to_eight_seconds_with_full_jitter() {
    let call = || Call::with_retries(7);
    let waits = |random: f64| {
        let world = World::new(vec![answer(500).into(); 8]);
        world.random.set(random);
        world.run(client(&world).send(&call(), &get())).expect_err("a failure");
        let times = world.times();
        times.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    };
    assert_eq!(waits(0.0), [0.0; 7]);
    assert_eq!(waits(0.5), [250.0, 500.0, 1000.0, 2000.0, 4000.0, 4000.0, 4000.0]);
    assert_eq!(waits(1.0), [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0]);
}

#[test]
fn a_very_long_row_of_retries_does_not_overflow() {
    let call = Call::with_retries(2_000);
    let (world, _) = send(&get(), &call, vec![answer(500).into(); 2_001]);
    assert_eq!(world.sent().len(), 2_001);
}

/// The wait that a `Retry-After` of a 429 causes, or the one it asks for if that is too long.
fn wait(text: &str) -> Result<f64, Option<f64>> {
    let script = [retry_after(429, text), answer(200).into()];
    let (world, result) = send(&get(), &Call::default(), script);
    match result {
        Ok(_) => Ok(world.times()[1]),
        Err(failure) => match failure.kind {
            FailureKind::Status { retry_after_ms, .. } => Err(retry_after_ms),
            kind => panic!("{kind:?}"),
        },
    }
}

#[test]
fn retry_after_in_seconds() {
    assert_eq!(wait("0"), Ok(0.0));
    assert_eq!(wait("7"), Ok(7_000.0));
    assert_eq!(wait(" 60 "), Ok(60_000.0));
    assert_eq!(wait("61"), Err(Some(61_000.0)));
    assert_eq!(wait("3600"), Err(Some(3_600_000.0)));
    assert_eq!(wait("99999999999999999999"), Err(Some(4_294_967_295_000.0)));
}

#[test]
fn retry_after_as_a_date() {
    assert_eq!(wait("Sun, 01 Nov 2026 00:00:10 GMT"), Ok(10_000.0), "IMF-fixdate");
    assert_eq!(wait("Sunday, 01-Nov-26 00:00:20 GMT"), Ok(20_000.0), "RFC 850");
    assert_eq!(wait("Sun Nov  1 00:00:30 2026"), Ok(30_000.0), "asctime");
    assert_eq!(wait("Sun, 01 Nov 2026 00:01:00 GMT"), Ok(60_000.0));
    assert_eq!(wait("Sun, 01 Nov 2026 00:01:01 GMT"), Err(Some(61_000.0)));
    assert_eq!(wait("Fri, 31 Dec 9999 23:59:59 GMT"), Err(Some(251_608_809_599_000.0)));
}

#[test]
fn a_date_that_has_passed_asks_for_no_wait() {
    assert_eq!(wait("Sat, 31 Oct 2026 23:59:59 GMT"), Ok(0.0));
    assert_eq!(wait("Thu, 01 Jan 1970 00:00:00 GMT"), Ok(0.0));
}

#[test]
fn what_is_no_time_leads_to_the_usual_back_off() {
    for text in [
        "",
        "soon",
        "-1",
        "1.5",
        "1e3",
        "0x10",
        "+5",
        "Sun, 99 Nov 2026 00:00:10 GMT",
        "Nov 2026",
        "١",
    ] {
        assert_eq!(wait(text), Ok(250.0), "{text:?}");
    }
}

#[test]
fn a_wait_that_is_too_long_is_not_begun_by_a_503_either() {
    let (world, result) = send(&get(), &Call::default(), [retry_after(503, "3600")]);
    assert_eq!((status(&result), world.elapsed()), (503, 0.0));
    assert_eq!(outcome(&result), Outcome::Unknown);
}

#[test]
fn every_back_off_is_announced() {
    let script = [retry_after(429, "2"), Reply::Refuse, answer(200).into()];
    let (world, _) = send(&get(), &Call::default(), script);
    assert_eq!(*world.waits.borrow(), [2_000.0, 500.0]);
    assert_eq!(world.times(), [0.0, 2_000.0, 2_500.0]);
}
