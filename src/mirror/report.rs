//! What a run tells: how far it has come, what it found.

use serde::Serialize;

/// How far a refresh has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What is being read: a list such as `retirements`, or `credit_batches`.
    pub list: String,
    /// How many rows of it are there.
    pub rows: u64,
    /// How many there are to be, as far as is known.
    pub total: u64,
    /// Requests sent in this run.
    pub requests: u64,
    /// Requests that are still to come, as far as is known.
    pub requests_left: u64,
}

/// What a refresh or a verification came to.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Whether the first copy is finished.
    pub finished: bool,
    /// The number of the refresh.
    pub refresh: i64,
    /// Requests sent in this run.
    pub requests: u64,
    /// The sequence number of the last change.
    pub seq: i64,
    /// How many changes it published.
    pub changes: u64,
    /// Lists that could not be proved, and why.
    pub unproved: Vec<Problem>,
    /// Lists whose count differs from their rows in two walks that agree: the count less the rows.
    pub differences: Vec<Difference>,
    /// The laws, as far as they were checked.
    pub laws: Vec<LawReport>,
    /// What is told and never judged.
    pub observations: Vec<LawReport>,
    /// Refunds that explain owners whom no movement explains.
    pub inferred_refunds: Vec<InferredRefund>,
    /// Records that could not be taken in.
    pub quarantined: Vec<Problem>,
    /// Where the API is not what this version knows.
    pub drift: Vec<DriftReport>,
    /// When the last full round of the sweep ended: milliseconds since 1970.
    pub swept_at: Option<i64>,
    /// When the last refresh was published: milliseconds since 1970.
    pub refreshed_at: Option<i64>,
    /// How many rows each table has, those that are gone left out.
    pub rows: Vec<Count>,
    /// SHA-256 over the rows, in hexadecimal digits.
    pub digest: Option<String>,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The list.
    pub list: String,
    /// What is wrong.
    pub reason: String,
}

/// A list whose count differs from its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The list.
    pub list: String,
    /// Its count less its rows.
    pub rows: i64,
}

/// How many rows a table has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// The table.
    pub table: &'static str,
    /// How many.
    pub rows: u64,
}

/// What became of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LawReport {
    /// Its name.
    pub law: &'static str,
    /// What it says.
    pub says: &'static str,
    /// How many times it held.
    pub held: u64,
    /// How many times it was broken.
    pub broken: u64,
    /// How many times it could not be judged yet.
    pub unjudged: u64,
    /// The first that broke it.
    pub first: Option<String>,
}

/// A refund that nobody lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InferredRefund {
    /// The batch that came back.
    pub credit_batch_id: String,
    /// Who owns it now.
    pub owner_id: String,
    /// How much it holds, in kilograms, as text: it may exceed what a `number` holds.
    pub credit_kgs: String,
}

/// A place where the API is not what this version knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DriftReport {
    /// Where.
    pub place: String,
    /// What was expected.
    pub expected: String,
    /// The kind of what came.
    pub found: String,
}
