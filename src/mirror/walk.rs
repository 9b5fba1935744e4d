//! Reading a list until it is proved that the store has all of it.
//!
//! The proof is a page of only known ids, together with equal counts. While the counts differ, the list is read to its
//! end; a difference on which two passes agree is remembered, and only a different one causes another pass.

use std::collections::HashSet;

use super::action::{Action, Answer, Write};
use super::cell::{Cell, Row};
use super::entity::Entity;
use super::list::{List, ListState, Walk};
use super::options::Planted;
use super::page::{self, Page};
use super::planner::{Planner, content, is_gone};
use super::port::Step;
use super::record::Record;
use super::store::{ALL_COLUMNS, CHUNK, Sight, text_at};
use super::todo::{self, Work};

/// How often a list is read in one refresh before it counts as restless.
const MOST_WALKS: u32 = 8;
/// How often a cursor may be rejected.
const MOST_REFUSALS: u32 = 5;
/// How many pages in a row may contain nothing new to the pass.
const MOST_REPEATS: u32 = 20;
/// How long a pass to the end remains valid, in ms.
const DAY: i64 = 86_400_000;

/// The contents of a page.
struct Brought {
    /// How many items were not stored before.
    news: u64,
    /// How many items this pass had not read.
    unseen: u64,
    /// Whether an item was known before.
    has_known: bool,
    writes: Vec<Write>,
}

/// How a pass to the end compares with the stored rows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ended {
    seen: u64,
    missing: u64,
}

impl Planner {
    /// Proves a list complete, or says why it cannot be proved.
    pub(super) async fn prove(&mut self, list: &List) -> Step<Result<(), String>> {
        let mut state = list.state(&self.store).await?;
        if let Some(walk) = &mut state.walk {
            walk.steady = false;
        }
        let mut last: Option<Ended> = None;
        let mut refusals: u32 = 0;
        let is_due = self.port.now().saturating_sub(state.walked_at) >= DAY;
        let mut whole = list.is_read_wholly() || is_due;
        for _ in 0..MOST_WALKS {
            let mut repeats: u32 = 0;
            let ended = loop {
                let walk = state.walk.get_or_insert_default();
                let after = walk.after.clone();
                let body = match self.page_body(list, after.clone()).await? {
                    Answer::Body(body) => body,
                    Answer::Status(400 | 404 | 422) if after.is_some() => {
                        refusals = refusals.saturating_add(1);
                        if refusals > MOST_REFUSALS {
                            return Ok(Err("the registry rejects its own cursors".to_owned()));
                        }
                        self.begin_again(list, &mut state).await;
                        continue;
                    }
                    Answer::Status(status) => {
                        return Ok(Err(format!("the registry answered {status}")));
                    }
                };
                let page = match page::text(&body).and_then(page::page) {
                    Ok(page) => page,
                    Err(page::Unusable(reason)) => return Ok(Err(reason)),
                };
                let brought = match self.take_page(list, &page).await? {
                    Ok(brought) => brought,
                    Err(reason) => return Ok(Err(reason)),
                };
                repeats = if brought.unseen > 0 || page.nodes.is_empty() {
                    0
                } else {
                    repeats.saturating_add(1)
                };
                if repeats > MOST_REPEATS {
                    return Ok(Err("its cursors make no progress".to_owned()));
                }
                let stops = self.options.has(Planted::StopAtFirstKnown) && brought.has_known;
                let news = brought.news;
                let is_end = self.settle_page(list, &mut state, &page, brought).await;
                let rows = i64::try_from(state.stored).unwrap_or(i64::MAX);
                let expected = rows.saturating_add(state.difference);
                let agrees = i64::try_from(page.total).is_ok_and(|total| total == expected)
                    || self.options.has(Planted::CountIgnored);
                if (!whole && news == 0 && agrees) || stops {
                    self.end_walk(list, &mut state).await;
                    return Ok(Ok(()));
                }
                if is_end {
                    let walk = state.walk.clone().unwrap_or_default();
                    break walk;
                }
                if self.options.has(Planted::PagePublishedAlone) {
                    self.publish().await?;
                }
                if self.options.has(Planted::DeletionFromPartialWalk) && list.is_read_wholly() {
                    break Walk {
                        total: Some(state.walk.as_ref().map_or(0, |walk| walk.seen)),
                        ..state.walk.clone().unwrap_or_default()
                    };
                }
            };
            let total = ended.total.unwrap_or_default();
            let now = Ended { seen: ended.seen, missing: state.stored.saturating_sub(ended.seen) };
            let agrees = last == Some(now) || (now.missing == 0 && ended.news == 0);
            let is_proved = if now.missing == 0 && total == ended.seen {
                true
            } else {
                ended.steady && (total == ended.seen || agrees)
            };
            if is_proved {
                self.begin_transaction().await;
                if now.missing > 0 {
                    self.mark_gone(list, &mut state).await?;
                }
                let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
                state.difference = count(total).saturating_sub(count(state.stored));
                state.walked_at = self.port.now();
                self.end_walk(list, &mut state).await;
                self.commit().await;
                return Ok(Ok(()));
            }
            last = Some(now);
            whole = list.is_read_wholly() || now.missing > 0;
            self.begin_again(list, &mut state).await;
        }
        let counts = format!("it kept changing during {MOST_WALKS} passes");
        Ok(Err(counts))
    }

