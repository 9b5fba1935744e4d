//! One simulated life of a copy: refreshes of a changing registry, killed at any step, and what must hold afterwards.

use std::collections::{BTreeMap, BTreeSet};

use isometric_registry::mirror::cell::{Cell, Row};
use isometric_registry::mirror::entity::Entity;
use isometric_registry::mirror::record::Reader;
use isometric_registry::mirror::schema::KEPT;
use isometric_registry::mirror::{Action, Event, Options, Planted, Report, Run, refresh, verify};
use serde_json::Value;

use crate::store::Store;
use crate::world::{EVENTS, World};

pub(crate) const DAY: i64 = 86_400_000;

/// The problem of a copy.
pub(crate) type Outcome = Result<(), String>;

/// A consumer of changes that keeps the number of the last one it has read.
#[derive(Default)]
pub(crate) struct Follower {
    seq: i64,
    here: BTreeSet<(String, String)>,
}

fn report_of(last: Action) -> Report {
    match last {
        Action::Done(report) => *report,
        other => panic!("{other:?}"),
    }
}

pub(crate) struct Simulation {
    pub(crate) world: World,
    pub(crate) store: Store,
    pub(crate) follower: Follower,
    pub(crate) planted: Option<Planted>,
    /// How often in a hundred steps the process is killed.
    pub(crate) kills: usize,
    /// How often in a hundred requests something happens.
    pub(crate) motion: usize,
}

impl Simulation {
    pub(crate) fn new(seed: u64, planted: Option<Planted>) -> Self {
        let mut world = World::new(seed);
        let kills = if world.dice.chance(50) { 0 } else { 1 + world.dice.below(4) };
        let motion = world.dice.below(25);
        let follower = Follower::default();
        Self { world, store: Store::new(), follower, planted, kills, motion }
    }

    pub(crate) fn options(&self) -> Options {
        let origin = "https://registry.example/v0".to_owned();
        Options { origin, sweep: 20, planted: self.planted }
    }

    /// Advances a run to its end, and returns its last action; `None` if it was killed.
    pub(crate) fn run(&mut self, mut run: Run) -> Result<Option<Action>, String> {
        let mut event = None;
        let mut steps = 0;
        loop {
            steps += 1;
            if steps > 20_000 {
                return Err("a run does not end".to_owned());
            }
            let action = run.advance(self.world.now, event.take()).ok_or("no action")?;
            if self.kills > 0 && self.world.dice.below(400) < self.kills {
                self.store.kill();
                return Ok(None);
            }
            event = Some(match action {
                Action::Request { asks } => Event::Answers(
                    asks.iter()
                        .map(|ask| {
                            if self.world.dice.chance(self.motion) {
                                self.world.happen();
                            }
                            self.world.now += 100;
                            self.world.answer(ask)
                        })
                        .collect(),
                ),
                Action::Read { table, columns, rows } => {
                    Event::Rows(self.store.read(table, &columns, rows).to_string())
                }
                Action::Write { writes } => {
                    self.store.write(writes);
                    Event::Done
                }
                Action::Begin => {
                    self.store.begin();
                    Event::Done
                }
                Action::Commit => {
                    self.store.commit();
                    self.read_as_others_do()?;
                    Event::Done
                }
                Action::Progress(_) => Event::Done,
                Action::Refused { message } => return Err(message),
                Action::Unfinished => return Err("the first copy is not finished".to_owned()),
                last => return Ok(Some(last)),
            });
        }
    }

    pub(crate) fn refresh(&mut self) -> Result<Option<Report>, String> {
        Ok(self.run(refresh(self.options()))?.map(report_of))
    }

    pub(crate) fn verify(&mut self) -> Result<Report, String> {
        let kills = core::mem::take(&mut self.kills);
        let report = self.run(verify(None))?;
        self.kills = kills;
        report.map(report_of).ok_or_else(|| "killed".to_owned())
    }

