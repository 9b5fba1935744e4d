//! What a run asks of the outside, as data: requests to the registry, and reads and writes of a store.

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
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Which rows to read: those of these keys, or those behind a place in an order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Rows {
    /// Those of these keys, each where its key is.
    Keys {
        /// The keys.
        keys: Vec<Vec<Cell>>,
    },
    /// All those whose order begins with one of these.
    Within {
        /// The index; the table's key if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<&'static str>,
        /// What the first columns of the order are, each.
        prefixes: Vec<Vec<Cell>>,
    },
    /// Those that begin so, in order.
    Range {
        /// The index; the table's key if there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<&'static str>,
        /// What the first columns of the order are.
        prefix: Vec<Cell>,
        /// The rest of the order's columns, of the row behind which to begin.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Vec<Cell>>,
        /// How many at most.
        limit: u32,
    },
}

/// A change to a store.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "write", rename_all = "lowercase")]
pub enum Write {
    /// Puts a row in the place of that of the same key.
    Put {
        /// The table.
        table: &'static str,
        /// The row.
        row: Row,
    },
    /// Removes the row of a key, if there is one.
    Delete {
        /// The table.
        table: &'static str,
        /// The key.
        key: Vec<Cell>,
    },
    /// Removes all rows whose key begins so.
    Clear {
        /// The table.
        table: &'static str,
        /// What the first columns of the key are.
        prefix: Vec<Cell>,
    },
}

/// What to do next.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Action {
    /// Send these GETs to the registry, in any order, and give all answers.
    Request {
        /// The requests.
        asks: Vec<Ask>,
    },
    /// Read rows.
    Read {
        /// The table.
        table: &'static str,
        /// Which columns of each row; all of the table's if there are none here.
        columns: Vec<&'static str>,
        /// Which rows.
        rows: Rows,
    },
    /// Make these changes, all or none. Within a transaction they take effect when that is committed.
    Write {
        /// The changes.
        writes: Vec<Write>,
    },
    /// Begin a transaction, which readers see nothing of.
    Begin,
    /// Commit it.
    Commit,
    /// Tell how far it has come. Nothing is answered.
    Progress(Progress),
    /// The end.
    Done(Box<Report>),
    /// The end of a statement.
    Statement(Box<Statement>),
    /// The end of a look at holdings.
    Holdings(Box<Holdings>),
    /// The end, because the first copy is not finished: there is nothing to tell yet.
    Unfinished,
    /// The end, because something does not fit.
    Refused {
        /// What, for the user.
        message: String,
    },
}

/// An answer of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A success, with its body.
    Body(Vec<u8>),
    /// The registry refused it: 404 for what is not there, 400 or 422 for a cursor.
    Status(u16),
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It is done.
    Done,
    /// The answers to a request, in the order of its asks.
    Answers(Vec<Answer>),
    /// The rows that were read: a JSON list of rows, each a list of cells or `null`.
    Rows(String),
}