    async fn page_body(&mut self, list: &List, after: Option<String>) -> Step<Answer> {
        if after.is_none()
            && let Some(head) = self.heads.remove(&list.name())
        {
            return Ok(head);
        }
        let answers = self.request(vec![list.ask(after)]).await?;
        Ok(answers.into_iter().next().unwrap_or(Answer::Status(0)))
    }

    /// Saves the contents of a page together with the cursor after it. Returns whether the list ends there.
    async fn settle_page(
        &mut self,
        list: &List,
        state: &mut ListState,
        page: &Page<'_>,
        brought: Brought,
    ) -> bool {
        let walk = state.walk.get_or_insert_default();
        walk.steady &= walk.total.is_none_or(|total| total == page.total);
        walk.total = Some(page.total);
        walk.seen = walk.seen.saturating_add(brought.unseen);
        walk.news = walk.news.saturating_add(brought.news);
        walk.after.clone_from(&page.end_cursor);
        let (seen, news) = (walk.seen, brought.news);
        state.stored = state.stored.saturating_add(news);
        if !list.is_read_wholly() {
            self.news = self.news.saturating_add(news);
        }
        let mut writes = brought.writes;
        let is_end = !page.has_next;
        if self.options.has(Planted::CheckpointBeforeRows) {
            self.store.write(vec![list.keep(state)]).await;
            self.store.write(writes).await;
        } else {
            writes.push(list.keep(state));
            self.store.write(writes).await;
        }
        self.tell(list.name(), seen.min(page.total), page.total).await;
        is_end
    }

    async fn begin_again(&self, list: &List, state: &mut ListState) {
        state.walk = None;
        self.store.write(vec![self.forget_walk(list), list.keep(state)]).await;
    }

    async fn end_walk(&self, list: &List, state: &mut ListState) {
        self.begin_again(list, state).await;
    }

    fn forget_walk(&self, list: &List) -> Write {
        Write::Clear { table: "walked", prefix: vec![Cell::Text(list.name())] }
    }

    /// Stages the items of a page: new, changed and returned ones.
    async fn take_page(&mut self, list: &List, page: &Page<'_>) -> Step<Result<Brought, String>> {
        let (entity, name) = (list.entity, list.name());
        let mut ids: Vec<String> = Vec::new();
        let mut read: Vec<(&str, Result<Record, String>)> = Vec::new();
        for json in &page.nodes {
            let (id, found) = match self.reader.read(self.store.schema(), entity, json) {
                Ok(record) => (text_at(&record.row, 0).map(str::to_owned), Ok(record)),
                Err(refused) => (refused.id, Err(refused.reason)),
            };
            let Some(id) = id else {
                return Ok(Err("nodes[].id: expected an id".to_owned()));
            };
            if !ids.contains(&id) {
                ids.push(id);
                read.push((json, found));
            }
        }
        let keys = |ids: &[String]| {
            let key = |id: &String| vec![Cell::Text(name.clone()), Cell::Text(id.clone())];
            ids.iter().map(key).collect::<Vec<_>>()
        };
        let known = self.store.records(entity, ALL_COLUMNS, &ids, Sight::Staged).await?;
        let walked = self.store.get("walked", &["id"], keys(&ids)).await?;
        let held = self.store.get("quarantine", &["json"], keys(&ids)).await?;
        let mut brought = Brought { news: 0, unseen: 0, has_known: false, writes: Vec::new() };
        let mut taken: Vec<Record> = Vec::new();
        for (((id, (json, found)), (known, walked)), held) in
            ids.iter().zip(read).zip(known.into_iter().zip(walked)).zip(held)
        {
            if walked.is_none() {
                brought.unseen = brought.unseen.saturating_add(1);
                let row = vec![Cell::Text(name.clone()), Cell::Text(id.clone())];
                brought.writes.push(Write::Put { table: "walked", row });
            }
            let was_there = held.is_some() || known.as_ref().is_some_and(|row| !is_gone(row));
            brought.has_known |= was_there;
            brought.news = brought.news.saturating_add(u64::from(!was_there));
            let record = match found {
                Ok(record) => record,
                Err(reason) => {
                    let is_same = held.is_some_and(|row| text_at(&row, 0) == Some(json));
                    if !is_same {
                        let write = self.quarantine(&name, id, json, &reason);
                        brought.writes.push(write);
                    }
                    continue;
                }
            };
            if held.is_some() {
                let key = vec![Cell::Text(name.clone()), Cell::Text(id.clone())];
                brought.writes.push(Write::Delete { table: "quarantine", key });
            }
            let is_same = known
                .as_ref()
                .is_some_and(|row| !is_gone(row) && content(row) == content(&record.row));
            if !is_same {
                let write = self.stage(entity, record.row.clone());
                brought.writes.push(write);
                let refresh = self.refresh();
                if entity.has_batches() {
                    self.open_members = self.open_members.saturating_add(1);
                    brought.writes.push(todo::add(Work::Members, id, entity.name(), refresh));
                }
                // Documents of a project are read when it appears, and by the sweep.
                if entity == Entity::Projects && !was_there {
                    brought.writes.push(todo::add(Work::Documents, id, "", refresh));
                }
            }
            taken.push(record);
        }
        let mut writes = core::mem::take(&mut brought.writes);
        let drift = taken.iter_mut().flat_map(|record| core::mem::take(&mut record.drift));
        self.note(drift.collect(), &mut writes);
        let taken: Vec<&Record> = taken.iter().collect();
        self.stage_organisations(&taken, &mut writes).await?;
        brought.writes = writes;
        Ok(Ok(brought))
    }

