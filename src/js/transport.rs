//! The transport of JavaScript: the client's requests go to the façade as an [`Action`], and the [`Event`] that is
//! returned resolves the waiting future.

use core::cell::Cell;
use core::future::poll_fn;
use core::task::Poll;

use js_sys::{Date, Math};
use wasm_bindgen::prelude::wasm_bindgen;

use super::call::post;
use super::contract::{Action, End, NO_TEXT, Phase};
use super::decoder::received;
use crate::client::{CallSettings, Outgoing, ReadError, Response, SendError, Transport};

#[wasm_bindgen]
extern "C" {
    /// A clock that only goes forward, in ms.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(super) fn monotonic() -> f64;
}

/// The result of an action.
#[derive(Clone, Copy)]
pub(super) struct Event {
    /// The progress of the attempt.
    pub(super) phase: Phase,
    /// How the action ended.
    pub(super) end: End,
    /// The HTTP status, once the headers of a response have arrived.
    pub(super) status: u16,
    /// The length of the text or body that the façade has passed, in bytes.
    pub(super) length: usize,
    /// The time given by a date in `Retry-After`, in ms since 1970, or `NaN`.
    pub(super) date: f64,
}

/// The source of a call's access token.
pub(super) enum Token {
    /// It is given, or there is none.
    Given(Option<String>),
    /// A function looks it up.
    LookedUp,
}

/// One call: its own data, its requests to the façade, and their results.
pub(super) struct Call {
    pub(super) settings: CallSettings,
    pub(super) token: Token,
    /// Whether the caller cancelled before the call started.
    pub(super) is_aborted: bool,
    pub(super) asked: Cell<Action>,
    /// The time allowed for the attempt or the wait, in ms.
    pub(super) milliseconds: Cell<f64>,
    pub(super) event: Cell<Option<Event>>,
}

impl Call {
    /// Asks the façade for an action. Earlier events no longer count.
    fn ask(&self, action: Action) {
        self.asked.set(action);
        self.event.set(None);
    }

    /// Waits for an event from which this takes something.
    async fn event<T>(&self, take: impl Fn(Event) -> Option<T>) -> T {
        poll_fn(|_| self.event.get().and_then(&take).map_or(Poll::Pending, Poll::Ready)).await
    }

    async fn end(&self, end: End) {
        self.event(|event| (event.end == end).then_some(())).await;
    }
}

/// The headers of a response. Its body stays with the façade.
#[derive(Clone)]
pub(super) struct Head {
    status: u16,
    retry_after: Option<String>,
}

impl Response for Head {
    fn status(&self) -> u16 {
        self.status
    }

    fn header(&self, name: &str) -> Option<String> {
        self.retry_after.clone().filter(|_| name == "retry-after")
    }
}

/// Sends through the façade.
pub(super) struct FacadeTransport;

impl Transport for FacadeTransport {
    type Call = Call;
    // What was thrown stays with the façade.
    type Cause = ();
    type Response = Head;

    fn settings<'a>(&self, call: &'a Call) -> &'a CallSettings {
        &call.settings
    }

    fn can_refresh_token(&self, call: &Call) -> bool {
        matches!(call.token, Token::LookedUp)
    }

    async fn access_token(&self, call: &Call, refused: bool) -> Result<Option<String>, ()> {
        if let Token::Given(token) = &call.token {
            return Ok(token.clone());
        }
        call.ask(if refused { Action::LookUpAgain } else { Action::LookUp });
        call.event(|event| match (event.phase, event.end) {
            (Phase::LookingUp, End::Done) => Some(Ok(received_text(event.length))),
            (Phase::LookingUp, End::Failed) => Some(Err(())),
            _ => None,
        })
        .await
    }

    async fn send(&self, call: &Call, request: &Outgoing) -> Result<Head, SendError<()>> {
        post(request);
        call.ask(Action::Send);
        call.event(|event| match (event.phase, event.end) {
            (Phase::LookingUp, End::Aborted) => Some(Err(SendError::NotSent(()))),
            (Phase::Sent, End::NotConnected) => Some(Err(SendError::NotConnected(()))),
            (Phase::Sent, End::Failed) => Some(Err(SendError::Failed(()))),
            (Phase::Head | Phase::Body, _) => Some(Ok(Head {
                status: event.status,
                retry_after: if event.status < 300 { None } else { received_text(event.length) },
            })),
            _ => None,
        })
        .await
    }

    async fn read(&self, call: &Call, _: &Head, _: usize) -> Result<(), ReadError<()>> {
        // The façade continues from the headers to the body by itself.
        call.event(|event| match (event.phase, event.end) {
            (Phase::Body, End::Done) => Some(Ok(())),
            (Phase::Head, End::TooLarge) => Some(Err(ReadError::TooLarge)),
            (Phase::Head, End::Failed) => Some(Err(ReadError::Failed(()))),
            _ => None,
        })
        .await
    }

    fn abort_reason(&self, call: &Call) -> Option<()> {
        call.is_aborted.then_some(())
    }

    async fn aborted(&self, call: &Call) {
        call.end(End::Aborted).await;
    }

    async fn deadline(&self, call: &Call, timeout_ms: f64) {
        call.milliseconds.set(timeout_ms);
        call.end(End::TimedOut).await;
    }

    async fn back_off(&self, call: &Call, delay_ms: f64) {
        call.milliseconds.set(delay_ms);
        call.ask(Action::BackOff);
        call.end(End::Done).await;
    }

    async fn hold_back(&self, call: &Call, wait_ms: f64) {
        call.milliseconds.set(wait_ms);
        call.ask(Action::HoldBack);
        call.end(End::Done).await;
    }

    fn monotonic(&self) -> f64 {
        monotonic()
    }

    fn now(&self) -> f64 {
        Date::now()
    }

    fn parse_date(&self, call: &Call, _: &str) -> Option<f64> {
        call.event.get().map(|event| event.date).filter(|date| date.is_finite())
    }

    fn random(&self) -> f64 {
        Math::random()
    }
}

/// Text that the façade has passed.
fn received_text(length: usize) -> Option<String> {
    if length == NO_TEXT {
        return None;
    }
    Some(received(|bytes| {
        String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into_owned()
    }))
}
