//! The planner: the state of a run, shared by its parts.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::action::{Action, Answer, Ask, Write};
use super::cell::{Cell, Row};
use super::entity::Entity;
use super::options::{Options, Planted};
use super::port::{Port, Step, Stop};
use super::record::{Drift, Reader, Record};
use super::report::{DriftReport, Problem, Progress, Report};
use super::schema::{FORMAT, KEPT, Schema};
use super::store::{ALL_COLUMNS, Sight, Store, keep, text_at};
use super::sweep::Sweep;

/// How many organisations a run remembers, to avoid looking them up.
const REMEMBERED: usize = 10_000;

/// What a store remembers between runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) format: i64,
    pub(super) origin: String,
    /// Whether the first copy is finished.
    pub(super) finished: bool,
    /// The number of the last refresh that was published.
    pub(super) refresh: i64,
    pub(super) refreshed_at: Option<i64>,
    /// The sequence number of the last change.
    pub(super) seq: i64,
    /// Whether the last refresh found nothing new: only then are project totals judged.
    pub(super) still: bool,
    pub(super) sweep: Sweep,
    pub(super) unproved: BTreeMap<String, String>,
    /// Whether a batch has ever been put into quarantine.
    #[serde(default)]
    pub(super) has_quarantined: bool,
}

impl State {
    /// Fails for a client of another registry than the copy's.
    pub(super) fn check_origin(&self, origin: &str) -> Step<()> {
        if self.origin == origin {
            return Ok(());
        }
        Err(Stop(format!(
            "This is a copy of {}, but the client reads {origin}. Keep one file per registry.",
            self.origin
        )))
    }
}

/// A run of a refresh.
#[derive(Debug)]
pub(super) struct Planner {
    pub(super) port: Port,
    pub(super) store: Store,
    pub(super) options: Options,
    pub(super) reader: Reader,
    pub(super) state: State,
    pub(super) report: Report,
    /// Records whose batches are still to be read.
    pub(super) open_members: u64,
    /// First pages that were requested together.
    pub(super) heads: HashMap<String, Answer>,
    /// The stored name and domain of organisations.
    organisations: HashMap<String, Row>,
    /// Places of drift that have been recorded in this run.
    noted: HashMap<String, String>,
    /// How many rows of the four lists were new or changed.
    pub(super) news: u64,
    /// When the run started: milliseconds since 1970.
    pub(super) opened_at: i64,
    number: i64,
}

impl Planner {
    /// A run on a store; fails for a store of another registry or of a newer format.
    pub(super) async fn open(port: Port, options: Options) -> Step<Self> {
        let mut store = Store::new(port.clone(), Rc::new(Schema::new()));
        let state = load_state(&store).await?;
        store.has_published = state.finished;
        let number = state.refresh.saturating_add(1);
        let mut planner = Self {
            number,
            opened_at: port.now(),
            port,
            store,
            options,
            reader: Reader::default(),
            state,
            report: Report::default(),
            open_members: 0,
            heads: HashMap::new(),
            organisations: HashMap::new(),
            noted: HashMap::new(),
            news: 0,
        };
        if planner.state.origin.is_empty() {
            planner.options.origin.clone_into(&mut planner.state.origin);
            let state = planner.kept_state();
            planner.store.write(vec![state]).await;
        } else {
            planner.state.check_origin(&planner.options.origin)?;
        }
        Ok(planner)
    }

    pub(super) fn schema(&self) -> &Schema {
        self.store.schema()
    }

    /// The number of the current refresh.
    pub(super) fn refresh(&self) -> i64 {
        self.number
    }

    pub(super) fn kept_state(&self) -> Write {
        keep("state", serde_json::to_string(&self.state).unwrap_or_default())
    }

    /// Sends requests together.
    pub(super) async fn request(&mut self, asks: Vec<Ask>) -> Step<Vec<Answer>> {
        let sent = u64::try_from(asks.len()).unwrap_or(u64::MAX);
        self.report.requests = self.report.requests.saturating_add(sent);
        self.port.answers(asks).await
    }

    pub(super) async fn tell(&self, list: String, rows: u64, total: u64) {
        let pages = total.saturating_sub(rows).div_ceil(50);
        let progress = Progress {
            list,
            rows,
            total,
            requests: self.report.requests,
            requests_left: pages.saturating_add(self.open_members),
        };
        self.port.ask(Action::Progress(progress)).await;
    }

