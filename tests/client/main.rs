//! The client against a scripted registry, in virtual time that passes only when nothing else can happen.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod abort;
mod body;
mod deadline;
mod pace;
mod posts;
mod requests;
mod retries;
mod token;
mod wire;
mod world;

use std::rc::Rc;

use isometric_registry::client::{Client, Config, Failure, FailureKind, Outcome, Response, Sent};
use isometric_registry::operation::{Method, Request};

use wire::{Arriving, Call, Wire};
use world::{Reply, Task, World};

type Result = Sent<Wire>;

fn config() -> Config {
    Config {
        base_url: "https://registry.example/v0".to_owned(),
        client_secret: Some("secret".to_owned()),
        headers: Vec::new(),
        user_agent: None,
        timeout_ms: 30_000.0,
        max_retries: 2,
        max_wait_ms: 60_000.0,
        max_response_bytes: Some(1_000),
        read_only: false,
    }
}

fn client(world: &Rc<World>) -> Client<Wire> {
    Client::new(config(), Wire(Rc::clone(world)))
}

fn get() -> Request {
    Request {
        method: Method::Get,
        target: "/projects".to_owned(),
        body: None,
        longest_answer: 1_000_000,
    }
}

fn post() -> Request {
    Request {
        method: Method::Post,
        target: "/retirements".to_owned(),
        body: Some("{}".to_owned()),
        longest_answer: 1_000_000,
    }
}

/// Sends one request to a registry with this answer.
fn send(
    request: &Request,
    call: &Call,
    script: impl IntoIterator<Item = Reply>,
) -> (Rc<World>, Result) {
    let world = World::new(script);
    let result = world.run(client(&world).send(call, request));
    assert_eq!(world.timers(), 0, "no timer is left");
    assert_eq!(call.signal.listeners(), 0, "no listener is left");
    (world, result)
}

/// Sends one request, and cancels after the given number of ms. Tasks are notified in the order in which they run.
fn give_up(after: f64, request: &Request, call: &Call, world: &Rc<World>) -> Result {
    let client = client(world);
    let giving_up: Task<'_, Option<Result>> = Box::pin(async {
        world.sleep(after).await;
        call.signal.abort("enough");
        None
    });
    let sending = Box::pin(async { Some(client.send(call, request).await) });
    let result = world.run_all([giving_up, sending]).remove(1);
    assert_eq!(world.timers(), 0, "no timer is left");
    assert_eq!(call.signal.listeners(), 0, "no listener is left");
    result.expect("a result")
}

fn outcome(result: &Result) -> Outcome {
    result.as_ref().expect_err("a failure").outcome
}

fn status(result: &Result) -> u16 {
    match result {
        Ok(response) => response.status(),
        Err(failure) if matches!(failure.kind, FailureKind::Status { .. }) => {
            failure.status().expect("a status")
        }
        Err(failure) => panic!("no status, but {failure:?}"),
    }
}

/// The part of the body that arrived.
fn body(failure: &Failure<&'static str, Arriving>) -> String {
    failure.response.as_ref().expect("a response").body()
}
