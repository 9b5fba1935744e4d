//! The API over HTTP, in process: from a request's parts to a response's.

mod auth;
mod batches;
mod checkout_page;
mod dispatch;
mod fault;
mod input;
mod page;
mod read;
mod route;
mod write;

use isometric_registry::model::id::{MAX_LENGTH, MIN_LENGTH};
use isometric_registry::model::table::Table;
use isometric_registry::operation::{Access, Argument, Operation};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use self::auth::Credentials;
pub(crate) use self::checkout_page::find as find_checkout;
pub(crate) use self::fault::{Fault, missing};
use self::input::Input;
use self::route::Route;
use crate::behaviour::Behaviour;
use crate::calendar::Moment;
use crate::drift;
use crate::ledger::Ledger;
use crate::ledger::arena::{Arena, Handle, OrganisationNo};
use crate::typed;
use crate::view::View;

/// The base path of the API.
pub(crate) const BASE_PATH: &str = "/registry/v0";

/// A request to the registry.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The HTTP method, in capitals.
    pub method: &'a str,
    /// The path and the query: `/registry/v0/projects?first=50`.
    pub target: &'a str,
    /// Names and values.
    pub headers: &'a [(String, String)],
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl Request<'_> {
    /// The value of a header, ignoring the case of its name.
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The registry's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }.with("content-type", content_type)
    }

    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self::new(status, "application/json", body)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// A call of an operation by a caller who may make it.
struct Call<'a> {
    operation: &'static Operation,
    ledger: &'a mut Ledger,
    now: Moment,
    base_url: &'a str,
    relay_order: bool,
    caller: Option<OrganisationNo>,
    id: &'a str,
    query: Value,
    body: Value,
    /// Which of its forms the body has.
    form: Option<&'static Table>,
}

type Answer = Result<Vec<u8>, Fault>;

/// What an answer depends on besides the ledger and the request.
pub(crate) struct Setting<'a> {
    pub(crate) now: Moment,
    pub(crate) base_url: &'a str,
    pub(crate) behaviour: &'a Behaviour,
}

/// Rejects a request for this number of seconds.
pub(crate) fn too_many(seconds: i64) -> Response {
    Fault::Status(429, "Too Many Requests".to_owned())
        .response()
        .with("retry-after", seconds.to_string())
}

/// Answers a request.
pub(crate) fn answer(
    ledger: &mut Ledger,
    request: &Request<'_>,
    setting: &Setting<'_>,
) -> Response {
    let (path, query) = split_target(request.target);
    let path = &*percent_decode_str(path).decode_utf8_lossy();
    if let Some(session) = path.strip_prefix(checkout_page::PATH) {
        return checkout_page::answer(ledger, request, session, setting.now);
    }
    match route::find(request.method, path) {
        Route::Operation { operation, id } => {
            match call(ledger, request, (operation, id, query), setting) {
                Ok(body) => {
                    let drifts = &setting.behaviour.drift;
                    Response::json(200, drift::apply(drifts, operation.answer.kind, body))
                }
                Err(fault) => fault.response(),
            }
        }
        Route::OtherMethod { allowed } => {
            Fault::Status(405, "Method Not Allowed".to_owned()).response().with("allow", allowed)
        }
        Route::Unknown => Fault::Status(404, "Not Found".to_owned()).response(),
    }
}

fn call(
    ledger: &mut Ledger,
    request: &Request<'_>,
    (operation, id, query): (&'static Operation, &str, &str),
    setting: &Setting<'_>,
) -> Answer {
    let caller = auth::authenticate(ledger, request)?;
    if caller.is_none() && operation.access == Access::Private {
        return Err(Fault::unauthenticated(
            "An access token is needed: `Authorization: Bearer …`.",
        ));
    }
    let mut input = Input::default();
    if operation.arguments.iter().any(|argument| matches!(argument, Argument::Id(_))) {
        input.path_id(id);
    }
    let query = input.query(operation, query);
    let (body, form) = match operation.arguments.iter().find_map(forms) {
        Some(forms) => input.body(forms, request),
        None => (Value::Null, None),
    };
    input.finish()?;
    let Setting { now, base_url, behaviour } = *setting;
    let relay_order = behaviour.relay_order;
    let call =
        Call { operation, ledger, now, base_url, relay_order, caller, id, query, body, form };
    dispatch::answer(call)
}

/// The models that an argument's body can be of.
fn forms(argument: &Argument) -> Option<&'static [&'static Table]> {
    match argument {
        Argument::Body(forms) => Some(forms),
        _ => None,
    }
}

/// Splits a target into path and query. An origin before the path is ignored: a proxy's request has one.
fn split_target(target: &str) -> (&str, &str) {
    let (before, query) = target.split_once('?').unwrap_or((target, ""));
    let path = match before.split_once("://") {
        Some(("http" | "https", rest)) => rest.find('/').and_then(|start| rest.get(start..)),
        _ => Some(before),
    };
    (path.unwrap_or("/"), query)
}

fn json(value: &impl Serialize) -> Answer {
    serde_json::to_vec(value).map_err(|error| Fault::Status(500, error.to_string()))
}

impl Call<'_> {
    fn view(&self) -> View<'_> {
        View(self.ledger)
    }

    /// The authenticated organisation.
    fn caller(&self) -> Result<OrganisationNo, Fault> {
        self.caller.ok_or_else(|| Fault::unauthenticated("An access token is needed."))
    }

    /// The record of the id in the path.
    fn target<H: Handle, T>(&self, records: &Arena<H, T>) -> Result<H, Fault> {
        self.maybe_target(records).ok_or_else(|| Fault::unknown(H::KIND))
    }

    fn maybe_target<H: Handle, T>(&self, records: &Arena<H, T>) -> Option<H> {
        self.ledger.find(self.id).filter(|&number| records.get(number).is_some())
    }

    /// A parameter of the query, which has been checked.
    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).and_then(Value::as_str)
    }

    /// The record by which a list is filtered. The outer `None` means that it does not exist.
    fn filter<H: Handle, T>(&self, records: &Arena<H, T>, name: &str) -> Option<Option<H>> {
        let find = |id| self.ledger.find(id).filter(|&number| records.get(number).is_some());
        self.parameter(name).map_or(Some(None), |id| find(id).map(Some))
    }

    /// The body, which has been checked.
    fn read_body<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        typed::read(&self.body).map_err(|error| Fault::Status(422, error.to_string()))
    }
}

/// Whether a text has the length of an id.
fn has_id_length(text: &str) -> bool {
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.chars().count())
}