    /// Marks everything as gone that a pass has not seen.
    async fn mark_gone(&mut self, list: &List, state: &mut ListState) -> Step<()> {
        let (entity, name, now) = (list.entity, list.name(), self.port.now());
        let mut marked: HashSet<String> = HashSet::new();
        for table in [entity.name(), entity.staged()] {
            let mut after: Option<String> = None;
            loop {
                let (index, prefix) = match &list.project {
                    Some(project) => {
                        let by_project = if table == entity.name() {
                            "documents_by_project"
                        } else {
                            "staged_documents_by_project"
                        };
                        (Some(by_project), vec![Cell::Text(project.clone())])
                    }
                    None => (None, Vec::new()),
                };
                let behind = after.take().map(|id| vec![Cell::Text(id)]);
                let rows = self.store.range(table, &["id"], index, prefix, behind, CHUNK).await?;
                let ids: Vec<String> =
                    rows.iter().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect();
                let is_last = rows.len() < CHUNK as usize;
                after = ids.last().cloned();
                let current = self.store.records(entity, ALL_COLUMNS, &ids, Sight::Staged).await?;
                let keys =
                    ids.iter().map(|id| vec![Cell::Text(name.clone()), Cell::Text(id.clone())]);
                let walked = self.store.get("walked", &["id"], keys.collect()).await?;
                let mut writes = Vec::new();
                for ((id, row), walked) in ids.into_iter().zip(current).zip(walked) {
                    let Some(mut row) = row.filter(|row| !is_gone(row)) else { continue };
                    if walked.is_none() && marked.insert(id.clone()) {
                        if entity == Entity::Projects {
                            let refresh = self.refresh();
                            writes.push(todo::add(Work::Documents, &id, "", refresh));
                        }
                        self.set(entity, &mut row, "gone_at", Cell::Integer(now));
                        writes.push(Write::Put { table: entity.staged(), row });
                    }
                }
                self.store.write(writes).await;
                if is_last {
                    break;
                }
            }
        }
        let gone = u64::try_from(marked.len()).unwrap_or(u64::MAX);
        state.stored = state.stored.saturating_sub(gone);
        self.forget_quarantined(list, state).await
    }

    /// Marks all rows of a list as gone: the list itself does not exist.
    pub(super) async fn lose(&mut self, list: &List) -> Step<()> {
        let mut state = list.state(&self.store).await?;
        self.begin_again(list, &mut state).await;
        self.begin_transaction().await;
        self.mark_gone(list, &mut state).await?;
        self.store.write(vec![list.keep(&state)]).await;
        self.commit().await;
        Ok(())
    }

    /// Forgets quarantined records that are no longer listed.
    async fn forget_quarantined(&mut self, list: &List, state: &mut ListState) -> Step<()> {
        let name = Cell::Text(list.name());
        let mut after: Option<String> = None;
        loop {
            let behind = after.take().map(|id| vec![Cell::Text(id)]);
            let prefix = vec![name.clone()];
            let rows = self.store.range("quarantine", &["id"], None, prefix, behind, CHUNK).await?;
            let keys: Vec<Row> = rows
                .iter()
                .filter_map(|row| Some(vec![name.clone(), row.first()?.clone()]))
                .collect();
            after = rows.last().and_then(|row| text_at(row, 0)).map(str::to_owned);
            let is_last = rows.len() < CHUNK as usize;
            let walked = self.store.get("walked", &["id"], keys.clone()).await?;
            let ids: Vec<String> =
                rows.iter().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect();
            let known = self.store.records(list.entity, &["id"], &ids, Sight::Staged).await?;
            let mut writes = Vec::new();
            for ((key, walked), known) in keys.into_iter().zip(walked).zip(known) {
                if walked.is_none() {
                    // A record that is also stored has been counted by its row.
                    let counted = u64::from(known.is_none());
                    state.stored = state.stored.saturating_sub(counted);
                    writes.push(Write::Delete { table: "quarantine", key });
                }
            }
            self.store.write(writes).await;
            if is_last {
                return Ok(());
            }
        }
    }

    pub(super) async fn begin_transaction(&self) {
        self.port.ask(Action::Begin).await;
    }

    pub(super) async fn commit(&self) {
        self.port.ask(Action::Commit).await;
    }
}
