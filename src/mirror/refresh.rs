//! A refresh: from the first pages of the lists to a copy that readers see.

use super::action::{Action, Answer};
use super::cell::Cell;
use super::entity::Entity;
use super::laws::{Laws, TOGETHER};
use super::list::{self, EVENTS, List};
use super::options::Options;
use super::planner::Planner;
use super::port::{Port, Run, Step, Stop};
use super::report::Problem;
use super::store::{Sight, text_at};
use super::todo::{self, AGAIN, Work};

/// How often contradictory data is read again.
const MOST_ROUNDS: u32 = 3;

/// How many batches with contradictory data are read again.
const MOST_SUSPECTS: usize = 50;

/// Starts a refresh.
#[must_use]
pub fn refresh(options: Options) -> Run {
    Run::new(|port| async move {
        match run(port, options).await {
            Ok(action) => action,
            Err(Stop(message)) => Action::Refused { message },
        }
    })
}

async fn run(port: Port, options: Options) -> Step<Action> {
    let mut planner = Planner::open(port, options).await?;
    let mut round: u32 = 0;
    let laws = loop {
        planner.read_events().await?;
        planner.drain().await?;
        if round == 0 {
            planner.read_whole(&List::of(Entity::Suppliers)).await?;
            planner.read_whole(&List::of(Entity::Projects)).await?;
            if planner.state.finished {
                planner.sweep().await?;
                planner.drain().await?;
            }
            planner.drain_documents().await?;
        }
        let laws = planner.check_touched().await?;
        round = round.saturating_add(1);
        if !laws.is_broken() || round == MOST_ROUNDS {
            break laws;
        }
        planner.suspect(&laws).await;
    };
    planner.close(laws).await
}

impl Planner {
    /// Proves the four lists of events complete; their first pages are requested together.
    async fn read_events(&mut self) -> Step<()> {
        let mut asks = Vec::new();
        let mut names = Vec::new();
        for list in EVENTS.map(List::of) {
            let state = list.state(&self.store).await?;
            if state.walk.is_none_or(|walk| walk.after.is_none()) {
                asks.push(list.ask(None));
                names.push(list.name());
            }
        }
        let answers = self.request(asks).await?;
        self.heads = names.into_iter().zip(answers).collect();
        self.foretell().await;
        for list in EVENTS.map(List::of) {
            self.read_whole(&list).await?;
        }
        Ok(())
    }

    /// Reports before the first copy how many requests it will take, as far as the first pages show.
    async fn foretell(&mut self) {
        if self.state.finished {
            return;
        }
        let total = |answer: &Answer| match answer {
            Answer::Body(body) => super::page::text(body)
                .and_then(super::page::page)
                .map(|page| page.total)
                .unwrap_or_default(),
            Answer::Status(_) => 0,
        };
        let records: u64 = self.heads.values().map(total).sum();
        self.open_members = 0;
        // One for the batches of each record, and about one for the parts left by splitting.
        self.tell("first_copy".to_owned(), 0, records.saturating_mul(50 * 2 + 1)).await;
    }

    /// Proves a list complete, or records why it cannot be proved.
    async fn read_whole(&mut self, list: &List) -> Step<()> {
        let name = list.name();
        match self.prove(list).await? {
            Ok(()) => {
                self.state.unproved.remove(&name);
            }
            Err(reason) => {
                self.state.unproved.insert(name, reason);
            }
        }
        Ok(())
    }

    /// Reads the documents of the projects that are due.
    async fn drain_documents(&mut self) -> Step<()> {
        let mut after = None;
        while let Some(due) = self.due(Work::Documents, &mut after).await? {
            for todo in due {
                let list = List::documents(todo.id.clone());
                let mut writes = Vec::new();
                match self.prove(&list).await? {
                    Ok(()) => writes.push(todo::done(Work::Documents, &todo.id)),
                    // A hidden project shows no documents.
                    Err(reason) if reason.ends_with("404") => {
                        self.lose(&list).await?;
                        writes.push(todo::done(Work::Documents, &todo.id));
                    }
                    Err(reason) => self.postpone(Work::Documents, &todo, reason, &mut writes),
                }
                self.store.write(writes).await;
            }
        }
        Ok(())
    }

    /// Checks the laws of everything that this refresh has changed.
    async fn check_touched(&mut self) -> Step<Laws> {
        let mut laws = Laws::new(self.store.clone(), Sight::Staged);
        let mut after: Option<Vec<Cell>> = None;
        let mut last: Option<String> = None;
        loop {
            let behind = after.take();
            let index = Some("staged_credit_batches_by_issuance");
            let columns = ["issuance_id", "id"];
            let rows = self
                .store
                .range("staged_credit_batches", &columns, index, Vec::new(), behind, 1000)
                .await?;
            let mut issuances: Vec<String> = Vec::new();
            for row in &rows {
                let Some(id) = text_at(row, 0) else { continue };
                if last.as_deref() != Some(id) {
                    issuances.push(id.to_owned());
                    last = Some(id.to_owned());
                }
            }
            for chunk in issuances.chunks(TOGETHER) {
                laws.check_issuances(chunk).await?;
            }
            after = rows.last().cloned();
            if rows.len() < 1000 {
                return Ok(laws);
            }
        }
    }

    /// Schedules contradictory data to be read again: it may have changed while it was read.
    async fn suspect(&mut self, laws: &Laws) {
        let refresh = self.refresh();
        let suspects = laws.suspects.iter().take(MOST_SUSPECTS);
        let writes = suspects.map(|id| todo::add(Work::Batch, id, AGAIN, refresh)).collect();
        self.store.write(writes).await;
    }

    /// Publishes what was read, unless it is an incomplete first copy.
    async fn close(mut self, laws: Laws) -> Step<Action> {
        let unproved = self.state.unproved.iter();
        let problems =
            unproved.map(|(list, reason)| Problem { list: list.clone(), reason: reason.clone() });
        self.report.unproved.extend(problems.collect::<Vec<_>>());
        let is_complete = self.state.finished || self.state.unproved.is_empty();
        if is_complete {
            let projects = Entity::Projects.staged();
            let changed = self.store.range(projects, &["id"], None, Vec::new(), None, 1).await?;
            self.state.still = self.news == 0 && changed.is_empty();
            self.state.finished = true;
            self.state.refresh = self.refresh();
            self.state.refreshed_at = Some(self.port.now());
            self.publish().await?;
        } else {
            let state = self.kept_state();
            self.store.write(vec![state]).await;
        }
        self.report.differences = list::differences(&self.store).await?;
        laws.report(&mut self.report);
        self.report.finished = self.state.finished;
        self.report.refresh = self.state.refresh;
        self.report.refreshed_at = self.state.refreshed_at;
        self.report.swept_at = self.state.sweep.ended_at;
        self.report.seq = self.state.seq;
        Ok(Action::Done(Box::new(self.report)))
    }
}
