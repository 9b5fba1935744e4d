//! The façade's interface: a client of one registry, and the calls that it starts and advances.

use core::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::call::{self, Asked, fail};
use super::contract::{Action, End, Phase};
use super::decoder::received;
use super::transport::{Call, Event, FacadeTransport, Token, monotonic};
use super::{arguments, failure};
use crate::client::{CallSettings, Client, Config, Failure, FailureKind, Pace};
use crate::decode::Expected;
use crate::operation::{self, Direction, LONGEST_ANSWER, Method, PageRequest, Request, Tree};
use crate::text::concat;

/// Types of the façade that the declarations below use.
#[wasm_bindgen(typescript_custom_section)]
const IMPORTS: &str = r#"import type { Action, End, Phase, Rebuilt, FailureDetails } from "../../generated/border.js";"#;

/// A limit on how many requests start in a minute, which clients share.
#[wasm_bindgen]
pub struct SharedPace(Rc<Pace>);

#[wasm_bindgen]
impl SharedPace {
    /// A pace of the given number of requests a minute, of which these have started, in ms by `performance.now()`.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(limit: u32, started: &[f64]) -> Self {
        Self(Rc::new(Pace::new(limit, started)))
    }

    /// Starts a request now and returns 0; if none may start, returns the time until one may, in ms.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.0.start(monotonic()).err().unwrap_or(0.0)
    }

    /// Delays all requests until the `Retry-After` of a 429 or 503 has passed, at most 60 s. `until_date` is the time
    /// until the date in it, in ms, or `NaN`.
    pub fn heed(&self, retry_after: &str, until_date: f64) {
        self.0.heed_header(monotonic(), retry_after, until_date);
    }
}

/// A client of one registry, as the façade holds it.
#[wasm_bindgen]
pub struct Core {
    client: Rc<Client<FacadeTransport>>,
}

#[wasm_bindgen]
impl Core {
    /// Creates a client from settings that the façade has checked. `headers` has alternating lines of names and values.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "each is cheaper than a getter of an object")]
    pub fn new(
        base_url: String,
        client_secret: Option<String>,
        headers: &str,
        user_agent: Option<String>,
        timeout_ms: f64,
        max_retries: u32,
        max_response_bytes: Option<usize>,
        read_only: bool,
        max_wait_ms: f64,
    ) -> Core {
        let config = Config {
            base_url,
            client_secret,
            headers: read_headers(headers),
            user_agent,
            timeout_ms,
            max_retries,
            max_response_bytes,
            read_only,
            max_wait_ms,
        };
        Self { client: Rc::new(Client::new(config, FacadeTransport)) }
    }

    /// The same client, limited by a pace.
    #[must_use]
    pub fn paced(&self, pace: &SharedPace) -> Core {
        let config = self.client.config().clone();
        let client = Client::new(config, FacadeTransport).with_pace(Some(Rc::clone(&pace.0)));
        Self { client: Rc::new(client) }
    }

