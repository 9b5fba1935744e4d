//! Credit batches: read through the records that name them, or one by one if none does.
//!
//! A split batch names its two children, and each child its parent: a named batch that is not stored is read, and so is
//! a parent that is stored as active.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::action::{Answer, Ask, Write};
use super::cell::{Cell, Row};
use super::entity::Entity;
use super::json;
use super::page::{self, Unusable};
use super::planner::{Planner, content};
use super::port::Step;
use super::record::{Record, Refused};
use super::report::Problem;
use super::schema::Schema;
use super::store::{Sight, integer_at, text_at};
use super::todo::{self, AGAIN, CHILD, PARENT, Todo, Work};
use crate::model::id::CreditBatchId;

/// How many batches are staged at a time.
const STAGED_TOGETHER: usize = 50;

/// The properties of a batch that decide what is read next.
struct Links {
    status: String,
    parent: Option<String>,
    children: [Option<String>; 2],
}

impl Links {
    fn of(schema: &Schema, row: &[Cell]) -> Option<Self> {
        let table = schema.table(Entity::CreditBatches.name())?;
        let text = |name: &str| text_at(row, table.place(name)?).map(str::to_owned);
        Some(Self {
            status: text("status")?,
            parent: text("parent_id"),
            children: [text("left_child_id"), text("right_child_id")],
        })
    }

    /// Whether status, size and owner cannot change any more.
    fn is_final(&self) -> bool {
        matches!(self.status.as_str(), "split" | "retired")
    }
}

impl Planner {
    /// Reads the batches of records, and then the batches that no record names, until none are left.
    pub(super) async fn drain(&mut self) -> Step<()> {
        loop {
            let members = self.drain_members().await?;
            let batches = self.drain_batches().await?;
            if !members && !batches {
                return Ok(());
            }
        }
    }

    /// The next pieces of work that may be tried now, after an id.
    pub(super) async fn due(
        &self,
        work: Work,
        after: &mut Option<String>,
    ) -> Step<Option<Vec<Todo>>> {
        let found = todo::next(&self.store, work, after.as_deref(), work.together()).await?;
        let Some(last) = found.last() else { return Ok(None) };
        *after = Some(last.id.clone());
        let refresh = self.refresh();
        Ok(Some(found.into_iter().filter(|todo| todo.refresh <= refresh).collect()))
    }

    /// Reads the batches of the records whose batches are not known. Returns whether there were any.
    async fn drain_members(&mut self) -> Step<bool> {
        let mut after = None;
        let mut any = false;
        while let Some(due) = self.due(Work::Members, &mut after).await? {
            let due: Vec<(Entity, Todo)> = due
                .into_iter()
                .filter_map(|todo| Some((Entity::of_name(&todo.reason)?, todo)))
                .collect();
            if due.is_empty() {
                continue;
            }
            any = true;
            let ask = |(entity, todo): &(Entity, Todo)| Ask {
                operation: entity.batches_operation().unwrap_or_default(),
                id: Some(todo.id.clone()),
                after: None,
            };
            let answers = self.request(due.iter().map(ask).collect()).await?;
            let mut writes = Vec::new();
            let mut nodes: Vec<Node<'_>> = Vec::new();
            for ((entity, todo), answer) in due.iter().zip(&answers) {
                self.open_members = self.open_members.saturating_sub(1);
                match take_members(*entity, &todo.id, answer, &mut writes) {
                    Ok(mut found) => {
                        nodes.append(&mut found);
                        writes.push(todo::done(Work::Members, &todo.id));
                    }
                    Err(Unusable(reason)) => {
                        self.postpone(Work::Members, todo, reason, &mut writes);
                    }
                }
            }
            let refused = self.stage_batches(&nodes).await?;
            let now = self.refresh();
            writes.extend(refused.iter().map(|id| todo::add(Work::Batch, id, AGAIN, now)));
            self.store.write(writes).await;
            self.tell("credit_batches".to_owned(), 0, 0).await;
        }
        Ok(any)
    }

    /// Postpones work to the next refresh, and records why.
    pub(super) fn postpone(
        &mut self,
        work: Work,
        todo: &Todo,
        reason: String,
        writes: &mut Vec<Write>,
    ) {
        let later = self.refresh().saturating_add(1);
        writes.push(todo::add(work, &todo.id, &todo.reason, later));
        let reason = format!("{}: {reason}", todo.id);
        self.report.unproved.push(Problem { list: work.name().to_owned(), reason });
    }

