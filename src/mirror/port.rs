//! Effects as data: a run is an async function that JavaScript, or a simulation, advances by hand.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::action::{Action, Answer, Ask, Event};

/// Why a run ends before its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop(pub String);

/// The result of a step.
pub type Step<T> = Result<T, Stop>;

#[derive(Default)]
struct Slots {
    action: Cell<Option<Action>>,
    event: Cell<Option<Event>>,
    now: Cell<i64>,
}

/// Where a run makes its requests.
#[derive(Clone, Default)]
pub struct Port(Rc<Slots>);

impl core::fmt::Debug for Port {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Port").finish_non_exhaustive()
    }
}

impl Port {
    /// Makes a request and waits for the result.
    pub async fn ask(&self, action: Action) -> Event {
        self.0.event.take();
        self.0.action.set(Some(action));
        poll_fn(|_| self.0.event.take().map_or(Poll::Pending, Poll::Ready)).await
    }

    /// Sends requests together.
    ///
    /// # Errors
    /// The result is not an answer to each.
    pub async fn answers(&self, asks: Vec<Ask>) -> Step<Vec<Answer>> {
        let count = asks.len();
        match self.ask(Action::Request { asks }).await {
            Event::Answers(answers) if answers.len() == count => Ok(answers),
            Event::Answers(_) => Err(Stop("expected as many answers as requests".to_owned())),
            _ => Err(Stop("expected the answers of the registry".to_owned())),
        }
    }

    /// The caller's clock at the last step: milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.0.now.get()
    }
}

/// A run in progress.
pub struct Run {
    slots: Port,
    work: Option<Pin<Box<dyn Future<Output = Action>>>>,
}

impl core::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Run").finish_non_exhaustive()
    }
}

impl Run {
    /// Starts a run of `work`; its result is the last action.
    pub fn new<F: Future<Output = Action> + 'static>(work: impl FnOnce(Port) -> F) -> Self {
        let slots = Port::default();
        let work = Box::pin(work(slots.clone()));
        Self { slots, work: Some(work) }
    }

    /// Continues after the result of the last action, and returns the next one. After the end there is none.
    pub fn advance(&mut self, now: i64, event: Option<Event>) -> Option<Action> {
        let work = self.work.as_mut()?;
        self.slots.0.now.set(now);
        self.slots.0.event.set(event);
        match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(last) => {
                self.work = None;
                Some(last)
            }
            Poll::Pending => self.slots.0.action.take(),
        }
    }
}
