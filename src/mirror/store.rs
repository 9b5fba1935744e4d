//! A store as runs see it: rows by key and by order, with staged rows over published ones.

use super::action::{Action, Event, Rows, Write};
use super::cell::{Cell, Row, rows_from_json};
use super::entity::Entity;
use super::port::{Port, Step, Stop};
use super::schema::Schema;

/// All columns of a table, in its order.
pub(super) const ALL_COLUMNS: &[&str] = &[];

/// How many rows are read at once.
pub(super) const CHUNK: u32 = 200;

/// How many rows with few columns are read at once.
pub(super) const MANY: u32 = 1000;

/// Whether staged rows count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Only published rows, as readers see them.
    Published,
    /// Staged rows hide published ones.
    Staged,
}

/// A store, through a port.
#[derive(Debug, Clone)]
pub(super) struct Store {
    port: Port,
    schema: std::rc::Rc<Schema>,
    /// Whether anything is published; until then nobody looks for it there.
    pub(super) has_published: bool,
}

/// The place after which a range continues.
pub(super) type After = Option<Vec<Cell>>;

impl Store {
    pub(super) fn new(port: Port, schema: std::rc::Rc<Schema>) -> Self {
        Self { port, schema, has_published: true }
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.schema
    }

    async fn read(
        &self,
        table: &'static str,
        columns: &[&'static str],
        rows: Rows,
    ) -> Step<Vec<Option<Row>>> {
        let known = self.schema.table(table);
        let types = known.and_then(|table| {
            if columns.is_empty() {
                return Some(table.columns.iter().map(|column| column.kind).collect());
            }
            let place = |name: &&str| table.columns.get(table.place(name)?);
            columns.iter().map(|name| place(name).map(|column| column.kind)).collect()
        });
        let types: Option<Vec<_>> = types;
        let Some(types) = types else {
            return Err(Stop(format!("{table} has no such column")));
        };
        let action = Action::Read { table, columns: columns.to_vec(), rows };
        let Event::Rows(rows) = self.port.ask(action).await else {
            return Err(Stop("expected rows of the store".to_owned()));
        };
        rows_from_json(&rows, &types).map_err(Stop)
    }

    /// Columns of the rows with these keys, each at the position of its key.
    pub(super) async fn get(
        &self,
        table: &'static str,
        columns: &[&'static str],
        keys: Vec<Vec<Cell>>,
    ) -> Step<Vec<Option<Row>>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let count = keys.len();
        let mut rows = self.read(table, columns, Rows::Keys { keys }).await?;
        rows.resize(count, None);
        Ok(rows)
    }

    /// Columns of the records with these ids.
    pub(super) async fn records(
        &self,
        entity: Entity,
        columns: &[&'static str],
        ids: &[String],
        sight: Sight,
    ) -> Step<Vec<Option<Row>>> {
        let keys = |ids: &mut dyn Iterator<Item = &String>| {
            ids.map(|id| vec![Cell::Text(id.clone())]).collect::<Vec<_>>()
        };
        if sight == Sight::Published {
            if !self.has_published {
                return Ok(vec![None; ids.len()]);
            }
            return self.get(entity.name(), columns, keys(&mut ids.iter())).await;
        }
        let mut rows = self.get(entity.staged(), columns, keys(&mut ids.iter())).await?;
        if !self.has_published {
            return Ok(rows);
        }
        let missing: Vec<usize> =
            (0..ids.len()).filter(|&at| rows.get(at).is_some_and(Option::is_none)).collect();
        let wanted = keys(&mut missing.iter().filter_map(|&at| ids.get(at)));
        let found = self.get(entity.name(), columns, wanted).await?;
        for (at, row) in missing.into_iter().zip(found) {
            if let Some(slot) = rows.get_mut(at) {
                *slot = row;
            }
        }
        Ok(rows)
    }

    /// Up to `limit` rows that start with a prefix, in the order of an index or of the key.
    pub(super) async fn range(
        &self,
        table: &'static str,
        columns: &[&'static str],
        index: Option<&'static str>,
        prefix: Vec<Cell>,
        after: After,
        limit: u32,
    ) -> Step<Vec<Row>> {
        let rows = Rows::Range { index, prefix, after, limit };
        Ok(self.read(table, columns, rows).await?.into_iter().flatten().collect())
    }

    /// All rows whose order starts with one of these texts.
    pub(super) async fn within(
        &self,
        table: &'static str,
        columns: &[&'static str],
        index: Option<&'static str>,
        prefixes: &[String],
    ) -> Step<Vec<Row>> {
        if prefixes.is_empty() {
            return Ok(Vec::new());
        }
        let prefixes = prefixes.iter().map(|text| vec![Cell::Text(text.clone())]).collect();
        let rows = self.read(table, columns, Rows::Within { index, prefixes }).await?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Makes changes, all or none.
    pub(super) async fn write(&self, writes: Vec<Write>) {
        if !writes.is_empty() {
            self.port.ask(Action::Write { writes }).await;
        }
    }

    /// The text stored under a name.
    pub(super) async fn kept(&self, name: &str) -> Step<Option<String>> {
        let key = vec![vec![Cell::Text(name.to_owned())]];
        let rows = self.get("mirror", &["value"], key).await?;
        let value = rows.into_iter().next().flatten().and_then(|row| row.into_iter().next());
        Ok(value.and_then(|cell| cell.as_text().map(str::to_owned)))
    }
}

/// A change that stores text under a name.
pub(super) fn keep(name: &str, value: String) -> Write {
    Write::Put { table: "mirror", row: vec![Cell::Text(name.to_owned()), Cell::Text(value)] }
}

/// The text of a cell of a row.
pub(super) fn text_at(row: &[Cell], at: usize) -> Option<&str> {
    row.get(at).and_then(Cell::as_text)
}

/// The integer of a cell of a row.
pub(super) fn integer_at(row: &[Cell], at: usize) -> Option<i64> {
    row.get(at).and_then(Cell::as_integer)
}
