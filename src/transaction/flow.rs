//! A flow: one step after the other, carried out by a holder that has a clock, a journal and a client.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::action::{Action, Event};
use super::desk::{Desk, Stop};
use super::ending::Ending;
use super::entry::Evidence;
use super::intent::Kind;
use super::rules::Setup;
use super::{beneficiary, close, execute, plan};

/// The task of a flow.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Plan.
    Plan {
        /// The kind of transaction.
        kind: Kind,
        /// What the caller asks for.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        request: Value,
    },
    /// Execute a plan.
    Execute {
        /// The caller's name for it.
        reference: String,
    },
    /// Finish what may have been sent.
    Settle {
        /// The caller's name for it.
        reference: String,
    },
    /// List the open transactions.
    Open,
    /// Explain how a verdict was reached.
    Explain {
        /// The caller's name for it.
        reference: String,
    },
    /// Decide which record belongs to an ambiguous transaction.
    Resolve {
        /// The caller's name for it.
        reference: String,
        /// The record; `null` for none.
        record: Option<String>,
    },
    /// End a transaction that was only planned, or is void.
    Abandon {
        /// The caller's name for it.
        reference: String,
    },
    /// Find a beneficiary, or add it.
    EnsureBeneficiary {
        /// What the caller asks for.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        request: Value,
    },
}

/// The next step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum Step {
    /// Carry out an action, and report its result.
    Do {
        /// The action.
        action: Action,
        /// The observations since the last step.
        seen: Vec<Evidence>,
    },
    /// The flow has ended.
    End {
        /// How.
        ending: Ending,
    },
}

/// A running flow. It does nothing by itself: its holder carries out each step, and may drop it at any time.
pub struct Flow {
    desk: Rc<Desk>,
    future: Pin<Box<dyn Future<Output = Result<Ending, Stop>>>>,
}

impl fmt::Debug for Flow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Flow")
    }
}

impl Flow {
    /// A flow that has not started.
    #[must_use]
    pub fn new(setup: Setup, command: Command) -> Self {
        let desk = Rc::new(Desk::new(setup));
        let future = Box::pin(run(Rc::clone(&desk), command));
        Self { desk, future }
    }

    /// Starts it. `wall` is the time of day, `clock` one that only goes forward, both in ms.
    pub fn begin(&mut self, wall: i64, clock: i64) -> Step {
        self.step(None, wall, clock)
    }

    /// Passes the result of its action to a flow.
    pub fn advance(&mut self, event: Event, wall: i64, clock: i64) -> Step {
        self.step(Some(event), wall, clock)
    }

    fn step(&mut self, event: Option<Event>, wall: i64, clock: i64) -> Step {
        self.desk.put(event, wall, clock);
        let mut context = Context::from_waker(Waker::noop());
        match self.future.as_mut().poll(&mut context) {
            Poll::Ready(Ok(ending)) => Step::End { ending },
            Poll::Ready(Err(stop)) => Step::End { ending: *stop },
            Poll::Pending => match self.desk.take_action() {
                Some(action) => Step::Do { action, seen: self.desk.take_seen() },
                None => Step::End { ending: Ending::Failed },
            },
        }
    }
}

async fn run(desk: Rc<Desk>, command: Command) -> Result<Ending, Stop> {
    let desk = &*desk;
    match command {
        Command::Plan { kind, request } => plan::plan(desk, kind, &request).await,
        Command::Execute { reference } => execute::execute(desk, &reference).await,
        Command::Settle { reference } => execute::settle(desk, &reference).await,
        Command::Open => close::open(desk).await,
        Command::Explain { reference } => close::explain(desk, &reference).await,
        Command::Resolve { reference, record } => {
            close::resolve(desk, &reference, record.as_deref()).await
        }
        Command::Abandon { reference } => close::abandon(desk, &reference).await,
        Command::EnsureBeneficiary { request } => beneficiary::ensure(desk, &request).await,
    }
}
