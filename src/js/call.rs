//! Running calls. Each is a future of its own, which the façade advances: there is no executor and no waker, so that
//! the work of a call happens on its own caller's turn.

use core::cell::{Cell, RefCell};
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

use slab::Slab;

use super::contract::{Action, FailureDetails, Needs};
use super::transport::{Call, Event, FacadeTransport, Head};
use super::{decoder, failure};
use crate::client::{Failure, FailureKind, Outgoing, Response, Sent};
use crate::decode::Expected;
use crate::model::table::Kind;
use crate::operation::Request;

/// The result of a call.
pub(super) type Sending = Pin<Box<dyn Future<Output = Sent<FacadeTransport>>>>;

/// The request to the registry, and the kind of its answer.
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) url: String,
    pub(super) expected: Expected,
    /// The status that stands for `null`.
    pub(super) null_status: Option<u16>,
    /// Whether the façade wants the unparsed body.
    pub(super) is_raw: bool,
    /// Whether drift is reported rather than rejected.
    pub(super) tells_drift: bool,
}

/// A running call.
struct Running {
    call: Rc<Call>,
    sending: Sending,
    asked: Rc<Asked>,
    limit: usize,
}

/// The request that the façade is to send, which it reads from memory.
#[derive(Default)]
struct Outbox {
    head: String,
    body: String,
}

thread_local! {
    static RUNNING: RefCell<Slab<Running>> = const { RefCell::new(Slab::new()) };
    static OUTBOX: RefCell<Outbox> = RefCell::default();
    static NEEDS: Cell<Needs> = Cell::default();
    static FAILURE: RefCell<Option<FailureDetails>> = const { RefCell::new(None) };
}

/// The longest delay of a JavaScript timer, in ms.
const LONGEST_TIMER_MS: f64 = 2_147_483_647.0;

/// Where the core writes the data of an action.
pub(super) fn needs() -> usize {
    NEEDS.with(Cell::as_ptr) as usize
}

/// Writes the method and path, before there is a request.
fn announce(asked: &Asked) {
    OUTBOX.with_borrow_mut(|Outbox { head, body }| {
        head.clear();
        head.push_str(asked.request.method.as_str());
        head.push('\n');
        head.push_str(&asked.url);
        body.clear();
    });
}

/// Writes the request that is to be sent.
pub(super) fn post(outgoing: &Outgoing) {
    OUTBOX.with_borrow_mut(|Outbox { head, body }| {
        head.clear();
        head.push_str(outgoing.method.as_str());
        head.push('\n');
        head.push_str(&outgoing.url);
        for line in outgoing.headers.iter().flat_map(|(name, value)| [name, value]) {
            head.push('\n');
            head.push_str(line);
        }
        body.clear();
        body.push_str(outgoing.body.as_deref().unwrap_or_default());
    });
}

/// Why the last call failed, if that was the last action.
pub(super) fn take_failure() -> Option<FailureDetails> {
    FAILURE.with_borrow_mut(Option::take)
}

/// Ends a call with a failure.
pub(super) fn fail(details: FailureDetails) -> Action {
    FAILURE.with_borrow_mut(|failure| *failure = Some(details));
    Action::Fail
}

/// Starts a call.
pub(super) fn begin(call: Rc<Call>, sending: Sending, asked: Rc<Asked>, limit: usize) -> Action {
    announce(&asked);
    let running = Running { call, sending, asked, limit };
    let key = RUNNING.with_borrow_mut(|all| all.insert(running));
    proceed(key, 0)
}

/// Continues a call after an event.
pub(super) fn advance(key: usize, event: Event) -> Action {
    RUNNING.with_borrow(|all| {
        if let Some(running) = all.get(key) {
            running.call.event.set(Some(event));
        }
    });
    proceed(key, event.length)
}

fn proceed(key: usize, length: usize) -> Action {
    // It is taken out while it runs, so that nothing it does accesses a borrowed slab.
    let Some((mut sending, call, asked, limit)) = RUNNING.with_borrow_mut(|all| {
        let running = all.get_mut(key)?;
        let sending = core::mem::replace(&mut running.sending, Box::pin(core::future::pending()));
        Some((sending, Rc::clone(&running.call), Rc::clone(&running.asked), running.limit))
    }) else {
        return Action::Fail;
    };
    match sending.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => {
            RUNNING.with_borrow_mut(|all| {
                if let Some(running) = all.get_mut(key) {
                    running.sending = sending;
                }
            });
            describe(key, &call, limit)
        }
        Poll::Ready(result) => {
            drop(RUNNING.with_borrow_mut(|all| all.try_remove(key)));
            finish(result, &asked, length)
        }
    }
}

/// Writes the data of the action that a call asks for.
fn describe(key: usize, call: &Call, limit: usize) -> Action {
    OUTBOX.with_borrow(|Outbox { head, body }| {
        NEEDS.set(Needs {
            call: key,
            milliseconds: call.milliseconds.get().ceil().clamp(0.0, LONGEST_TIMER_MS) as usize,
            head_at: head.as_ptr() as usize,
            head_length: head.len(),
            body_at: body.as_ptr() as usize,
            body_length: body.len(),
            limit,
        });
    });
    call.asked.get()
}

/// The result of a call whose transfer is complete; a success has a body of this length.
fn finish(result: Sent<FacadeTransport>, asked: &Asked, length: usize) -> Action {
    let (method, url) = (asked.request.method, &asked.url);
    match result {
        Ok(_) if asked.is_raw => Action::Value,
        Ok(_) if length == 0 && matches!(asked.expected.kind, Kind::Any) => Action::Null,
        // A completed operation must not look like a failure because its description has changed.
        Ok(_) => {
            match decoder::run(&asked.expected, length, asked.tells_drift || asked.request.acts()) {
                Ok(()) => Action::Value,
                Err(fault) => fail(failure::undecodable(fault, method, url.clone())),
            }
        }
        Err(failure) if is_null(&failure, asked) => Action::Null,
        Err(failure) => fail(failure::of(failure, method, url.clone())),
    }
}

fn is_null(failure: &Failure<(), Head>, asked: &Asked) -> bool {
    let status = failure.response.as_ref().map(Response::status);
    matches!(failure.kind, FailureKind::Status { .. })
        && asked.null_status.is_some()
        && status == asked.null_status
}
