//! The rows of the journal: entries, the reservation of each batch, the open entries, and the owner of each record.

use serde::{Deserialize, Serialize};

use super::action::{Change, Row};
use super::desk::{Desk, Stop};
use super::ending::Ending;
use super::entry::{Attempt, Entry, FORMAT};

/// The row that identifies the journal.
const ABOUT: &str = "journal";

pub(super) fn entry_key(reference: &str) -> String {
    format!("entry/{reference}")
}

pub(super) fn batch_key(id: &str) -> String {
    format!("batch/{id}")
}

pub(super) fn record_key(id: &str) -> String {
    format!("record/{id}")
}

/// The prefix of the keys of open entries.
pub(super) const OPEN: &str = "open/";

pub(super) fn open_key(reference: &str) -> String {
    format!("{OPEN}{reference}")
}

/// The identity of a journal.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    format: u32,
    origin: String,
}

/// The reservation of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lease {
    pub(super) reference: String,
    pub(super) attempt: u32,
    /// Until when, in ms since 1970; `None` once the request has been sent.
    pub(super) until: Option<i64>,
}

impl Lease {
    pub(super) fn read(row: &Row) -> Option<Self> {
        serde_json::from_str(&row.value).ok()
    }

    /// Whether it prevents this reference from using the batch.
    pub(super) fn holds_against(&self, reference: &str, now: i64) -> bool {
        self.reference != reference && self.until.is_none_or(|until| until > now)
    }
}

/// An entry, and the text it was read from.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub(super) entry: Entry,
    pub(super) text: String,
}

pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn find<'a>(rows: &'a [Row], key: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.key == key)
}

/// Reads the entry of a reference, with the change that the journal needs at its first use.
pub(super) async fn load(
    desk: &Desk,
    reference: &str,
) -> Result<(Option<Loaded>, Option<Change>), Stop> {
    let key = entry_key(reference);
    let rows = desk.rows(vec![ABOUT.to_owned(), key.clone()]).await;
    let first = match find(&rows, ABOUT) {
        Some(row) => {
            check_about(&row.value, &desk.setup.origin)?;
            None
        }
        None => Some(Change {
            key: ABOUT.to_owned(),
            was: None,
            now: Some(text(&About { format: FORMAT, origin: desk.setup.origin.clone() })),
        }),
    };
    let loaded = find(&rows, &key).map(|row| read_entry(&row.value)).transpose()?;
    if let Some(Loaded { entry, .. }) = &loaded
        && entry.origin != desk.setup.origin
    {
        return Err(other_origin(&entry.origin, &desk.setup.origin));
    }
    Ok((loaded, first))
}

/// Rejects a journal of another registry, or one that a newer version has written.
fn check_about(about: &str, origin: &str) -> Result<(), Stop> {
    let about: About = serde_json::from_str(about).map_err(|_| {
        Ending::invalid("journal", "its first entry is not that of a journal of transactions")
    })?;
    if about.format > FORMAT {
        return Err(newer(about.format));
    }
    if about.origin != origin { Err(other_origin(&about.origin, origin)) } else { Ok(()) }
}

fn newer(format: u32) -> Stop {
    let message =
        format!("has format {format}; this version of isometric-registry supports up to {FORMAT}");
    Ending::invalid("journal", message)
}

fn other_origin(theirs: &str, ours: &str) -> Stop {
    Ending::invalid(
        "journal",
        format!("belongs to {theirs}, but the client uses {ours}: use a separate journal for each"),
    )
}

fn read_entry(value: &str) -> Result<Loaded, Stop> {
    #[derive(Deserialize)]
    struct Versioned {
        format: u32,
    }
    let broken = |error: serde_json::Error| {
        Ending::invalid("journal", format!("an entry cannot be read: {error}"))
    };
    let Versioned { format } = serde_json::from_str(value).map_err(broken)?;
    if format > FORMAT {
        return Err(newer(format));
    }
    let entry = serde_json::from_str(value).map_err(broken)?;
    Ok(Loaded { entry, text: value.to_owned() })
}

impl Loaded {
    /// Rewrites the entry together with other changes, if nobody has changed it since.
    pub(super) async fn save(&mut self, desk: &Desk, mut others: Vec<Change>) -> bool {
        self.entry.counter = self.entry.counter.saturating_add(1);
        let now = text(&self.entry);
        others.push(Change {
            key: entry_key(&self.entry.reference),
            was: Some(self.text.clone()),
            now: Some(now.clone()),
        });
        let done = desk.write(others).await;
        if done {
            self.text = now;
        }
        done
    }
}

/// The changes that end an attempt: its batches are released, and it is no longer open.
pub(super) async fn release(desk: &Desk, entry: &Entry, attempt: &Attempt) -> Vec<Change> {
    let open = open_key(&entry.reference);
    let mut keys: Vec<_> =
        attempt.parts.iter().map(|part| batch_key(&part.credit_batch_id)).collect();
    keys.push(open.clone());
    let rows = desk.rows(keys).await;
    rows.into_iter()
        .filter(|row| {
            row.key == open
                || Lease::read(row).is_some_and(|lease| lease.reference == entry.reference)
        })
        .map(|row| Change { key: row.key, was: Some(row.value), now: None })
        .collect()
}