    /// Reads batches one by one. Returns whether any was read.
    async fn drain_batches(&mut self) -> Step<bool> {
        let mut after = None;
        let mut any = false;
        while let Some(due) = self.due(Work::Batch, &mut after).await? {
            let ids: Vec<String> = due.iter().map(|todo| todo.id.clone()).collect();
            let entity = Entity::CreditBatches;
            let known = self.store.records(entity, &["status"], &ids, Sight::Staged).await?;
            let mut writes = Vec::new();
            let mut wanted = Vec::new();
            for (todo, known) in due.into_iter().zip(known) {
                let status = known.as_ref().and_then(|row| text_at(row, 0));
                let is_needed = match todo.reason.as_str() {
                    CHILD => status.is_none(),
                    PARENT => status != Some("split"),
                    _ => true,
                };
                if is_needed {
                    wanted.push(todo);
                } else {
                    writes.push(todo::done(Work::Batch, &todo.id));
                }
            }
            if wanted.is_empty() {
                self.store.write(writes).await;
                continue;
            }
            any = true;
            let ask = |todo: &Todo| Ask {
                operation: "creditBatches.get",
                id: Some(todo.id.clone()),
                after: None,
            };
            let answers = self.request(wanted.iter().map(ask).collect()).await?;
            let mut nodes = Vec::new();
            for (todo, answer) in wanted.iter().zip(&answers) {
                match page::body(answer).map(str::trim).and_then(node_of) {
                    Ok(node) => {
                        writes.push(todo::done(Work::Batch, &todo.id));
                        nodes.push(node);
                    }
                    Err(Unusable(reason)) => {
                        self.postpone(Work::Batch, todo, reason, &mut writes);
                    }
                }
            }
            // What was refused by itself, too, is tried again by the next refresh.
            let later = self.refresh().saturating_add(1);
            let refused = self.stage_batches(&nodes).await?;
            writes.extend(refused.iter().map(|id| todo::add(Work::Batch, id, AGAIN, later)));
            self.store.write(writes).await;
            self.tell("credit_batches".to_owned(), 0, 0).await;
        }
        Ok(any)
    }

