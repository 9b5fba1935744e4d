//! A store in memory: rows in the order of their keys, transactions that become visible when they are committed.

use std::collections::BTreeMap;

use isometric_registry::mirror::cell::{Cell, Row};
use isometric_registry::mirror::schema::{Index, Schema, StoreTable};
use isometric_registry::mirror::{Rows, Write};
use serde_json::Value;

type Key = Vec<String>;

/// The data on disk. A kill leaves it as of the last commit.
pub(crate) struct Store {
    pub(crate) schema: Schema,
    tables: BTreeMap<&'static str, Table>,
    transaction: Option<Vec<Write>>,
    /// The number of rows that were read.
    pub(crate) reads: core::cell::Cell<usize>,
}

/// Rows by their key, and the keys by the order of each index.
#[derive(Default)]
struct Table {
    rows: BTreeMap<Key, Row>,
    orders: BTreeMap<&'static str, BTreeMap<Key, Key>>,
}

fn name(cells: &[Cell]) -> Key {
    let text = |cell: &Cell| match cell {
        Cell::Integer(integer) => format!("{integer:020}"),
        Cell::Text(text) => text.clone(),
        other => format!("{other:?}"),
    };
    cells.iter().map(text).collect()
}

/// The position of a row in an order.
fn order_of(table: &StoreTable, index: &Index, row: &Row) -> Key {
    let cell = |column: &&str| row[table.place(column).expect(column)].clone();
    name(&index.columns.iter().map(cell).collect::<Vec<_>>())
}

impl Store {
    pub(crate) fn new() -> Self {
        let schema = Schema::new();
        let tables = schema.tables.iter().map(|table| (table.name, Table::default())).collect();
        Self { schema, tables, transaction: None, reads: core::cell::Cell::new(0) }
    }

    /// Discards the current transaction, like a process that is killed.
    pub(crate) fn kill(&mut self) {
        self.transaction = None;
    }

    pub(crate) fn begin(&mut self) {
        assert!(self.transaction.is_none(), "a transaction is under way");
        self.transaction = Some(Vec::new());
    }

    pub(crate) fn commit(&mut self) {
        let writes = self.transaction.take().expect("a transaction");
        writes.into_iter().for_each(|write| self.apply(write));
    }

    pub(crate) fn write(&mut self, writes: Vec<Write>) {
        match &mut self.transaction {
            Some(open) => open.extend(writes),
            None => writes.into_iter().for_each(|write| self.apply(write)),
        }
    }

    fn apply(&mut self, write: Write) {
        match write {
            Write::Put { table, row } => {
                let known = self.schema.table(table).expect(table);
                assert_eq!(row.len(), known.columns.len(), "{table}");
                let key = name(&row[..known.key]);
                self.remove(table, &key);
                let known = self.schema.table(table).expect(table);
                let stored = self.tables.get_mut(table).expect(table);
                for index in &known.indexes {
                    let order = order_of(known, index, &row);
                    stored.orders.entry(index.name).or_default().insert(order, key.clone());
                }
                stored.rows.insert(key, row);
            }
            Write::Delete { table, key } => self.remove(table, &name(&key)),
            Write::Clear { table, prefix } => {
                let prefix = name(&prefix);
                let keys = begins(&self.tables[table].rows, &prefix, None);
                let keys: Vec<Key> = keys.map(|(key, _)| key.clone()).collect();
                keys.iter().for_each(|key| self.remove(table, key));
            }
            Write::Copy { from, table } => {
                let rows: Vec<Row> = self.rows(from).cloned().collect();
                rows.into_iter().for_each(|row| self.apply(Write::Put { table, row }));
            }
            Write::Added { from, seq, at, refresh, table } => {
                let is_there = |row: &&Row| row.last() == Some(&Cell::Null);
                let ids: Vec<Cell> =
                    self.rows(from).filter(is_there).map(|row| row[0].clone()).collect();
                for (seq, id) in (seq + 1..).zip(ids) {
                    let text = |text: &str| Cell::Text(text.to_owned());
                    let [seq, at, refresh] = [seq, at, refresh].map(Cell::Integer);
                    let row = vec![seq, at, refresh, text(table), id, text("added"), Cell::Null];
                    self.apply(Write::Put { table: "changes", row });
                }
            }
        }
    }