    /// A verification that also compares the copy with what the registry tells the world's account.
    pub(crate) fn verify_account(&mut self) -> Result<Report, String> {
        let kills = core::mem::take(&mut self.kills);
        let report = self.run(verify(Some(self.options().origin)))?;
        self.kills = kills;
        report.map(report_of).ok_or_else(|| "killed".to_owned())
    }

    /// After each transaction readers must see a finished refresh, and each change comes once.
    fn read_as_others_do(&mut self) -> Outcome {
        let state = self.store.row("mirror", "state").and_then(|row| row[1].as_text());
        let state: Value = serde_json::from_str(state.unwrap_or("null")).unwrap_or_default();
        if state["finished"] != true {
            let shown: usize =
                Entity::ALL.iter().map(|entity| self.store.rows(entity.name()).count()).sum();
            return ensure(shown == 0, || format!("{shown} rows are shown of a first copy"));
        }
        let refresh = state["refresh"].as_i64().unwrap_or_default();
        for row in self.store.rows_behind("changes", &[Cell::Integer(self.follower.seq)]) {
            let (Some(seq), Some(of)) = (row[0].as_integer(), row[2].as_integer()) else {
                return Err("a change without a number".to_owned());
            };
            ensure(of <= refresh, || format!("change {seq} is of refresh {of}, which is open"))?;
            ensure(seq == self.follower.seq + 1, || format!("change {seq} is out of order"))?;
            self.follower.seq = seq;
            let text = |at: usize| row[at].as_text().unwrap_or_default().to_owned();
            let record = (text(3), text(4));
            let fits = match text(5).as_str() {
                "added" | "returned" => self.follower.here.insert(record.clone()),
                "gone" => self.follower.here.remove(&record),
                _ => self.follower.here.contains(&record),
            };
            ensure(fits, || format!("{record:?} was {} a second time", text(5)))?;
        }
        Ok(())
    }

    /// The whole simulation. Returns the reports of the last refresh and verification.
    pub(crate) fn live(&mut self) -> Outcome {
        for _ in 0..2 + self.world.dice.below(4) {
            self.refresh()?;
            for _ in 0..self.world.dice.below(3) {
                self.world.happen();
            }
            if self.world.dice.chance(10) {
                self.world.now += DAY;
            }
        }
        self.kills = 0;
        self.motion = 0;
        // Everything that a list announces is there at once.
        self.refresh()?;
        self.refresh()?;
        self.compare(false)?;
        // Everything else is there after a round of the sweep and a pass to the end.
        for _ in 0..2 {
            self.world.now += DAY + 1;
            for _ in 0..30 {
                let report = self.refresh()?.ok_or("killed")?;
                if report.swept_at.is_some_and(|at| self.world.now - at < DAY / 2) {
                    break;
                }
            }
        }
        self.refresh()?;
        self.compare(true)?;
        self.obey_laws()
    }

    fn obey_laws(&mut self) -> Outcome {
        self.world.account = self.world.events() % self.world.accounts.len();
        let report = self.verify_account()?;
        ensure(report.finished, || "the first copy is not finished".to_owned())?;
        let unexplained = self.unexplained();
        let batches = self.batches()?;
        let uncertain = uncertain_pools(&batches, &unexplained);
        for law in &report.laws {
            // What vanished from its list still counts for the account.
            let is_of_account = ["order_deliveries", "balances"].contains(&law.law);
            if is_of_account && self.world.has_vanished() {
                continue;
            }
            // What a record took that vanished before it was copied is explained by nothing.
            let first = law.first.as_deref().and_then(|first| first.split(':').next());
            let batch = first.and_then(|id| batches.get(id));
            let is_excused = ["retired", "delivered", "owner"].contains(&law.law)
                && batch.is_some_and(|batch| is_of(batch, &unexplained));
            let is_of_pool = law.law == "project_totals"
                && first.is_some_and(|project| self.is_project_of(project, &uncertain))
                && law.first.as_ref().is_some_and(|first| {
                    first.contains("retired from the buffer pool") && !first.contains(';')
                });
            ensure(law.broken == 0 || is_excused || is_of_pool, || {
                format!("{}: {:?}", law.law, law.first)
            })?;
            ensure(law.unjudged == 0, || format!("{} is not judged", law.law))?;
        }
        for law in &report.observations {
            ensure(law.broken == 0, || format!("{}: {:?}", law.law, law.first))?;
        }
        self.compare_refunds(&report, &unexplained)?;
        ensure(report.quarantined.is_empty(), || "something is in quarantine".to_owned())
    }

