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
use crate::operation::{self, Direction, Method, PageRequest, Request, Tree};
use crate::text::concat;
use failure::{plain, undecodable};
use host::{Call, Host};
use transport::{FetchTransport, read_headers};

/// A third of the size of the standard library's allocator for WebAssembly, and faster.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A client of one registry, as the façade holds it.
#[wasm_bindgen]
pub struct Core {
    client: Client<FetchTransport>,
}

#[wasm_bindgen]
impl Core {
    /// Makes a client of settings that the façade has checked. `headers` has a line for each name and
    /// each value in turn.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "each is cheaper than a getter of an object")]
    pub fn new(
        host: Host,
        base_url: String,
        client_secret: Option<String>,
        headers: &str,
        user_agent: Option<String>,
        timeout_ms: f64,
        max_retries: u32,
        max_concurrency: usize,
        max_response_bytes: usize,
        read_only: bool,
    ) -> Core {
        let config = Config {
            base_url,
            client_secret,
            headers: read_headers(headers),
            user_agent,
            timeout_ms,
            max_retries,
            max_concurrency,
            max_response_bytes,
            read_only,
        };
        Self { client: Client::new(config, FetchTransport { host }) }
    }

    /// Calls an operation by its name, with the arguments as `encode.ts` writes them. Which page of a
    /// list is wanted, where that is another than the arguments name, is said by `cursor` (to go on
    /// from, `backward` or forward) and `limit` (the most items that it is to hold). The operation
    /// `request` takes a method, a target and a body, and gives its answer as it comes.
    ///
    /// # Errors
    /// The plain data of a failure.
    pub async fn call(
        &self,
        call: Call,
        arguments: String,
        backward: bool,
        cursor: Option<String>,
        limit: Option<u32>,
    ) -> Result<JsValue, JsValue> {
        let direction = if backward { Direction::Backward } else { Direction::Forward };
        let page = PageRequest {
            from: cursor.map(|cursor| (direction, cursor)),
            limit: limit.map(i64::from),
        };
        let Prepared { request, expected, null_status } = self.prepare(&call, &arguments, &page)?;
        call.note(request.method.as_str(), &self.url(&request.target));
        let exchange = match self.client.send(&call, &request).await {
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
        if matches!(expected.kind, Kind::Any) && exchange.size() == 0 {
            return Ok(JsValue::NULL);
        }
        decoder::decode_body(self.host(), &exchange, &expected).map_err(|fault| {
            undecodable(&fault, exchange.clone(), request.method, self.url(&request.target))
        })
    }
}

/// A request to be sent, and what its answer is.
struct Prepared {
    request: Request,
    expected: Expected,
    /// The status that stands for `null`.
    null_status: Option<u16>,
}

impl Core {
    fn prepare(
        &self,
        call: &Call,
        arguments: &str,
        page: &PageRequest,
    ) -> Result<Prepared, JsValue> {
        let Tree::List(arguments) = arguments::read(arguments) else { return Err(JsValue::NULL) };
        let name = call.operation();
        if let [Tree::Text(method), Tree::Text(target), body] = arguments.as_slice()
            && name == "request"
        {
            let method = Method::parse(method).ok_or(name)?;
            let body = if let Tree::Text(text) = body { Some(text.clone()) } else { None };
            let request = Request { method, target: target.clone(), body };
            return Ok(Prepared { request, expected: Expected::ANYTHING, null_status: None });
        }
        let operation = operation::find(&name).ok_or(name)?;
        let (expected, null_status) = (operation.answer, operation.null_status);
        operation::build(operation, &arguments, page, &[])
            .map(|request| Prepared { request, expected, null_status })
            .map_err(|_| {
                // Now that messages are wanted, they must not quote the secrets.
                let secrets: Vec<_> = call.secrets().lines().map(str::to_owned).collect();
                let issues = operation::build(operation, &arguments, page, &secrets).err();
                let kind = FailureKind::Invalid(issues.unwrap_or_default());
                self.plain(Failure::not_sent(kind), operation.method, operation.path)
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
        concat(&[&self.client.config().base_url, target])
    }
}