    /// Starts a call and returns the first action, whose data are at [`needs`]. The text of this length in the
    /// [`room`](super::decoder::room) is a list of the operation's name, headers (alternating lines of names and
    /// values), the access token, the cursor to continue from, and the caller's arguments as encoded by `encode.ts`.
    /// The operation `request` takes a method, a target and a body.
    ///
    /// `limit` is the most items that a page is to hold. The body of a raw call is not decoded. Drift is reported or
    /// rejected; for write operations it is always reported.
    #[expect(clippy::too_many_arguments, reason = "each is cheaper than a getter of an object")]
    #[wasm_bindgen(unchecked_return_type = "Action")]
    pub fn begin(
        &self,
        length: usize,
        timeout_ms: Option<f64>,
        max_retries: Option<u32>,
        max_wait_ms: Option<f64>,
        looks_up_token: bool,
        is_aborted: bool,
        backward: bool,
        limit: Option<u32>,
        is_raw: bool,
        tells_drift: bool,
    ) -> u32 {
        let given = received(|bytes| arguments::read(bytes.get(..length).unwrap_or_default()));
        let [operation, headers, token, cursor, arguments] = given.items() else {
            return Action::Fail.number();
        };
        let direction = if backward { Direction::Backward } else { Direction::Forward };
        let page = PageRequest {
            from: cursor.owned_text().map(|cursor| (direction, cursor)),
            limit: limit.map(i64::from),
        };
        let asked = match self.prepare(operation.text(), arguments.items(), &page) {
            Ok(asked) => Rc::new(Asked { is_raw, tells_drift, ..asked }),
            Err(action) => return action.number(),
        };
        let call = Rc::new(Call {
            settings: CallSettings {
                timeout_ms,
                max_retries,
                max_wait_ms,
                headers: read_headers(headers.text()),
            },
            token: if looks_up_token { Token::LookedUp } else { Token::Given(token.owned_text()) },
            is_aborted,
            asked: Cell::new(Action::Fail),
            milliseconds: Cell::new(0.0),
            event: Cell::new(None),
        });
        let sending = {
            let (client, call, asked) =
                (Rc::clone(&self.client), Rc::clone(&call), Rc::clone(&asked));
            Box::pin(async move { client.send(&call, &asked.request).await })
        };
        let limit = self.client.limit(&asked.request);
        call::begin(call, sending, asked, limit).number()
    }

    fn prepare(&self, name: &str, arguments: &[Tree], page: &PageRequest) -> Result<Asked, Action> {
        if let [Tree::Text(method), Tree::Text(target), body] = arguments
            && name == "request"
        {
            let method = Method::parse(method).unwrap_or(Method::Get);
            let request = Request {
                method,
                target: target.clone(),
                body: body.owned_text(),
                longest_answer: LONGEST_ANSWER,
            };
            let url = self.url(target);
            return Ok(Asked {
                request,
                url,
                expected: Expected::ANYTHING,
                null_status: None,
                is_raw: false,
                tells_drift: false,
            });
        }
        let operation = operation::find(name).ok_or(Action::Fail)?;
        let (expected, null_status) = (operation.answer, operation.null_status);
        match operation::build(operation, arguments, page) {
            Ok(request) => {
                let url = self.url(&request.target);
                Ok(Asked { request, url, expected, null_status, is_raw: false, tells_drift: false })
            }
            Err(issues) => {
                let kind = FailureKind::Invalid(issues);
                let failure: Failure<(), super::transport::Head> = Failure::not_sent(kind);
                Err(fail(failure::of(failure, operation.method, self.url(operation.path))))
            }
        }
    }

    fn url(&self, target: &str) -> String {
        concat(&[&self.client.config().base_url, target])
    }
}

/// Continues a call after its action has ended, and returns the next one. `length` is that of what the façade has put
/// into the [`room`](super::decoder::room): the access token, the `Retry-After` of an unsuccessful response, or the
/// body of a success. `date` is the time given by the `Retry-After` as a date, in ms since 1970, or `NaN`.
#[wasm_bindgen(unchecked_return_type = "Action")]
#[must_use]
pub fn advance(
    call: usize,
    #[wasm_bindgen(unchecked_param_type = "Phase")] phase: u32,
    #[wasm_bindgen(unchecked_param_type = "End")] end: u32,
    status: u16,
    length: usize,
    date: f64,
) -> u32 {
    let (phase, end) = (Phase::of(phase), End::of(end));
    let event = Event {
        phase: phase.unwrap_or(Phase::Sent),
        end: end.unwrap_or(End::Failed),
        status,
        length,
        date,
    };
    call::advance(call, event).number()
}

/// The address of an action's data.
#[wasm_bindgen]
#[must_use]
pub fn needs() -> usize {
    call::needs()
}

/// Why the last call failed.
#[wasm_bindgen(unchecked_return_type = "FailureDetails | undefined")]
#[must_use]
pub fn failure() -> JsValue {
    let details = call::take_failure();
    details.and_then(|details| serde_wasm_bindgen::to_value(&details).ok()).unwrap_or_default()
}

/// Names and values from text of alternating lines.
fn read_headers(text: &str) -> Vec<(String, String)> {
    let mut lines = text.split('\n').map(str::to_owned);
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        headers.push((name, value));
    }
    headers
}