    fn remove(&mut self, table: &str, key: &Key) {
        let stored = self.tables.get_mut(table).expect(table);
        let Some(row) = stored.rows.remove(key) else { return };
        let known = self.schema.table(table).expect(table);
        for index in &known.indexes {
            let order = order_of(known, index, &row);
            stored.orders.entry(index.name).or_default().remove(&order);
        }
    }

    pub(crate) fn rows(&self, table: &str) -> impl Iterator<Item = &Row> {
        self.tables[table].rows.values()
    }

    /// The rows after a key.
    pub(crate) fn rows_behind(&self, table: &str, key: &[Cell]) -> impl Iterator<Item = &Row> {
        begins(&self.tables[table].rows, &Vec::new(), Some(name(key))).map(|(_, row)| row)
    }

    pub(crate) fn row(&self, table: &str, id: &str) -> Option<&Row> {
        self.tables[table].rows.get(&vec![id.to_owned()])
    }

    pub(crate) fn alter(&mut self, table: &str, id: &str, column: &str, cell: Cell) {
        let place = self.schema.table(table).expect(table).place(column).expect(column);
        let stored = self.tables.get_mut(table).expect(table);
        stored.rows.get_mut(&vec![id.to_owned()]).expect(id)[place] = cell;
    }

    /// The rows as JSON.
    pub(crate) fn read(&self, table: &str, columns: &[&str], rows: Rows) -> Value {
        let known = self.schema.table(table).expect(table);
        let stored = &self.tables[table];
        let places: Vec<usize> = if columns.is_empty() {
            (0..known.columns.len()).collect()
        } else {
            columns.iter().map(|column| known.place(column).expect(column)).collect()
        };
        let shown = |row: &Row| {
            let cells = places.iter().map(|&at| serde_json::to_value(&row[at]).expect("a cell"));
            Value::Array(cells.collect())
        };
        let found = |index: Option<&str>, prefix: &Key, behind: Option<Key>| -> Vec<&Row> {
            match index {
                None => begins(&stored.rows, prefix, behind).map(|(_, row)| row).collect(),
                Some(index) => {
                    let Some(order) = stored.orders.get(index) else { return Vec::new() };
                    begins(order, prefix, behind).map(|(_, key)| &stored.rows[key]).collect()
                }
            }
        };
        let found: Vec<Value> = match rows {
            Rows::Keys { keys } => keys
                .iter()
                .map(|key| stored.rows.get(&name(key)).map_or(Value::Null, shown))
                .collect(),
            Rows::Within { index, prefixes } => {
                let rows = prefixes.iter().flat_map(|prefix| found(index, &name(prefix), None));
                rows.map(shown).collect()
            }
            Rows::Range { index, prefix, after, limit } => {
                let prefix = name(&prefix);
                let behind = after.map(|after| [prefix.clone(), name(&after)].concat());
                let rows = found(index, &prefix, behind);
                rows.into_iter().take(limit as usize).map(shown).collect()
            }
        };
        self.reads.set(self.reads.get() + found.len());
        Value::Array(found)
    }
}

/// The rows that start with a prefix and come after a key.
fn begins<'a, T>(
    map: &'a BTreeMap<Key, T>,
    prefix: &Key,
    behind: Option<Key>,
) -> impl Iterator<Item = (&'a Key, &'a T)> + use<'a, T> {
    let prefix = prefix.clone();
    let from = match behind {
        Some(behind) => std::ops::Bound::Excluded(behind),
        None => std::ops::Bound::Included(prefix.clone()),
    };
    map.range((from, std::ops::Bound::Unbounded))
        .take_while(move |(key, _)| key.starts_with(&prefix))
}
