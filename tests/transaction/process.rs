//! A process: it settles the journal's open entries, then handles its own references. If killed, it starts again.

use isometric_registry::transaction::entry::State;
use isometric_registry::transaction::flow::Step;
use isometric_registry::transaction::intent::Kind;
use isometric_registry::transaction::rules::Flaw;
use isometric_registry::transaction::{Action, Command, Ending, Event, Flow, Rules, Setup};
use serde_json::Value;

use crate::scenario::Scenario;

/// The task of a process.
#[derive(Debug, Clone)]
pub struct Purpose {
    pub account: usize,
    pub journal: usize,
    /// References, and their intents.
    pub orders: Vec<(String, Kind, Value)>,
    pub replan: u32,
    /// Whether it is the only one that ever uses its journal.
    pub exclusive: bool,
}

/// The next event of a process.
pub enum Next {
    /// Nothing more.
    Rest,
    /// It does something after a while.
    Again(i64),
    Do(Action),
    Ended {
        reference: Option<String>,
        ending: Ending,
        began: i64,
        then: Box<Next>,
    },
}

#[derive(Debug, Clone)]
enum Task {
    Open,
    Settle(String),
    Plan(usize),
    Execute(usize),
}

pub struct Process {
    pub life: u32,
    pub step: u64,
    pub account: usize,
    pub journal: usize,
    number: u64,
    purpose: Purpose,
    rules: Rules,
    flow: Option<(Flow, i64)>,
    tasks: Vec<Task>,
    /// Whether each order has ended, as far as this process knows.
    done: Vec<bool>,
    rounds: u32,
}

/// How often a process checks for open entries before it stops.
const ROUNDS: u32 = 60;

impl Process {
    pub fn new(purpose: &Purpose, scenario: &Scenario, flaw: Option<Flaw>) -> Self {
        let rules = Rules {
            replan: purpose.replan,
            exclusive: purpose.exclusive,
            flaw,
            ..Rules::default()
        };
        Self {
            life: 0,
            step: 0,
            account: purpose.account,
            journal: purpose.journal,
            number: scenario.number_of(purpose),
            done: vec![false; purpose.orders.len()],
            purpose: purpose.clone(),
            rules,
            flow: None,
            tasks: Vec::new(),
            rounds: 0,
        }
    }

    pub fn start(&mut self, now: i64) -> Next {
        self.life += 1;
        self.done.fill(false);
        self.tasks = vec![Task::Open];
        self.next(now)
    }

    pub fn die(&mut self) {
        self.life += 1;
        self.flow = None;
    }

    pub fn waits_at(&self, life: u32, step: u64) -> bool {
        self.life == life && self.step == step
    }

    /// Its current work, if any.
    pub fn doing(&self) -> Option<String> {
        self.flow.as_ref().map(|_| format!("{:?}", self.tasks.last()))
    }

    /// The reference of its flow.
    pub fn reference(&self) -> Option<String> {
        match self.tasks.last()? {
            Task::Open => None,
            Task::Settle(reference) => Some(reference.clone()),
            Task::Plan(order) | Task::Execute(order) => Some(self.purpose.orders[*order].0.clone()),
        }
    }

    pub fn advance(&mut self, event: Event, now: i64) -> Next {
        match &mut self.flow {
            Some((flow, _)) => {
                let step = flow.advance(event, now, now);
                self.take(step, now)
            }
            None => self.next(now),
        }
    }

    fn next(&mut self, now: i64) -> Next {
        self.step += 1;
        if self.tasks.is_empty() {
            if let Some(order) = self.done.iter().position(|done| !done) {
                self.tasks = vec![Task::Execute(order), Task::Plan(order)];
            } else if self.rounds < ROUNDS {
                self.rounds += 1;
                self.tasks = vec![Task::Open];
                return Next::Again(60_000);
            } else {
                return Next::Rest;
            }
        }
        let command = match self.tasks.last().unwrap() {
            Task::Open => Command::Open,
            Task::Settle(reference) => Command::Settle { reference: reference.clone() },
            Task::Plan(order) => {
                let (_, kind, request) = &self.purpose.orders[*order];
                Command::Plan { kind: *kind, request: request.clone() }
            }
            Task::Execute(order) => {
                Command::Execute { reference: self.purpose.orders[*order].0.clone() }
            }
        };
        let session = format!("{}.{}/", self.number, self.life);
        let setup = Setup {
            origin: "http://127.0.0.1/registry/v0".to_owned(),
            holder: format!("{session}{}", self.step),
            mark: format!("#{}x{}x{}", self.number, self.life, self.step),
            session,
            rules: self.rules,
        };
        let mut flow = Flow::new(setup, command);
        let step = flow.begin(now, now);
        self.flow = Some((flow, now));
        self.take(step, now)
    }

    fn take(&mut self, step: Step, now: i64) -> Next {
        self.step += 1;
        let ending = match step {
            Step::Do { action, .. } => return Next::Do(action),
            Step::End { ending } => ending,
        };
        let began = self.flow.take().map_or(now, |(_, began)| began);
        let reference = self.reference();
        let task = self.tasks.pop();
        let pause = self.learn(task, &ending);
        let then = Box::new(if pause > 0 { Next::Again(pause) } else { self.next(now) });
        Next::Ended { reference, ending, began, then }
    }

    /// Draws conclusions from an ending; returns how long to wait before continuing.
    fn learn(&mut self, task: Option<Task>, ending: &Ending) -> i64 {
        match (task, ending) {
            (Some(Task::Open), Ending::Open { entries }) => {
                // Settling processes settle all entries; the others finish their own first.
                let open = entries.iter().filter(|entry| entry.state != State::Ambiguous);
                self.tasks.extend(open.map(|entry| Task::Settle(entry.reference.clone())));
                0
            }
            (Some(Task::Plan(_)), Ending::Planned { .. }) => 0,
            (Some(Task::Plan(order)), Ending::Invalid { .. }) => {
                // There are too few credits, at present or permanently.
                self.tasks.clear();
                self.done[order] = true;
                0
            }
            (Some(Task::Plan(_)), _) => {
                self.tasks.clear();
                20_000
            }
            (Some(Task::Execute(order)), ending) => {
                let again = matches!(
                    ending,
                    Ending::Expired { .. }
                        | Ending::Unsettled { .. }
                        | Ending::Failed
                        | Ending::Fault { .. }
                );
                self.done[order] = !again;
                if again { 30_000 } else { 0 }
            }
            _ => 0,
        }
    }
}
