//! A world in which messages are lost, late or duplicated, processes die, and time passes only when nothing else
//! happens.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::Write;

use isometric_registry::transaction::action::FailureKind;
use isometric_registry::transaction::entry::{Entry, State};
use isometric_registry::transaction::rules::Flaw;
use isometric_registry::transaction::{Action, Change, Event, Read, Row};
use serde_json::{Value, json};

use crate::market::{BUYER, FRIEND, Market, NOW, failure};
use crate::oracle::{Commit, Name, Oracle};
use crate::process::{Next, Process};
use crate::random::Random;
use crate::scenario::{Outsider, Scenario};

/// An event that reaches a party at a given time.
#[derive(Debug)]
enum Happening {
    /// A process starts, for the first time or again.
    Start { process: usize },
    /// A process receives the result of the step that it waits for.
    Tell { process: usize, life: u32, step: u64, event: Event },
    /// A write request reaches the registry.
    Arrive(Message),
    /// A party without a journal acts.
    Outside(Outsider),
}

/// A write request on its way.
#[derive(Debug, Clone)]
struct Message {
    by: Name,
    attempt: u32,
    process: usize,
    life: u32,
    step: u64,
    operation: String,
    body: Value,
    /// Until when the process waits for an answer; `None` if the answer of this copy is lost.
    answered_by: Option<i64>,
    /// The registry's reply in place of its answer.
    instead: Option<u16>,
    /// Whether it rejects before it acts.
    refuses: Option<u16>,
}

pub struct World {
    pub scenario: Scenario,
    pub random: Random,
    pub now: i64,
    market: Market,
    journals: Vec<BTreeMap<String, String>>,
    processes: Vec<Process>,
    oracle: Oracle,
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    happenings: BTreeMap<u64, Happening>,
    count: u64,
    flaw: Option<Flaw>,
    trace: bool,
}

/// How long a world may run, in ms.
const LONGEST: i64 = 4 * 3_600_000;
/// How long a single flow may run.
const LONGEST_FLOW: i64 = 1_500_000;

type Checked = Result<(), String>;

impl World {
    /// Runs a world to its end, and checks every report.
    pub fn run(seed: u64, flaw: Option<Flaw>, trace: bool) -> Checked {
        let mut random = Random::new(seed);
        let market = Market::open();
        let scenario = Scenario::draw(&mut random, &market);
        let journals = vec![BTreeMap::new(); scenario.journals];
        let processes =
            scenario.processes.iter().map(|plan| Process::new(plan, &scenario, flaw)).collect();
        let mut world = Self {
            random,
            now: NOW - 1_000_000,
            market,
            journals,
            processes,
            oracle: Oracle::default(),
            queue: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            count: 0,
            scenario,
            flaw,
            trace,
        };
        world.begin();
        let ended = world.go().and_then(|()| world.check_all());
        if trace {
            let told = world.journals.iter().flatten().filter(|(key, _)| key.starts_with("entry/"));
            for (_, value) in told {
                let entry: Entry = serde_json::from_str(value).unwrap();
                world.say(&entry.explain());
            }
        }
        ended
    }

    fn begin(&mut self) {
        for (at, outsider) in self.scenario.outsiders.clone() {
            self.at(NOW + at, Happening::Outside(outsider));
        }
        for process in 0..self.processes.len() {
            let at = self.random.ms(0, 3_000);
            self.at(NOW + at, Happening::Start { process });
        }
    }

    fn at(&mut self, when: i64, happening: Happening) {
        self.count += 1;
        self.queue.push(Reverse((when.max(self.now), self.count)));
        self.happenings.insert(self.count, happening);
    }

    fn say(&self, words: &str) {
        if self.trace {
            let _ = writeln!(std::io::stderr(), "{:>9} {words}", self.now - NOW);
        }
    }

    /// Whether failures still occur; in the end they do not, so that everything can end.
    fn is_stormy(&self) -> bool {
        self.now < NOW + self.scenario.storm
    }

    fn go(&mut self) -> Checked {
        while let Some(Reverse((when, number))) = self.queue.pop() {
            self.now = when;
            if self.now > NOW + LONGEST {
                let stuck: Vec<_> = self.processes.iter().filter_map(Process::doing).collect();
                return Err(format!("nothing ends: {stuck:?}"));
            }
            match self.happenings.remove(&number) {
                Some(Happening::Start { process }) => self.start(process)?,
                Some(Happening::Tell { process, life, step, event }) => {
                    self.tell(process, life, step, event)?
                }
                Some(Happening::Arrive(message)) => self.arrive(message),
                Some(Happening::Outside(outsider)) => self.outside(&outsider),
                None => {}
            }
        }
        Ok(())
    }