    /// The issuances with batches that a record took which has vanished.
    fn unexplained(&mut self) -> BTreeSet<String> {
        let vanished = self.world.vanished.clone();
        self.world.issuances_of(&vanished)
    }

    /// Whether a project is one of these suppliers'.
    fn is_project_of(&mut self, project: &str, suppliers: &BTreeSet<String>) -> bool {
        let supplier = self.world.shown("projects", project)["supplier"]["id"].to_string();
        suppliers.contains(&supplier)
    }

    /// Inferred refunds are exactly those whose credits nobody has passed on.
    fn compare_refunds(&mut self, report: &Report, unexplained: &BTreeSet<String>) -> Outcome {
        let mut moved = BTreeSet::new();
        for list in ["deliveries", "transfers"] {
            for id in self.world.listed(list) {
                let body = self.world.get(&format!("/{list}/{id}/credit_batches"));
                let nodes = body.ok_or("no batches")?["nodes"].as_array().cloned();
                moved.extend(
                    nodes
                        .unwrap_or_default()
                        .into_iter()
                        .map(|node| node["id"].clone().to_string()),
                );
            }
        }
        let batches = self.batches()?;
        let uncertain = uncertain_pools(&batches, unexplained);
        let is_excused = |batch: &Value| uncertain.contains(&batch["supplier_id"].to_string());
        let mut expected = BTreeSet::new();
        for refund in self.world.refunded.clone() {
            let body = self.world.get(&format!("/refunds/{refund}/credit_batches"));
            let mut open =
                body.ok_or("no batches")?["nodes"].as_array().cloned().unwrap_or_default();
            while let Some(batch) = open.pop() {
                if moved.contains(&batch["id"].to_string()) || is_excused(&batch) {
                    continue;
                }
                for child in ["left_child_id", "right_child_id"] {
                    if let Some(id) = batch[child].as_str() {
                        open.extend(self.world.get(&format!("/credit_batches/{id}")));
                    }
                }
                if batch["status"] == "active" {
                    expected.insert(batch["id"].as_str().unwrap_or_default().to_owned());
                }
            }
        }
        let found: BTreeSet<String> = report
            .inferred_refunds
            .iter()
            .map(|one| one.credit_batch_id.clone())
            .filter(|id| batches.get(id).is_none_or(|batch| !is_excused(batch)))
            .collect();
        ensure(found == expected, || format!("refunds: {found:?} are not {expected:?}"))
    }