    /// Records differences from what this version knows, each place once.
    pub(super) fn note(&mut self, drift: Vec<Drift>, writes: &mut Vec<Write>) {
        for Drift { place, expected, found } in drift {
            if self.noted.get(&place).is_some_and(|known| known == found) {
                continue;
            }
            self.noted.insert(place.clone(), found.to_owned());
            let texts = [place.clone(), expected.clone(), found.to_owned()];
            let mut row: Row = texts.into_iter().map(Cell::Text).collect();
            row.push(Cell::Integer(self.port.now()));
            writes.push(Write::Put { table: "drift", row });
            self.report.drift.push(DriftReport { place, expected, found: found.to_owned() });
        }
    }

    /// Keeps a node that is not a record usable for laws.
    pub(super) fn quarantine(&mut self, list: &str, id: &str, json: &str, reason: &str) -> Write {
        let problem = Problem { list: list.to_owned(), reason: format!("{id}: {reason}") };
        self.report.quarantined.push(problem);
        let mut row = [list, id, json, reason].map(|text| Cell::Text(text.to_owned())).to_vec();
        row.push(Cell::Integer(self.port.now()));
        Write::Put { table: "quarantine", row }
    }

    /// Stages a record.
    pub(super) fn stage(&self, entity: Entity, mut row: Row) -> Write {
        for column in ["first_seen_at", "seen_at"] {
            self.set(entity, &mut row, column, Cell::Integer(self.port.now()));
        }
        Write::Put { table: entity.staged(), row }
    }

    pub(super) fn set(&self, entity: Entity, row: &mut Row, column: &str, cell: Cell) {
        let place = self.schema().table(entity.name()).and_then(|table| table.place(column));
        if let Some(slot) = place.and_then(|place| row.get_mut(place)) {
            *slot = cell;
        }
    }

    /// Stages the organisations that records name. A copy with less data never replaces a fuller one.
    pub(super) async fn stage_organisations(
        &mut self,
        records: &[&Record],
        writes: &mut Vec<Write>,
    ) -> Step<()> {
        let entity = Entity::Organisations;
        let mut found: BTreeMap<String, Row> = BTreeMap::new();
        let thin_wins = self.options.has(Planted::ThinOverFull);
        for json in records.iter().flat_map(|record| &record.organisations) {
            let Ok(record) = self.reader.read(self.store.schema(), entity, json) else { continue };
            let Some(id) = text_at(&record.row, 0).map(str::to_owned) else { continue };
            let is_fuller = found.get(&id).is_none_or(|other| !is_thinner(&record.row, other));
            if is_fuller || thin_wins {
                found.insert(id, record.row);
            }
        }
        let is_same = |known: &Row, row: &Row| content(known) == content(row);
        found.retain(|id, row| self.organisations.get(id).is_none_or(|known| !is_same(known, row)));
        let ids: Vec<String> = found.keys().cloned().collect();
        let known = self.store.records(entity, ALL_COLUMNS, &ids, Sight::Staged).await?;
        if self.organisations.len() > REMEMBERED {
            self.organisations.clear();
        }
        for ((id, row), known) in found.into_iter().zip(known) {
            let wins = known.is_none_or(|known| {
                !is_same(&known, &row) && (thin_wins || !is_thinner(&row, &known))
            });
            if wins {
                writes.push(self.stage(entity, row.clone()));
            }
            self.organisations.insert(id, row);
        }
        Ok(())
    }
}

/// Whether a copy of an organisation lacks the domain that another has.
fn is_thinner(row: &[Cell], than: &[Cell]) -> bool {
    const DOMAIN: usize = 2;
    row.get(DOMAIN).is_none_or(|cell| *cell == Cell::Null)
        && than.get(DOMAIN).is_some_and(|cell| *cell != Cell::Null)
}

/// The cells that a record itself has filled.
pub(super) fn content(row: &[Cell]) -> &[Cell] {
    row.get(..row.len().saturating_sub(KEPT.len())).unwrap_or_default()
}

/// Whether a row's record no longer exists.
pub(super) fn is_gone(row: &[Cell]) -> bool {
    row.last().is_some_and(|cell| *cell != Cell::Null)
}

/// What a store remembers; fails for a newer format.
pub(super) async fn load_state(store: &Store) -> Step<State> {
    let Some(text) = store.kept("state").await? else {
        return Ok(State { format: FORMAT, ..State::default() });
    };
    let format = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|state| state.get("format").and_then(serde_json::Value::as_i64));
    match format {
        Some(format) if format > FORMAT => Err(Stop(format!(
            "This copy has format {format}, and this version of isometric-registry knows formats up to {FORMAT}. \
             Update the package."
        ))),
        // An older version's data is all there; from now on it is stored in this format.
        Some(_) => serde_json::from_str(&text)
            .map(|state| State { format: FORMAT, ..state })
            .map_err(|error| Stop(error.to_string())),
        None => Err(Stop("This store does not contain a mirror.".to_owned())),
    }
}
