//! A difference, in words.

use core::fmt::{Display, Formatter, Result};

/// What the document and the tables say about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The subject: `Order.status`, `GET /projects ? first`, `POST /transfers body`.
    pub fact: String,
    /// What the document says; `None` if it does not have it.
    pub published: Option<String>,
    /// What the tables say; `None` if they do not have it.
    pub ours: Option<String>,
}

impl Display for Difference {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let Self { fact, published, ours } = self;
        let subject = subject(fact);
        match (published, ours) {
            (Some(words), None) => {
                write!(formatter, "{subject} is in the document and not here ({words})")
            }
            (None, Some(words)) => {
                write!(formatter, "{subject} is here and not in the document ({words})")
            }
            (Some(published), Some(ours)) if fact.starts_with("enum ") => {
                let missing = |of: &str, from: &str| {
                    let known: Vec<_> = from.split(", ").collect();
                    let lacking: Vec<_> =
                        of.split(", ").filter(|one| !known.contains(one)).collect();
                    lacking.join(", ")
                };
                match (missing(published, ours), missing(ours, published)) {
                    (new, gone) if !new.is_empty() && gone.is_empty() => {
                        write!(formatter, "{subject} has values that are not here: {new}")
                    }
                    (new, gone) if new.is_empty() && !gone.is_empty() => {
                        write!(formatter, "{subject} lacks values that are here: {gone}")
                    }
                    _ => write!(formatter, "{subject} is `{published}`, and here `{ours}`"),
                }
            }
            (Some(published), Some(ours)) => {
                let (required, ours_required) = (required(published), required(ours));
                match (required.1 == ours_required.1, required.0, ours_required.0) {
                    (true, true, false) => {
                        write!(formatter, "{subject} is required in the document and optional here")
                    }
                    (true, false, true) => {
                        write!(formatter, "{subject} is optional in the document and required here")
                    }
                    _ => write!(
                        formatter,
                        "{subject} is `{published}` in the document and `{ours}` here"
                    ),
                }
            }
            (None, None) => write!(formatter, "{subject} is alike"),
        }
    }
}

/// The subject of a fact, in words.
fn subject(fact: &str) -> String {
    if let Some((operation, status)) = fact.split_once(" -> ") {
        return match status {
            "200" => format!("The operation {operation}"),
            status => format!("The answer {status} of {operation}"),
        };
    }
    if let Some((operation, name)) = fact.split_once(" ? ") {
        return format!("The parameter `{name}` of {operation}");
    }
    if let Some((operation, name)) = fact.split_once(" : ") {
        return format!("The path's `{name}` of {operation}");
    }
    if let Some(operation) = fact.strip_suffix(" body") {
        return format!("The body of {operation}");
    }
    match fact.split_once(' ') {
        Some(("schema", name)) => format!("The model {name}"),
        Some(("enum", name)) => format!("The enum {name}"),
        Some(("id", name)) => format!("The id of {name}"),
        _ => format!("The property {fact}"),
    }
}

/// Whether something is required, and the rest of the fact.
fn required(words: &str) -> (bool, &str) {
    match words.strip_prefix("optional ") {
        Some(rest) => (false, rest),
        None => (true, words),
    }
}