    fn start(&mut self, process: usize) -> Checked {
        self.say(&format!("process {process} starts"));
        let next = self.processes[process].start(self.now);
        self.follow(process, next)
    }

    fn tell(&mut self, process: usize, life: u32, step: u64, event: Event) -> Checked {
        if !self.processes[process].waits_at(life, step) {
            return Ok(());
        }
        if self.is_stormy() && self.random.chance(self.scenario.deaths) {
            self.say(&format!("process {process} is killed"));
            self.processes[process].die();
            let rest = self.random.ms(10, 120_000);
            self.at(self.now + rest, Happening::Start { process });
            return Ok(());
        }
        self.say(&format!("process {process} is told {}", short(&format!("{event:?}"))));
        let next = self.processes[process].advance(event, self.now);
        self.follow(process, next)
    }

    /// Carries out what a process asks for.
    fn follow(&mut self, process: usize, next: Next) -> Checked {
        match next {
            Next::Rest => Ok(()),
            Next::Again(ms) => {
                let life = self.processes[process].life;
                let step = self.processes[process].step;
                self.at(
                    self.now + ms,
                    Happening::Tell { process, life, step, event: Event::Elapsed },
                );
                Ok(())
            }
            Next::Do(action) => {
                self.say(&format!("process {process} does {}", short(&format!("{action:?}"))));
                self.carry_out(process, action)
            }
            Next::Ended { reference, ending, began, then } => {
                self.say(&format!(
                    "process {process}: {} {}",
                    reference.clone().unwrap_or_default(),
                    short(&format!("{ending:?}"))
                ));
                if self.now - began > LONGEST_FLOW {
                    return Err(format!("a flow took {} ms", self.now - began));
                }
                if let Some(reference) = reference {
                    let name = (self.processes[process].journal, reference);
                    self.oracle.hear(&name, &ending)?;
                }
                self.follow(process, *then)
            }
        }
    }

    fn carry_out(&mut self, process: usize, action: Action) -> Checked {
        let journal = self.processes[process].journal;
        let quick = self.random.ms(0, 5);
        match action {
            Action::JournalRead { keys } => {
                let rows = keys.into_iter().filter_map(|key| {
                    let value = self.journals[journal].get(&key)?.clone();
                    Some(Row { key, value })
                });
                let event = Event::Rows { rows: rows.collect() };
                self.answer(process, quick, event);
            }
            Action::JournalList { prefix } => {
                let rows =
                    self.journals[journal].iter().filter(|(key, _)| key.starts_with(&prefix));
                let rows = rows
                    .map(|(key, value)| Row { key: key.clone(), value: value.clone() })
                    .collect();
                self.answer(process, quick, Event::Rows { rows });
            }
            Action::JournalWrite { changes } => {
                let done = write(&mut self.journals[journal], &changes);
                self.answer(process, quick, Event::Written { done });
            }
            Action::Wait { ms } => self.answer(process, ms, Event::Elapsed),
            Action::Read { read } => self.read(process, &read),
            Action::Send { operation, body } => return self.send(process, operation, body),
        }
        Ok(())
    }

    fn answer(&mut self, process: usize, after: i64, event: Event) {
        let Process { life, step, .. } = self.processes[process];
        self.at(self.now + after, Happening::Tell { process, life, step, event });
    }

    /// A read, which may fail, or may show an earlier state.
    fn read(&mut self, process: usize, read: &Read) {
        let account = self.processes[process].account;
        if self.is_stormy() && self.random.chance(self.scenario.losses / 2) {
            let after = self.random.ms(5, 30_000);
            let failure = failure(FailureKind::Unknown, None, "a read was lost");
            return self.answer(process, after, Event::Failed { failure });
        }
        let is_stale =
            *read != Read::CurrentOrganisation && self.random.chance(self.scenario.staleness);
        let age = if is_stale { self.random.ms(0, 30_000) } else { 0 };
        let mut event = self.market.read(self.now - age, self.now, account, read);
        if let (true, Read::RecordBatches { .. }, Event::Answer { body }) =
            (is_stale && age > 20_000, read, &mut event)
        {
            let created = body["nodes"][0]["retired_at"].as_str().is_some();
            if created && self.random.chance(30) && self.is_young(read) {
                // On record, but its batches are not yet.
                *body = json!({ "nodes": [], "total_count": 0 });
            }
        }
        if self.flaw == Some(Flaw::AnyTenant) && *read == Read::CurrentOrganisation {
            // The answer is what the caller wants to hear.
            event = self.market.read(self.now, self.now, BUYER, read);
        }
        let after = self.random.ms(5, 200);
        self.answer(process, after, event);
    }