    /// Compares the copy with the ledger, row by row.
    pub(crate) fn compare(&mut self, wholly: bool) -> Outcome {
        let mut truth: BTreeMap<Entity, BTreeMap<String, Value>> = BTreeMap::new();
        for list in EVENTS.iter().chain(&["suppliers", "projects"]) {
            let entity = Entity::of_name(list).ok_or("no such list")?;
            let ids = self.world.listed(list);
            let rows = ids.into_iter().map(|id| (id.clone(), self.world.shown(list, &id)));
            truth.insert(entity, rows.collect());
        }
        // What the copy need not know before a round of the sweep and a walk to the end: batches that a refund moved,
        // or that a record took which vanished or is hidden.
        let mut late = self.world.vanished.clone();
        late.extend(self.world.refunded.iter().map(|id| ("refunds", id.clone())));
        for list in EVENTS {
            let entity = Entity::of_name(list).ok_or("no such list")?;
            let Some(rows) = truth.get_mut(&entity) else { continue };
            let hidden = if wholly { Vec::new() } else { self.hidden(list, entity, rows)? };
            rows.retain(|id, _| !hidden.contains(id));
            late.extend(hidden.into_iter().map(|id| (list, id)));
        }
        for (entity, rows) in &truth {
            self.compare_rows(*entity, rows, &BTreeSet::new())?;
        }
        let late = if wholly { BTreeSet::new() } else { self.world.issuances_of(&late) };
        let mut batches = self.batches()?;
        batches.retain(|_, batch| !is_of(batch, &late));
        self.compare_rows(Entity::CreditBatches, &batches, &late)?;
        if wholly {
            let project = |row: &Row| row[2].as_text().map(str::to_owned);
            let documents = self.world.all_documents();
            let documents: BTreeMap<String, Value> = documents
                .into_iter()
                .map(|one| (one["id"].as_str().unwrap_or_default().to_owned(), one))
                .collect();
            let listed = self.world.listed("projects");
            let kept = self.store.rows("documents").filter(|row| row.last() == Some(&Cell::Null));
            let of_shown =
                kept.filter(|row| project(row).is_some_and(|project| listed.contains(&project)));
            let kept: BTreeSet<_> = of_shown.filter_map(|row| row[0].as_text()).collect();
            let there: BTreeSet<_> = documents.keys().map(String::as_str).collect();
            ensure(kept == there, || format!("documents: {kept:?} are not {there:?}"))?;
        }
        for (id, domain) in self.world.shown_domains.clone() {
            let row = self.store.row("organisations", &id);
            let kept = row.and_then(|row| row[2].as_text());
            ensure(kept == domain.as_str(), || format!("{id}: {kept:?} is not {domain}"))?;
        }
        self.compare_members(&truth)
    }

    /// The records of a list that a late arrival and a removal hide, which cancel out: the count is that of the rows,
    /// and the first page holds only known ids. The walk of the day finds them. What they hide is exactly as many
    /// records as have vanished from the list and are still in the copy; both lie behind the first page.
    fn hidden(
        &mut self,
        list: &'static str,
        entity: Entity,
        rows: &mut BTreeMap<String, Value>,
    ) -> Result<Vec<String>, String> {
        let kept: BTreeMap<String, Row> = self
            .here(entity)
            .filter_map(|row| Some((row[0].as_text()?.to_owned(), row.clone())))
            .collect();
        let hidden: Vec<String> =
            rows.keys().filter(|id| !kept.contains_key(*id)).cloned().collect();
        let stale: Vec<String> =
            kept.keys().filter(|id| !rows.contains_key(*id)).cloned().collect();
        if hidden.len() != stale.len() {
            return Ok(Vec::new());
        }
        let head: Vec<String> =
            self.world.listed(list).into_iter().take(self.world.page_size).collect();
        let is_behind = hidden.iter().all(|id| !head.contains(id));
        let has_vanished =
            |id: &String| self.world.vanished.iter().any(|(of, one)| *of == list && one == id);
        if !is_behind || !stale.iter().all(has_vanished) {
            return Ok(Vec::new());
        }
        // The others are compared; those that have vanished are as they were shown.
        for id in stale {
            let shown = self.world.shown(list, &id);
            rows.insert(id, shown);
        }
        Ok(hidden)
    }

    /// The rows of a table, without those that are gone.
    fn here(&self, entity: Entity) -> impl Iterator<Item = &Row> {
        self.store.rows(entity.name()).filter(|row| row.last() == Some(&Cell::Null))
    }

