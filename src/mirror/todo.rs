//! Known work that remains: kept in the store, so that the next run continues it after a crash.

use super::action::Write;
use super::cell::Cell;
use super::port::Step;
use super::store::{Store, integer_at, text_at};

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Read the batches of a record.
    Members,
    /// Read a batch.
    Batch,
    /// Read the documents of a project.
    Documents,
}

impl Work {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Batch => "batch",
            Self::Documents => "documents",
        }
    }

    /// How many pieces are done at once. The batches of records may be long answers, all of which are held in memory.
    pub(super) const fn together(self) -> u32 {
        match self {
            Self::Members | Self::Batch => 8,
            Self::Documents => 24,
        }
    }
}

/// Why a batch is to be read: it is the parent of a known batch, so it must be split.
pub(super) const PARENT: &str = "parent";
/// It is a child of a known batch.
pub(super) const CHILD: &str = "child";
/// It may have changed.
pub(super) const AGAIN: &str = "again";

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Todo {
    pub(super) id: String,
    pub(super) reason: String,
    /// The refresh before which it is not tried.
    pub(super) refresh: i64,
}

pub(super) fn add(work: Work, id: &str, reason: &str, refresh: i64) -> Write {
    let row = [work.name(), id, reason].map(|text| Cell::Text(text.to_owned()));
    let mut row = row.to_vec();
    row.push(Cell::Integer(refresh));
    Write::Put { table: "todo", row }
}

pub(super) fn done(work: Work, id: &str) -> Write {
    let key = vec![Cell::Text(work.name().to_owned()), Cell::Text(id.to_owned())];
    Write::Delete { table: "todo", key }
}

/// Work of a kind, after this id.
pub(super) async fn next(
    store: &Store,
    work: Work,
    after: Option<&str>,
    limit: u32,
) -> Step<Vec<Todo>> {
    let columns = ["id", "reason", "refresh"];
    let after = after.map(|id| vec![Cell::Text(id.to_owned())]);
    let prefix = vec![Cell::Text(work.name().to_owned())];
    let rows = store.range("todo", &columns, None, prefix, after, limit).await?;
    let todo = |row: &Vec<Cell>| {
        Some(Todo {
            id: text_at(row, 0)?.to_owned(),
            reason: text_at(row, 1).unwrap_or_default().to_owned(),
            refresh: integer_at(row, 2).unwrap_or_default(),
        })
    };
    Ok(rows.iter().filter_map(todo).collect())
}