    /// Whether a record is so recent that it can be incomplete.
    fn is_young(&self, read: &Read) -> bool {
        let Read::RecordBatches { id, .. } = read else { return false };
        self.oracle.commits.iter().any(|commit| commit.id == *id && self.now - commit.at < 30_000)
    }

    /// A write request is sent, or is not.
    fn send(&mut self, process: usize, operation: String, body: Value) -> Checked {
        let Process { life, step, journal, account, .. } = self.processes[process];
        let reference =
            self.processes[process].reference().ok_or("a request without a reference")?;
        let by = (journal, reference);
        self.check_sending(&by, account, &body)?;
        let entries = self.entries(journal);
        let entry = entries.iter().find(|entry| entry.reference == by.1);
        let attempt = entry.and_then(|entry| Some(entry.attempt()?.number)).unwrap_or_default();
        let deadline = self.now + 30_000;
        let stormy = self.is_stormy();
        let losses = if stormy { self.scenario.losses } else { 0 };
        if self.random.chance(losses / 2) {
            let failure = failure(FailureKind::NotSent, None, "no connection");
            self.answer(process, 5, Event::Failed { failure });
            return Ok(());
        }
        let unknown = failure(FailureKind::Unknown, None, "the answer was lost");
        let most = *self.random.pick(&[2_000, 30_000]);
        let patience = if self.random.chance(50) { 30_000 } else { self.random.ms(10, most) };
        self.answer(process, patience, Event::Failed { failure: unknown });
        if self.random.chance(losses) {
            self.say("  the request is lost");
            return Ok(());
        }
        let is_doubled = self.random.chance(losses / 2);
        let is_answer_lost = self.random.chance(losses);
        let may_return = operation == "transfers.create";
        // A batch that can return and be spent again is not on its way for longer than the rules allow.
        let latest = if may_return || !self.random.chance(10) { 20_000 } else { 400_000 };
        let late = if self.random.chance(losses) {
            self.random.ms(0, latest)
        } else {
            self.random.ms(1, 300)
        };
        let chosen = self.random.chance(50);
        // Nothing can keep a duplicated transfer of a whole batch from acting twice if the batch is returned in
        // between.
        let apart = if may_return { 0 } else { self.random.ms(1, 9_000) };
        for copy in 0..=u32::from(is_doubled) {
            let after = late + if copy == 1 { apart } else { 0 };
            let is_read = !is_answer_lost && (!is_doubled || chosen == (copy == 1));
            let message = Message {
                by: by.clone(),
                attempt,
                process,
                life,
                step,
                operation: operation.clone(),
                body: body.clone(),
                answered_by: is_read.then_some(deadline),
                instead: self.random.chance(losses / 3).then_some(503),
                refuses: self
                    .random
                    .chance(losses / 3)
                    .then(|| *self.random.pick(&[429, 401, 409, 503])),
            };
            self.at(self.now + after, Happening::Arrive(message));
        }
        if is_doubled {
            self.oracle.doubled.insert(by);
        }
        Ok(())
    }

    /// What must hold for every request that is sent.
    fn check_sending(&self, by: &Name, account: usize, body: &Value) -> Checked {
        let owner =
            body["owner_organisation_id"].as_str().or(body["from_organisation_id"].as_str());
        if owner.is_some_and(|owner| owner != self.market.accounts[account].organisation) {
            return Err(format!("{by:?} was sent with the client of another organisation"));
        }
        for entry in self.entries(by.0) {
            if entry.reference == by.1 || entry.state() != State::MayBeSent {
                continue;
            }
            let theirs = entry.attempt().map(|attempt| attempt.parts.clone()).unwrap_or_default();
            let ours = body["credit_batch_quantities"].as_array().unwrap();
            if let Some(part) = theirs.iter().find(|part| {
                ours.iter().any(|own| own["credit_batch_id"] == part.credit_batch_id.as_str())
            }) {
                return Err(format!(
                    "{by:?} and {:?} are both at work on {}",
                    entry.reference, part.credit_batch_id
                ));
            }
        }
        Ok(())
    }

