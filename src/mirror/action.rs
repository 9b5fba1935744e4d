//! A run's requests to its environment, as data: requests to the registry, and reads and writes of a store.

use serde::Serialize;

use super::cell::{Cell, Row};
use super::report::{Progress, Report};
use super::statement::report::{Holdings, Statement};

/// A request to the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// The operation: `retirements.list`.
    pub operation: &'static str,
    /// The id in its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The cursor where the page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Which rows to read: those with these keys, or those after a place in an order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Rows {
    /// Those with these keys, each at the position of its key.
    Keys {
        /// The keys.
        keys: Vec<Vec<Cell>>,
    },
    /// All those whose order starts with one of these prefixes.
    Within {
        /// The index, or the table's key if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<&'static str>,
        /// The values of the first columns of the order, for each prefix.
        prefixes: Vec<Vec<Cell>>,
    },
    /// Those that start with a prefix, in order.
    Range {
        /// The index, or the table's key if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<&'static str>,
        /// The values of the first columns of the order.
        prefix: Vec<Cell>,
        /// The values of the other columns in the row after which to start.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Vec<Cell>>,
        /// The most rows to read.
        limit: u32,
    },
}

/// A change to a store.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "write", rename_all = "lowercase")]
pub enum Write {
    /// Replaces the row with the same key, or adds it.
    Put {
        /// The table.
        table: &'static str,
        /// The row.
        row: Row,
    },
    /// Removes the row with a key, if there is one.
    Delete {
        /// The table.
        table: &'static str,
        /// The key.
        key: Vec<Cell>,
    },
    /// Removes all rows whose key starts with a prefix.
    Clear {
        /// The table.
        table: &'static str,
        /// The values of the first columns of the key.
        prefix: Vec<Cell>,
    },
    /// Puts every row of a table into another one, which has the same columns.
    Copy {
        /// The table with the rows.
        from: &'static str,
        /// The other table.
        table: &'static str,
    },
    /// Adds a change to `changes` for every row of a table whose `gone_at` is NULL, in the order of its key: the row was
    /// added.
    Added {
        /// The table with the rows.
        from: &'static str,
        /// The number before that of the first change.
        seq: i64,
        /// The time of each change: milliseconds since 1970.
        at: i64,
        /// The number of the refresh.
        refresh: i64,
        /// The table that the change names.
        table: &'static str,
    },
}

/// What to do next.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Action {
    /// Send these GETs to the registry, in any order, and return all answers.
    Request {
        /// The requests.
        asks: Vec<Ask>,
    },
    /// Read rows.
    Read {
        /// The table.
        table: &'static str,
        /// The columns of each row; all of the table's if none are named.
        columns: Vec<&'static str>,
        /// The rows.
        rows: Rows,
    },
    /// Make these changes, all or none. Within a transaction they take effect when that is committed.
    Write {
        /// The changes.
        writes: Vec<Write>,
    },
    /// Start a transaction, which is invisible to readers.
    Begin,
    /// Commit it.
    Commit,
    /// Report progress. There is no result.
    Progress(Progress),
    /// The end.
    Done(Box<Report>),
    /// The end of a statement.
    Statement(Box<Statement>),
    /// The end of a computation of holdings.
    Holdings(Box<Holdings>),
    /// The end, because the first copy is not finished and has no contents to report yet.
    Unfinished,
    /// The end, because something is wrong.
    Refused {
        /// The problem, for the user.
        message: String,
    },
}

/// An answer of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A success, with its body.
    Body(Vec<u8>),
    /// The registry rejected it: 404 for a missing record, 400 or 422 for a cursor.
    Status(u16),
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It is done.
    Done,
    /// The answers to requests, in the order of the requests.
    Answers(Vec<Answer>),
    /// The rows that were read: a JSON list of rows, each a list of cells or `null`.
    Rows(String),
}
