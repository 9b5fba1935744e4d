//! The transport by `fetch`, in Node against a server on loopback.

#![cfg(all(feature = "fetch", target_arch = "wasm32"))]
#![allow(missing_docs, clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use isometric_registry::client::{CallSettings, Client, Config, FailureKind, Outcome, Response};
use isometric_registry::fetch::{FetchCall, FetchTransport};
use isometric_registry::operation::{Method, Request};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

/// Starts a server that answers each request with the next of these functions of `response`; passes it its address.
const SERVE: &str = r#"
    const { createServer } = process.getBuiltinModule("node:http");
    const answers = [...arguments];
    const seen = [];
    const server = createServer((request, response) => {
        seen.push(request);
        const answer = answers.shift();
        new Function("response", "request", "close", answer)(response, request, () => server.closeAllConnections());
    });
    server.unref();
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
        resolve({ address: `http://127.0.0.1:${server.address().port}/v0`, seen, server });
    }));
"#;

struct Server(JsValue);

impl Server {
    async fn answering(answers: &[&str]) -> Self {
        let answers: Array = answers.iter().map(|answer| JsValue::from_str(answer)).collect();
        let promise = Function::new_no_args(SERVE).apply(&JsValue::NULL, &answers).unwrap();
        Self(JsFuture::from(Promise::from(promise)).await.unwrap())
    }

    fn address(&self) -> String {
        Reflect::get(&self.0, &"address".into()).unwrap().as_string().unwrap()
    }

    fn seen(&self) -> u32 {
        Array::from(&Reflect::get(&self.0, &"seen".into()).unwrap()).length()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let close = "this.server.close(); this.server.closeAllConnections();";
        Function::new_no_args(close).call0(&self.0).unwrap();
    }
}

fn client(base_url: String) -> Client<FetchTransport> {
    let config = Config {
        base_url,
        client_secret: Some("the secret of a test".to_owned()),
        headers: Vec::new(),
        user_agent: None,
        timeout_ms: 5_000.0,
        max_retries: 2,
        max_wait_ms: 60_000.0,
        max_response_bytes: Some(100),
        read_only: false,
    };
    Client::new(config, FetchTransport)
}

fn get() -> Request {
    Request {
        method: Method::Get,
        target: "/projects?first=1".to_owned(),
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

#[wasm_bindgen_test]
async fn a_body_is_read_to_its_end() {
    let echo = r#"
        const { method, url, headers } = request;
        response.end([method, url, headers["x-client-secret"], headers.authorization].join(" "));
    "#;
    let server = Server::answering(&[echo]).await;
    let call = FetchCall { access_token: Some("token".to_owned()), ..FetchCall::default() };
    let response = client(server.address()).send(&call, &get()).await.expect("an answer");
    let body = String::from_utf8(response.take_body()).unwrap();
    assert_eq!(body, "GET /v0/projects?first=1 the secret of a test Bearer token");
}

#[wasm_bindgen_test]
async fn a_read_is_sent_again_and_an_act_is_not() {
    let busy = r#"response.writeHead(503, { "retry-after": "0" }).end();"#;
    let server = Server::answering(&[busy, "response.end('{}');"]).await;
    let response = client(server.address()).send(&FetchCall::default(), &get()).await;
    assert_eq!((response.expect("an answer").status(), server.seen()), (200, 2));

    let server = Server::answering(&[busy]).await;
    let failure = client(server.address()).send(&FetchCall::default(), &post()).await.unwrap_err();
    assert_eq!(
        (failure.status(), failure.outcome, server.seen()),
        (Some(503), Outcome::Unknown, 1)
    );
}

#[wasm_bindgen_test]
async fn a_redirect_is_not_followed() {
    let away = r#"response.writeHead(302, { location: "/elsewhere" }).end();"#;
    let server = Server::answering(&[away, "response.end('{}');"]).await;
    let failure = client(server.address()).send(&FetchCall::default(), &post()).await.unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Status { .. }));
    assert_eq!((failure.outcome, server.seen()), (Outcome::Unknown, 1));
}

#[wasm_bindgen_test]
async fn a_body_that_is_too_large_is_refused() {
    let server = Server::answering(&["response.end('x'.repeat(101));"]).await;
    let failure = client(server.address()).send(&FetchCall::default(), &get()).await.unwrap_err();
    assert!(matches!(failure.kind, FailureKind::TooLarge { limit: 100 }));
}

#[wasm_bindgen_test]
async fn nobody_listening_means_that_nothing_was_sent() {
    let server = Server::answering(&[]).await;
    let address = server.address();
    drop(server);
    let call = {
        let settings = CallSettings { max_retries: Some(0), ..CallSettings::default() };
        FetchCall { settings, ..FetchCall::default() }
    };
    let failure = client(address).send(&call, &post()).await.unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Network(_)));
    assert_eq!(failure.outcome, Outcome::NotSent);
}

#[wasm_bindgen_test]
async fn silence_ends_at_the_deadline() {
    let server = Server::answering(&[""]).await;
    let call = {
        let settings = CallSettings { timeout_ms: Some(50.0), ..CallSettings::default() };
        FetchCall { settings, ..FetchCall::default() }
    };
    let failure = client(server.address()).send(&call, &post()).await.unwrap_err();
    assert!(matches!(failure.kind, FailureKind::Timeout { timeout_ms: 50.0 }));
    assert_eq!((failure.outcome, server.seen()), (Outcome::Unknown, 1));
}

#[wasm_bindgen_test]
async fn a_caller_can_give_up() {
    let controller = AbortController::new().unwrap();
    let call = FetchCall { signal: Some(controller.signal()), ..FetchCall::default() };
    controller.abort_with_reason(&"enough".into());
    let server = Server::answering(&[]).await;
    let failure = client(server.address()).send(&call, &post()).await.unwrap_err();
    let FailureKind::Aborted(reason) = failure.kind else { panic!("{:?}", failure.kind) };
    assert_eq!(
        (reason.as_string().unwrap().as_str(), failure.outcome),
        ("enough", Outcome::NotSent)
    );
}
