//! A run's progress and findings.

use serde::Serialize;

/// The progress of a refresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// What is being read: a list such as `retirements`, or `credit_batches`.
    pub list: String,
    /// How many of its rows are stored.
    pub rows: u64,
    /// How many there will be, as far as is known.
    pub total: u64,
    /// Requests sent in this run.
    pub requests: u64,
    /// Requests still to come, as far as is known.
    pub requests_left: u64,
}

/// The result of a refresh or a verification.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Whether the first copy is finished.
    pub finished: bool,
    /// The number of the refresh.
    pub refresh: i64,
    /// Requests sent in this run.
    pub requests: u64,
    /// The number of the last change.
    pub seq: i64,
    /// How many changes it published.
    pub changes: u64,
    /// Lists that could not be proved, and why.
    pub unproved: Vec<Problem>,
    /// Lists whose count differs from their rows in two passes that agree: the count less the rows.
    pub differences: Vec<Difference>,
    /// The laws, as far as they were checked.
    pub laws: Vec<LawReport>,
    /// Observations, which are reported but never judged.
    pub observations: Vec<LawReport>,
    /// Refunds inferred from owners whom no movement explains.
    pub inferred_refunds: Vec<InferredRefund>,
    /// Records that could not be stored.
    pub quarantined: Vec<Problem>,
    /// Where the API differs from what this version knows.
    pub drift: Vec<DriftReport>,
    /// When the last full round of the sweep ended: milliseconds since 1970.
    pub swept_at: Option<i64>,
    /// When the last refresh was published: milliseconds since 1970.
    pub refreshed_at: Option<i64>,
    /// The number of rows of each table.
    pub rows: Vec<Count>,
    /// SHA-256 over the rows, in hexadecimal digits.
    pub digest: Option<String>,
    /// The account whose figures were compared with the copy.
    pub account: Option<AccountReport>,
}

/// An account whose figures were compared with the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountReport {
    /// Its organisation.
    pub organisation_id: String,
    /// Its supplier, if it is one.
    pub supplier_id: Option<String>,
    /// Why figures could not be judged, in sentences for the user.
    pub notes: Vec<String>,
}

/// A problem with a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The list.
    pub list: String,
    /// The problem.
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

/// The number of rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Count {
    /// The table.
    pub table: &'static str,
    /// The number of those that exist.
    pub rows: u64,
    /// The number of those that are gone from the registry. They still explain the batches that they took.
    pub gone: u64,
}

/// The result of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LawReport {
    /// Its name.
    pub law: &'static str,
    /// Its statement.
    pub says: &'static str,
    /// How often it held.
    pub held: u64,
    /// How often it was broken.
    pub broken: u64,
    /// How often it could not be judged yet.
    pub unjudged: u64,
    /// The first case that broke it.
    pub first: Option<String>,
}

/// A refund, which the API does not list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InferredRefund {
    /// The batch that was returned.
    pub credit_batch_id: String,
    /// Its present owner.
    pub owner_id: String,
    /// Its size in kilograms, as text: it may exceed what a `number` holds.
    pub credit_kgs: String,
}

/// A place where the API differs from what this version knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DriftReport {
    /// Where.
    pub place: String,
    /// What was expected.
    pub expected: String,
    /// The kind of value that was found.
    pub found: String,
}