    fn arrive(&mut self, message: Message) {
        let account = self.processes[message.process].account;
        let (status, body) = match message.refuses {
            Some(status) => (status, json!({ "detail": "not now" })),
            None => self.act(
                account,
                &message.operation,
                &message.body,
                Some((message.by.clone(), message.attempt)),
            ),
        };
        let status = message.instead.unwrap_or(status);
        let after = self.random.ms(1, 100);
        if message.answered_by.is_none_or(|deadline| self.now + after > deadline) {
            return;
        }
        let event = match status {
            200 if self.is_stormy() && self.random.chance(5) => Event::Failed {
                failure: failure(FailureKind::Applied, Some(200), "the answer is cut off"),
            },
            200 => Event::Answer { body },
            500.. => Event::Failed {
                failure: failure(FailureKind::Unknown, Some(status), "the registry failed"),
            },
            _ => Event::Failed {
                failure: failure(FailureKind::Rejected, Some(status), &body.to_string()),
            },
        };
        let Message { process, life, step, .. } = message;
        self.at(self.now + after, Happening::Tell { process, life, step, event });
    }

    /// Lets the registry act, and records for whom.
    fn act(
        &mut self,
        account: usize,
        operation: &str,
        body: &Value,
        by: Option<(Name, u32)>,
    ) -> (u16, Value) {
        let (status, answer) = self.market.post(self.now, account, operation, body);
        self.say(&format!("  {by:?}: the registry says {status}, {}", short(&answer.to_string())));
        if status == 200 {
            let id = answer["id"].as_str().unwrap().to_owned();
            let (by, attempt) = by.unzip();
            let attempt = attempt.unwrap_or_default();
            self.oracle.commits.push(Commit { at: self.now, id, by, attempt, body: body.clone() });
        }
        (status, answer)
    }

    fn outside(&mut self, outsider: &Outsider) {
        let account = outsider.account();
        let batches = self.market.active(account);
        let Some(body) = outsider.body(&self.market, &batches, &mut self.random) else { return };
        let (status, _) = self.act(account, outsider.operation(), &body, None);
        let Outsider::Return { every } = outsider else { return };
        if self.now < NOW + self.scenario.storm {
            self.at(self.now + every, Happening::Outside(outsider.clone()));
        }
        debug_assert!(status == 200 || account == FRIEND);
    }

    fn entries(&self, journal: usize) -> Vec<Entry> {
        let rows = self.journals[journal].iter().filter(|(key, _)| key.starts_with("entry/"));
        rows.map(|(_, value)| serde_json::from_str(value).unwrap()).collect()
    }

    /// What must hold when everything has ended.
    fn check_all(&self) -> Checked {
        self.market.audit()?;
        for (journal, rows) in self.journals.iter().enumerate() {
            let entries = self.entries(journal);
            self.oracle.judge(journal, &entries)?;
            for entry in &entries {
                self.check_open(journal, entry)?;
            }
            for (key, value) in rows.iter().filter(|(key, _)| key.starts_with("batch/")) {
                let lease: Value = serde_json::from_str(value).unwrap();
                let holder =
                    entries.iter().find(|entry| lease["reference"] == entry.reference.as_str());
                let state = holder.map(Entry::state);
                let may_hold = matches!(state, Some(State::MayBeSent | State::Ambiguous));
                if !may_hold && lease["until"].as_i64().is_none_or(|until| until <= self.now) {
                    return Err(format!("{key} is held for {state:?}"));
                }
            }
        }
        Ok(())
    }

    /// An entry stays open only if nothing in the registry can decide it.
    fn check_open(&self, journal: usize, entry: &Entry) -> Checked {
        let Some(attempt) = entry.attempt().filter(|attempt| attempt.state == State::MayBeSent)
        else {
            return Ok(());
        };
        // A request that was lost, and is rejected whenever it is sent again: it may still be on its way.
        let is_refused = attempt.unknown > 0 && attempt.refusal.is_some();
        if is_refused
            || self
                .processes
                .iter()
                .all(|process| process.journal != journal || process.account != BUYER)
        {
            return Ok(());
        }
        Err(format!("{} is open at the end: {}", entry.reference, entry.explain()))
    }
}

/// Changes a journal, all or none.
fn write(journal: &mut BTreeMap<String, String>, changes: &[Change]) -> bool {
    if changes.iter().any(|change| journal.get(&change.key) != change.was.as_ref()) {
        return false;
    }
    for change in changes {
        match &change.now {
            Some(now) => journal.insert(change.key.clone(), now.clone()),
            None => journal.remove(&change.key),
        };
    }
    true
}

fn short(text: &str) -> String {
    text.chars().take(300).collect()
}
