//! The place where a flow puts its requests and finds their results.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::Poll;

use serde_json::Value;

use super::action::{Action, Change, Event, Failure, Read, Row};
use super::ending::Ending;
use super::entry::{Entry, Evidence};
use super::facts::Fault;
use super::rules::Setup;

/// Why a flow does not continue.
pub(super) type Stop = Box<Ending>;

/// The environment of a flow.
pub(super) struct Desk {
    pub(super) setup: Setup,
    action: RefCell<Option<Action>>,
    event: RefCell<Option<Event>>,
    seen: RefCell<Vec<Evidence>>,
    wall: Cell<i64>,
    clock: Cell<i64>,
}

impl Desk {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            setup,
            action: RefCell::new(None),
            event: RefCell::new(None),
            seen: RefCell::new(Vec::new()),
            wall: Cell::new(0),
            clock: Cell::new(0),
        }
    }

    /// Stores the result of the last action, and the current time.
    pub(super) fn put(&self, event: Option<Event>, wall: i64, clock: i64) {
        self.event.replace(event);
        self.wall.set(wall);
        self.clock.set(clock);
    }

    pub(super) fn take_action(&self) -> Option<Action> {
        self.action.take()
    }

    /// The time of day: ms since 1970.
    pub(super) fn wall(&self) -> i64 {
        self.wall.get()
    }

    /// A clock that only goes forward, in ms.
    pub(super) fn clock(&self) -> i64 {
        self.clock.get()
    }

    async fn ask(&self, action: Action) -> Event {
        self.action.replace(Some(action));
        poll_fn(|_| self.event.take().map_or(Poll::Pending, Poll::Ready)).await
    }

    pub(super) async fn wait(&self, ms: i64) {
        self.ask(Action::Wait { ms: ms.max(0) }).await;
    }

    /// Reads from the registry.
    pub(super) async fn read(&self, read: Read) -> Result<Value, Failure> {
        answer(self.ask(Action::Read { read }).await)
    }

    /// Reads what a flow cannot continue without, before anything is sent.
    pub(super) async fn need<T>(
        &self,
        read: Read,
        understand: impl Fn(&Value) -> Result<T, Fault>,
    ) -> Result<T, Stop> {
        let operation = read.operation();
        let value = self.read(read).await.map_err(|_| Box::new(Ending::Failed))?;
        understand(&value).map_err(|fault| Ending::fault(operation, fault, false))
    }

    /// Records an observation in an entry, and for the caller.
    pub(super) fn note(&self, entry: &mut Entry, what: impl Into<String>) {
        if let Some(seen) = entry.note(self.wall(), what) {
            self.seen.borrow_mut().push(seen);
        }
    }

    /// The observations since the last call.
    pub(super) fn take_seen(&self) -> Vec<Evidence> {
        self.seen.take()
    }

    pub(super) async fn send(&self, operation: &str, body: &Value) -> Result<Value, Failure> {
        let operation = operation.to_owned();
        answer(self.ask(Action::Send { operation, body: body.clone() }).await)
    }

    pub(super) async fn rows(&self, keys: Vec<String>) -> Vec<Row> {
        rows(self.ask(Action::JournalRead { keys }).await)
    }

    pub(super) async fn list(&self, prefix: &str) -> Vec<Row> {
        rows(self.ask(Action::JournalList { prefix: prefix.to_owned() }).await)
    }

    /// Changes the journal, all or none, and returns whether it was as expected.
    pub(super) async fn write(&self, mut changes: Vec<Change>) -> bool {
        // In a fixed order, so that two writers in one database cannot wait for each other.
        changes.sort_by(|one, other| one.key.cmp(&other.key));
        matches!(self.ask(Action::JournalWrite { changes }).await, Event::Written { done: true })
    }
}

fn answer(event: Event) -> Result<Value, Failure> {
    match event {
        Event::Answer { body } => Ok(body),
        Event::Failed { failure } => Err(failure),
        _ => Ok(Value::Null),
    }
}

fn rows(event: Event) -> Vec<Row> {
    if let Event::Rows { rows } = event { rows } else { Vec::new() }
}