    /// Compares the rows of a kind, without batches of these issuances.
    fn compare_rows(
        &self,
        entity: Entity,
        truth: &BTreeMap<String, Value>,
        except: &BTreeSet<String>,
    ) -> Outcome {
        let mut reader = Reader::default();
        let issuance = self.store.schema.table(entity.name()).and_then(|t| t.place("issuance_id"));
        let is_excepted = |row: &&Row| {
            issuance
                .and_then(|at| row[at].as_text())
                .is_some_and(|issuance| except.contains(issuance))
        };
        let rows = self.here(entity).filter(|row| !is_excepted(row));
        let kept: BTreeMap<&str, &Row> =
            rows.filter_map(|row| Some((row[0].as_text()?, row))).collect();
        for (id, record) in truth {
            let row =
                kept.get(id.as_str()).ok_or_else(|| format!("{} lacks {id}", entity.name()))?;
            let expected = reader
                .read(&self.store.schema, entity, &record.to_string())
                .map_err(|refused| refused.reason)?
                .row;
            let own = expected.len() - KEPT.len();
            for (at, column) in self.store.schema.columns(entity).iter().enumerate().take(own) {
                ensure(expected[at] == row[at], || {
                    format!("{id}.{}: {:?} is not {:?}", column.name, row[at], expected[at])
                })?;
            }
        }
        let more: Vec<_> = kept.keys().filter(|id| !truth.contains_key(**id)).collect();
        ensure(more.is_empty(), || format!("{} has {more:?}, which are gone", entity.name()))
    }

    /// All existing batches: those that were issued, and those they were split into.
    pub(crate) fn batches(&mut self) -> Result<BTreeMap<String, Value>, String> {
        let mut found = BTreeMap::new();
        for issuance in self.world.listed("issuances") {
            let path = format!("/issuances/{issuance}/credit_batches");
            let issued = self.world.get(&path).ok_or("no batches")?;
            let mut open: Vec<Value> = ["supplier_credit_batches", "buffer_pool_credit_batches"]
                .iter()
                .flat_map(|list| issued[*list].as_array().cloned().unwrap_or_default())
                .collect();
            while let Some(batch) = open.pop() {
                for child in ["left_child_id", "right_child_id"] {
                    if let Some(id) = batch[child].as_str() {
                        open.extend(self.world.get(&format!("/credit_batches/{id}")));
                    }
                }
                found.insert(batch["id"].as_str().unwrap_or_default().to_owned(), batch);
            }
        }
        Ok(found)
    }

    fn compare_members(&mut self, truth: &BTreeMap<Entity, BTreeMap<String, Value>>) -> Outcome {
        let kept: BTreeSet<(String, String)> = self
            .store
            .rows("record_batches")
            .filter_map(|row| Some((row[0].as_text()?.to_owned(), row[1].as_text()?.to_owned())))
            .collect();
        for list in EVENTS {
            let entity = Entity::of_name(list).ok_or("no such list")?;
            for id in truth.get(&entity).into_iter().flat_map(BTreeMap::keys) {
                let body = self.world.get(&format!("/{list}/{id}/credit_batches"));
                let body = body.ok_or("no batches")?;
                let lists = ["nodes", "supplier_credit_batches", "buffer_pool_credit_batches"];
                let nodes = lists.iter().filter_map(|list| body[*list].as_array()).flatten();
                for node in nodes {
                    let member = (id.clone(), node["id"].as_str().unwrap_or_default().to_owned());
                    ensure(kept.contains(&member), || format!("{member:?} is not kept"))?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a batch is of one of these issuances.
fn is_of(batch: &Value, issuances: &BTreeSet<String>) -> bool {
    batch["issuance_id"].as_str().is_some_and(|id| issuances.contains(id))
}

pub(crate) fn ensure(holds: bool, complaint: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(complaint()) }
}

/// The suppliers whose buffer pools are uncertain. A pool is the owner of most batches that were issued into it and have
/// not moved; a movement that vanished can hide that one has.
fn uncertain_pools(
    batches: &BTreeMap<String, Value>,
    unexplained: &BTreeSet<String>,
) -> BTreeSet<String> {
    let hidden = batches.values().filter(|batch| is_of(batch, unexplained));
    hidden.map(|batch| batch["supplier_id"].to_string()).collect()
}
