//! The parts of a request.

use isometric_registry::client::CallSettings;
use std::rc::Rc;

use super::wire::Call;
use super::world::{World, answer};
use super::{Client, Wire, config, get, post, send};

fn headers(
    of_client: &[(&str, &str)],
    of_call: &[(&str, &str)],
    user_agent: Option<&str>,
) -> Vec<String> {
    let pairs = |given: &[(&str, &str)]| {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let world = World::new([answer(200).into()]);
    let mut config = config();
    config.headers = pairs(of_client);
    config.user_agent = user_agent.map(str::to_owned);
    let call = Call::with(CallSettings { headers: pairs(of_call), ..CallSettings::default() });
    world
        .run(Client::new(config, Wire(Rc::clone(&world))).send(&call, &post()))
        .expect("an answer");
    let sent = world.sent().remove(0).headers;
    let mut lines: Vec<String> =
        sent.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.sort();
    lines
}

#[test]
fn the_headers_of_the_client_itself() {
    assert_eq!(
        headers(&[], &[], Some("agent/1")),
        [
            "Accept: application/json",
            "Content-Type: application/json",
            "User-Agent: agent/1",
            "X-Client-Secret: secret"
        ]
    );
}

#[test]
fn a_calls_headers_come_before_the_clients_and_both_before_the_defaults() {
    let given = headers(
        &[("X-One", "client"), ("X-Two", "client"), ("accept", "text/html")],
        &[("x-one", "call"), ("user-agent", "own/1")],
        Some("agent/1"),
    );
    assert_eq!(
        given,
        [
            "Content-Type: application/json",
            "X-Client-Secret: secret",
            "X-Two: client",
            "accept: text/html",
            "user-agent: own/1",
            "x-one: call",
        ]
    );
}

#[test]
fn what_the_client_sets_itself_cannot_be_replaced() {
    let given = headers(&[("content-type", "text/html")], &[("x-client-secret", "other")], None);
    assert_eq!(
        given,
        ["Accept: application/json", "Content-Type: application/json", "X-Client-Secret: secret"]
    );
}

#[test]
fn the_address_and_the_body() {
    let (world, _) = send(&post(), &Call::default(), [answer(201).into()]);
    let sent = world.sent().remove(0);
    assert_eq!(sent.url, "https://registry.example/v0/retirements");
    assert_eq!(sent.body.as_deref(), Some("{}"));
    let (world, _) = send(&get(), &Call::default(), [answer(200).into()]);
    assert!(world.sent()[0].body.is_none());
}

#[test]
fn nothing_that_is_printed_holds_a_credential() {
    let (world, _) = send(&post(), &Call::default(), [answer(201).into()]);
    let printed = format!("{:?} {:?}", config(), world.sent());
    assert!(!printed.contains("secret"), "{printed}");
}
