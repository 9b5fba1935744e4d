//! The only part that knows JavaScript: what the façade calls, and `fetch` as the transport.
//!
//! The façade hands over copies of the caller's arguments and a [`Host`](host::Host) of functions;
//! it gets back plain objects, or throws an error made of the plain data of a failure.

mod arguments;
pub mod decoder;
mod failure;
mod host;
pub mod proxy;
mod transport;
pub mod wait;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::client::{Client, Config, Failure, FailureKind};
use crate::decode::Expected;
use crate::model::table::Kind;
use crate::operation::{self, Direction, Issue, Method, Operation, PageRequest, Request, Tree};
use failure::{plain, undecodable};
use host::{Call, Host, PageTarget, Settings};
use transport::{FetchTransport, read_headers};

/// A client of one registry, as the façade holds it.
#[wasm_bindgen]
pub struct Core {
    client: Client<FetchTransport>,
}

#[wasm_bindgen]
impl Core {
    /// Makes a client of settings that the façade has checked.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &Settings, host: Host) -> Core {
        let config = Config {
            base_url: settings.base_url(),
            client_secret: settings.client_secret(),
            headers: read_headers(&settings.headers()),
            user_agent: settings.user_agent(),
            timeout_ms: settings.timeout_ms(),
            max_retries: settings.max_retries(),
            max_concurrency: settings.max_concurrency(),
            max_response_bytes: settings.max_response_bytes(),
            read_only: settings.read_only(),
        };
        Self { client: Client::new(config, FetchTransport { host }) }
    }

    /// Calls an operation by its name, with the arguments as `encode.ts` writes them. `page` says
    /// which page of a list is wanted, where that is another than the arguments name.
    ///
    /// # Errors
    /// The plain data of a failure.
    pub async fn call(
        &self,
        call: Call,
        arguments: String,
        page: Option<PageTarget>,
    ) -> Result<JsValue, JsValue> {
        let operation = operation::find(&call.operation()).ok_or_else(|| call.operation())?;
        let request = match build(operation, &arguments, page.as_ref(), &call) {
            Ok(request) => request,
            Err(issues) => {
                let failure = Failure::not_sent(FailureKind::Invalid(issues));
                return Err(self.plain(failure, operation.method, operation.path));
            }
        };
        self.send(&call, &request, &operation.answer, operation.null_status).await
    }

    /// Sends a request that the façade has built, and gives its answer as it comes.
    ///
    /// # Errors
    /// The plain data of a failure.
    pub async fn request(
        &self,
        call: Call,
        method: String,
        target: String,
        body: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let method = Method::parse(&method).ok_or(method)?;
        let request = Request { method, target, body };
        self.send(&call, &request, &Expected::ANYTHING, None).await
    }
}

impl Core {
    async fn send(
        &self,
        call: &Call,
        request: &Request,
        expected: &Expected,
        null_status: Option<u16>,
    ) -> Result<JsValue, JsValue> {
        call.note(request.method.as_str(), &self.url(&request.target));
        let exchange = match self.client.send(call, request).await {
            Ok(exchange) => exchange,
            Err(failure)
                if null_status.is_some()
                    && matches!(failure.kind, FailureKind::Status { .. })
                    && failure.status() == null_status =>
            {
                return Ok(JsValue::NULL);
            }
            Err(failure) => return Err(self.plain(failure, request.method, &request.target)),
        };
        if expected.kind == Kind::Any && exchange.size() == 0 {
            return Ok(JsValue::NULL);
        }
        decoder::decode_body(self.host(), &exchange, expected).map_err(|fault| {
            undecodable(&fault, &exchange, request.method, self.url(&request.target))
        })
    }

    fn plain(
        &self,
        failure: Failure<JsValue, host::Exchange>,
        method: Method,
        target: &str,
    ) -> JsValue {
        plain(failure, method, self.url(target), self.host())
    }

    fn host(&self) -> &Host {
        &self.client.transport().host
    }

    fn url(&self, target: &str) -> String {
        [&self.client.config().base_url, target].concat()
    }
}

fn build(
    operation: &Operation,
    arguments: &str,
    page: Option<&PageTarget>,
    call: &Call,
) -> Result<Request, Vec<Issue>> {
    let arguments = match arguments::read(arguments) {
        Tree::List(arguments) => arguments,
        other => {
            let message = format!("expected a list, got {other:?}");
            return Err(vec![Issue { path: "arguments".to_owned(), message }]);
        }
    };
    let page = page.map(page_request).unwrap_or_default();
    operation::build(operation, &arguments, &page, &[]).or_else(|_| {
        // Now that messages are written, the secrets that they may not quote are wanted.
        let secrets: Vec<_> = call.secrets().lines().map(str::to_owned).collect();
        operation::build(operation, &arguments, &page, &secrets)
    })
}

fn page_request(target: &PageTarget) -> PageRequest {
    let direction = if target.backward() { Direction::Backward } else { Direction::Forward };
    PageRequest {
        from: target.cursor().map(|cursor| (direction, cursor)),
        limit: target.limit().map(i64::from),
    }
}