    /// Stages batches out of answers to requests that ran at once, some at a time, so that what is held at once does not
    /// grow with a record's batches. What asked for them is done only after this: a run that is killed reads them again.
    /// Returns the ids of those that were put into quarantine.
    async fn stage_batches(&mut self, nodes: &[Node<'_>]) -> Step<Vec<String>> {
        let mut together = HashSet::new();
        let mut refused = Vec::new();
        for nodes in nodes.chunks(STAGED_TOGETHER) {
            let mut writes = Vec::new();
            self.stage_some(nodes, &mut together, &mut refused, &mut writes).await?;
            self.store.write(writes).await;
        }
        Ok(refused)
    }

    /// Whether this JSON has been stored in this run already. `row`: the stored JSON, and when it was seen.
    fn is_just_seen(&self, row: &[Cell], json: &str) -> bool {
        text_at(row, 0) == Some(json) && integer_at(row, 1).is_some_and(|at| at >= self.opened_at)
    }

    /// Releases a batch from quarantine: a usable answer has come.
    fn release(&self, id: &str, writes: &mut Vec<Write>) {
        if self.state.has_quarantined {
            let key = [Entity::CreditBatches.name(), id].map(|text| Cell::Text(text.to_owned()));
            writes.push(Write::Delete { table: "quarantine", key: key.to_vec() });
        }
    }

    /// Stages batches, and records which others are to be read. `together` holds those from other answers.
    async fn stage_some(
        &mut self,
        nodes: &[Node<'_>],
        together: &mut HashSet<String>,
        refused: &mut Vec<String>,
        writes: &mut Vec<Write>,
    ) -> Step<()> {
        let entity = Entity::CreditBatches;
        let mut found: BTreeMap<String, Row> = BTreeMap::new();
        let mut taken: Vec<Record> = Vec::new();
        let mut torn: BTreeSet<String> = BTreeSet::new();
        let ids: Vec<String> = nodes.iter().map(|(id, _)| id.clone()).collect();
        let columns = ["json", "seen_at"];
        let rows = self.store.records(entity, &columns, &ids, Sight::Staged).await?;
        let stored: HashMap<&str, Row> =
            ids.iter().zip(rows).filter_map(|(id, row)| Some((id.as_str(), row?))).collect();
        for (id, json) in nodes {
            // Most batches are named by several records: this is the same answer again.
            if stored.get(id.as_str()).is_some_and(|row| self.is_just_seen(row, json)) {
                together.insert(id.clone());
                self.release(id, writes);
                continue;
            }
            let record = match self.reader.read(self.store.schema(), entity, json) {
                Ok(record) => record,
                Err(Refused { reason, .. }) => {
                    writes.push(self.quarantine(entity.name(), id, json, &reason));
                    refused.push(id.clone());
                    if !core::mem::replace(&mut self.state.has_quarantined, true) {
                        writes.push(self.kept_state());
                    }
                    continue;
                }
            };
            self.release(id, writes);
            let Some(id) = text_at(&record.row, 0).map(str::to_owned) else { continue };
            match found.get(&id) {
                // Of two answers to simultaneous requests, the one with the final state is the later one.
                Some(other) if content(other) != content(&record.row) => {
                    let is_final = |row: &[Cell]| {
                        Links::of(self.store.schema(), row).is_some_and(|links| links.is_final())
                    };
                    match (is_final(other), is_final(&record.row)) {
                        (true, _) => {}
                        (false, true) => {
                            found.insert(id, record.row.clone());
                        }
                        (false, false) => {
                            torn.insert(id);
                        }
                    }
                }
                _ => {
                    found.insert(id, record.row.clone());
                }
            }
            taken.push(record);
        }
        let drift: Vec<_> =
            taken.iter_mut().flat_map(|record| core::mem::take(&mut record.drift)).collect();
        self.note(drift, writes);
        let records: Vec<&Record> = taken.iter().collect();
        self.stage_organisations(&records, writes).await?;

        let mut statuses: BTreeMap<String, String> = BTreeMap::new();
        let mut parents: BTreeSet<String> = BTreeSet::new();
        let mut children: BTreeSet<String> = BTreeSet::new();
        for (id, mut row) in found {
            let schema = self.store.schema();
            let is_final =
                |row: &[Cell]| Links::of(schema, row).is_some_and(|links| links.is_final());
            let json = stored.get(id.as_str()).and_then(|stored| text_at(stored, 0));
            let stored = json.and_then(|json| self.reader.row(schema, entity, json).ok());
            let are_torn = |stored: &Row| {
                content(stored) != content(&row) && !is_final(stored) && !is_final(&row)
            };
            if !together.insert(id.clone()) && stored.as_ref().is_some_and(are_torn) {
                torn.insert(id.clone());
            }
            match stored.filter(|stored| is_final(stored) && !is_final(&row)) {
                Some(stored) => row = stored,
                None => writes.push(self.stage(entity, row.clone())),
            }
            let Some(links) = Links::of(self.schema(), &row) else { continue };
            parents.extend(links.parent);
            children.extend(links.children.into_iter().flatten());
            statuses.insert(id, links.status);
        }
        let named: Vec<String> =
            parents.union(&children).filter(|id| !statuses.contains_key(*id)).cloned().collect();
        let known = self.store.records(entity, &["status"], &named, Sight::Staged).await?;
        for (id, row) in named.into_iter().zip(known) {
            if let Some(status) = row.as_ref().and_then(|row| text_at(row, 0)) {
                statuses.insert(id, status.to_owned());
            }
        }
        let refresh = self.refresh();
        for id in &children {
            if !statuses.contains_key(id) {
                writes.push(todo::add(Work::Batch, id, CHILD, refresh));
            }
        }
        for id in &parents {
            if statuses.get(id).is_none_or(|status| status != "split") {
                writes.push(todo::add(Work::Batch, id, PARENT, refresh));
            }
        }
        for id in torn {
            writes.push(todo::add(Work::Batch, &id, AGAIN, refresh));
        }
        Ok(())
    }
}

/// A batch in an answer: its id, and its JSON.
type Node<'a> = (String, &'a str);

/// The batch in this JSON. Without a valid id nothing can be requested or stored of it.
fn node_of(json: &str) -> Result<Node<'_>, Unusable> {
    let id = json::Object::parse(json).and_then(|object| json::string(object.get("id")?));
    let id = id.ok_or_else(|| Unusable("id: expected the id of a credit batch".to_owned()))?;
    match CreditBatchId::ID_KIND.check(&id) {
        Ok(()) => Ok((id, json)),
        Err(expected) => Err(Unusable(format!("id: expected {expected}"))),
    }
}

/// Takes the batches of a record in. Gives the JSON of each.
fn take_members<'a>(
    entity: Entity,
    record: &str,
    answer: &'a Answer,
    writes: &mut Vec<Write>,
) -> Result<Vec<Node<'a>>, Unusable> {
    let found = page::batches(page::body(answer)?, entity == Entity::Issuances)?;
    let (mut nodes, mut rows) = (Vec::new(), Vec::new());
    for (position, (node, part)) in found.nodes.into_iter().enumerate() {
        let (id, node) = node_of(node)?;
        let row = vec![
            Cell::Text(record.to_owned()),
            Cell::Text(id.clone()),
            Cell::text(part),
            Cell::Integer(i64::try_from(position).unwrap_or(i64::MAX)),
            Cell::Null,
        ];
        rows.push(Write::Put { table: "staged_record_batches", row });
        nodes.push((id, node));
    }
    writes.append(&mut rows);
    Ok(nodes)
}
