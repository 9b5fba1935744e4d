//! How often requests start.

use std::cell::RefCell;
use std::rc::Rc;

use isometric_registry::client::{CallSettings, FailureKind, Outcome, Pace};
use proptest::prelude::*;

use super::wire::Call;
use super::world::{Answer, Reply, Task, World, answer, retry_after};
use super::{Client, Result, Wire, config, get, outcome, post};

fn paced(world: &Rc<World>, pace: &Rc<Pace>) -> Client<Wire> {
    Client::new(config(), Wire(Rc::clone(world))).with_pace(Some(Rc::clone(pace)))
}

fn patient() -> Call {
    Call::with(CallSettings { max_wait_ms: Some(f64::INFINITY), ..CallSettings::default() })
}

fn slow() -> Reply {
    Answer { after: 100.0, ..answer(200) }.into()
}

/// Sends the given number of requests at once.
fn send_all(world: &Rc<World>, pace: &Rc<Pace>, count: usize) {
    let client = paced(world, pace);
    let tasks = (0..count).map(|_| {
        Box::pin(async {
            client.send(&patient(), &get()).await.expect("an answer");
        }) as Task<'_, ()>
    });
    world.run_all(tasks);
}

/// The most requests that start in any period of the given number of ms.
fn most_within(times: &[f64], span: f64) -> usize {
    let until =
        |start: f64| times.iter().filter(|time| **time >= start && **time <= start + span).count();
    times.iter().map(|start| until(*start)).max().unwrap_or(0)
}

#[test]
fn a_client_within_the_burst_never_waits() {
    let world = World::new(vec![slow(); 20]);
    send_all(&world, &Rc::new(Pace::new(120, &[])), 20);
    assert_eq!(world.times(), [0.0; 20]);
}

#[test]
fn then_one_starts_every_interval_and_never_more_than_the_limit_within_61_seconds() {
    let world = World::new(vec![slow(); 300]);
    send_all(&world, &Rc::new(Pace::new(120, &[])), 300);
    let times = world.times();
    assert_eq!(times[20..23], [500.0, 1_000.0, 1_500.0]);
    assert_eq!(most_within(&times, 61_000.0), 120);
    assert!(times[299] < 3.0 * 61_500.0, "the limit is used");
}

#[test]
fn a_wait_that_is_too_long_is_refused_before_anything_is_sent() {
    let pace = Rc::new(Pace::new(1, &[]));
    let world = World::new([slow()]);
    let client = paced(&world, &pace);
    let results = world.run_all((0..2).map(|_| {
        Box::pin(async { client.send(&Call::default(), &post()).await }) as Task<'_, Result>
    }));
    assert!(results[0].is_ok());
    let failure = results[1].as_ref().expect_err("a refusal");
    assert!(matches!(failure.kind, FailureKind::Paced { retry_after_ms: 61_500.0 }));
    assert_eq!((outcome(&results[1]), world.sent().len()), (Outcome::NotSent, 1));
    assert_eq!(world.elapsed(), 100.0, "it is refused at once");
}

#[test]
fn whoever_gives_up_returns_its_moment() {
    let pace = Rc::new(Pace::new(60, &[]));
    let world = World::new(vec![slow(); 22]);
    let client = paced(&world, &pace);
    let calls: Vec<Call> = (0..120).map(|_| patient()).collect();
    let mut tasks: Vec<Task<'_, ()>> = calls
        .iter()
        .map(|call| {
            Box::pin(async {
                let _ = client.send(call, &get()).await;
            }) as Task<'_, ()>
        })
        .collect();
    tasks.push(Box::pin(async {
        world.sleep(10.0).await;
        for call in calls.iter().skip(21) {
            call.signal.abort("enough");
        }
        world.sleep(1.0).await;
        client.send(&patient(), &get()).await.expect("an answer");
    }));
    world.run_all(tasks);
    assert_eq!(world.times()[20..], [1_000.0, 2_000.0]);
}

#[test]
fn a_retry_after_holds_back_every_call() {
    let pace = Rc::new(Pace::new(120, &[]));
    let world = World::new([retry_after(429, "10"), answer(200).into(), answer(200).into()]);
    let (one, other) = (paced(&world, &pace), paced(&world, &pace));
    let first = Box::pin(async {
        one.send(&patient(), &get()).await.expect("an answer");
    }) as Task<'_, ()>;
    let second = Box::pin(async {
        world.sleep(5.0).await;
        other.send(&patient(), &get()).await.expect("an answer");
    });
    world.run_all([first, second]);
    assert_eq!(world.times(), [0.0, 10_000.0, 10_000.0]);
}

#[test]
fn earlier_starts_count() {
    let world = World::new([slow()]);
    let started = [super::world::START - 1_000.0; 120];
    send_all(&world, &Rc::new(Pace::new(120, &started)), 1);
    assert_eq!(world.times(), [60_500.0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With calls that arrive, fail, get a `Retry-After` and are cancelled at any time.
    #[test]
    fn never_more_than_the_limit(
        limit in 1_u32..150,
        calls in prop::collection::vec((0.0_f64..90_000.0, 0_u8..4, 0.0_f64..20_000.0), 1..250),
    ) {
        let script: Vec<_> = calls.iter().flat_map(|(_, kind, _)| match kind {
            0 => vec![answer(503).into(), slow()],
            1 => vec![retry_after(429, "3"), slow()],
            _ => vec![slow(), slow()],
        }).collect();
        let world = World::new(script.into_iter().chain(vec![slow(); calls.len() * 3]));
        let client = paced(&world, &Rc::new(Pace::new(limit, &[])));
        let given: Vec<Call> = calls.iter().map(|_| patient()).collect();
        let ended = RefCell::new(0);
        let mut tasks: Vec<Task<'_, ()>> = Vec::new();
        for ((at, kind, patience), call) in calls.iter().zip(&given) {
            let (client, world, ended) = (&client, &world, &ended);
            tasks.push(Box::pin(async move {
                world.sleep(*at).await;
                let _ = client.send(call, &get()).await;
                *ended.borrow_mut() += 1;
            }));
            if *kind == 3 {
                tasks.push(Box::pin(async move {
                    world.sleep(at + patience).await;
                    call.signal.abort("enough");
                }));
            }
        }
        world.run_all(tasks);
        prop_assert_eq!(*ended.borrow(), calls.len());
        prop_assert!(most_within(&world.times(), 61_000.0) <= limit as usize);
    }
}
