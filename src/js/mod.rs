//! The only part that knows JavaScript: what the façade calls, and `fetch` as the transport.
//!
//! The façade hands over copies of the caller's arguments and a [`Host`](host::Host) of functions;
//! it gets back plain objects, or throws an error made of the plain data of a failure.

mod abort;
mod answer;
mod failure;
mod host;
pub mod proxy;
mod response;
mod transport;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::client::{Client, Config, Failure, FailureKind};
use crate::decode::Expected;
use crate::model::table::{Kind, Table};
use crate::model::{MODELS, Shape};
use crate::operation::{self, Direction, Method, Operation, PageRequest, Request, Tree};
use answer::Decoder;
use failure::{plain, undecodable};
use host::{Call, Host, PageTarget, Reader};
use transport::FetchTransport;

/// A client of one registry, as the façade holds it.
#[wasm_bindgen]
pub struct Core {
    client: Client<FetchTransport>,
    decoder: Decoder,
}

#[wasm_bindgen]
impl Core {
    /// Makes a client of settings that the façade has checked.
    ///
    /// # Errors
    /// When the settings are not what the façade's `Config` says.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue, host: Host) -> Result<Core, JsValue> {
        let config: Config = serde_wasm_bindgen::from_value(config)?;
        let decoder = Decoder::new(host.reader());
        Ok(Self { client: Client::new(config, FetchTransport::new(host)), decoder })
    }

    /// Calls an operation by its name, with the arguments in a list. `page` says which page of a
    /// list is wanted, where that is another than the arguments name.
    ///
    /// # Errors
    /// The plain data of a failure.
    pub async fn call(
        &self,
        call: Call,
        arguments: JsValue,
        page: Option<PageTarget>,
    ) -> Result<JsValue, JsValue> {
        let operation = operation::find(&call.operation()).ok_or_else(|| call.operation())?;
        let request = match build(operation, arguments, page.as_ref(), &call.secrets()) {
            Ok(request) => request,
            Err(issues) => {
                let failure = Failure::not_sent(FailureKind::Invalid(issues));
                return Err(self.plain(failure, operation.method, operation.path));
            }
        };
        self.send(&call, &request, operation.answer, operation.null_status).await
    }

    /// Sends a request that the façade has built, and gives its answer as it comes.
    ///
    /// # Errors
    /// The plain data of a failure.
    pub async fn request(
        &self,
        call: Call,
        method: &str,
        target: String,
        body: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let method = Method::parse(method).ok_or_else(|| method.to_owned())?;
        let request = Request { method, target, body };
        self.send(&call, &request, Expected::ANYTHING, None).await
    }
}

impl Core {
    async fn send(
        &self,
        call: &Call,
        request: &Request,
        expected: Expected,
        null_status: Option<u16>,
    ) -> Result<JsValue, JsValue> {
        call.set_method(request.method.as_str());
        call.set_url(&self.url(&request.target));
        let answer = match self.client.send(call, request).await {
            Ok(answer) => answer,
            Err(Failure { kind: FailureKind::Status { .. }, status, .. })
                if null_status.is_some() && status == null_status =>
            {
                return Ok(JsValue::NULL);
            }
            Err(failure) => return Err(self.plain(failure, request.method, &request.target)),
        };
        if answer.body.is_empty() && expected.kind == Kind::Any {
            return Ok(JsValue::NULL);
        }
        self.decoder.decode(&answer.body, expected).map_err(|fault| {
            undecodable(&fault, &answer, request.method, self.url(&request.target))
        })
    }

    fn plain(&self, failure: Failure<JsValue>, method: Method, target: &str) -> JsValue {
        plain(failure, method, self.url(target), &self.decoder)
    }

    fn url(&self, target: &str) -> String {
        format!("{}{target}", self.client.config().base_url)
    }
}

fn build(
    operation: &Operation,
    arguments: JsValue,
    page: Option<&PageTarget>,
    secrets: &[String],
) -> Result<Request, Vec<operation::Issue>> {
    let arguments: Vec<Tree> = serde_wasm_bindgen::from_value(arguments).map_err(|error| {
        vec![operation::Issue { path: "arguments".to_owned(), message: error.to_string() }]
    })?;
    let page = page.map(page_request).unwrap_or_default();
    operation::build(operation, &arguments, &page, secrets)
}

/// Reads the bytes of JSON text as a model, a page (`Page<Project>`) or a list (`ListResource<CreditBatch>`).
///
/// # Errors
/// The plain data of a failure, or `null` where no model has this name.
#[wasm_bindgen(js_name = fromJson)]
pub fn from_json(name: &str, text: &[u8], reader: Reader) -> Result<JsValue, JsValue> {
    let kind = kind_of(name).ok_or(JsValue::NULL)?;
    Decoder::new(reader)
        .decode(text, Expected { kind, nullable: false })
        .map_err(|fault| failure::unreadable(&fault, text))
}

fn kind_of(name: &str) -> Option<Kind> {
    let model = MODELS.iter().copied().find(|table| table.name == name).map(Kind::Object);
    let list = || {
        operation::all().map(|operation| operation.answer.kind).find(|kind| match kind {
            Kind::Object(table) => list_name(table).is_some_and(|list| list == name),
            _ => false,
        })
    };
    model.or_else(list)
}

/// `Page<Project>` for the table of a page of projects.
fn list_name(table: &Table) -> Option<String> {
    if !matches!(table.shape, Shape::Page | Shape::ListResource) {
        return None;
    }
    match table.property("nodes")?.kind {
        Kind::List(list) => match list.item {
            Kind::Object(item) => Some(format!("{}<{}>", table.name, item.name)),
            _ => None,
        },
        _ => None,
    }
}

fn page_request(target: &PageTarget) -> PageRequest {
    let direction = if target.backward() { Direction::Backward } else { Direction::Forward };
    PageRequest {
        from: target.cursor().map(|cursor| (direction, cursor)),
        limit: target.limit().map(i64::from),
    }
}
