//! Checks of a caller's arguments against the tables. Every problem is collected, and each message names what was
//! expected and what was found.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Tree;
use crate::model::format::{count_letters, cut, is_date, is_email, is_timestamp, quote};
use crate::model::table::{Kind, List, Property, Table};
use crate::text::{concat, join};

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The way to it: `credit_batch_quantities[0].credit_quantity_kg`.
    pub path: String,
    /// What was expected, and what was found.
    pub message: String,
}

/// The most issues that are reported for a request. With this many, something else is wrong.
pub const MOST_ISSUES: usize = 20;

/// The longest name of a property that a message repeats, in characters.
const LONGEST_NAME: usize = 40;

/// The longest description of a value that a message repeats, in characters.
const LONGEST_WORDS: usize = 80;

/// Checks arguments against tables and collects issues.
pub(super) struct Checker {
    path: String,
    issues: Vec<Issue>,
}

impl Checker {
    pub(super) fn new() -> Self {
        Self { path: String::new(), issues: Vec::new() }
    }

    pub(super) fn into_issues(self) -> Vec<Issue> {
        self.issues
    }

    /// Records a problem at the current place.
    pub(super) fn issue(&mut self, message: String) {
        if !self.is_full() {
            self.issues.push(Issue { path: self.path.clone(), message });
        }
    }

    /// Whether the most issues that are reported have been found, so the check can stop.
    fn is_full(&self) -> bool {
        self.issues.len() >= MOST_ISSUES
    }

    fn unexpected(&mut self, expected: &str, tree: Option<&Tree>) {
        let found = tree.map_or_else(|| "nothing".to_owned(), |tree| self.describe(tree));
        self.issue(concat(&["expected ", expected, ", got ", &found]));
    }

    /// The value that was found, in words.
    fn describe(&self, tree: &Tree) -> String {
        match tree {
            Tree::Null => "null or undefined".to_owned(),
            Tree::Boolean(value) => value.to_string(),
            Tree::Integer(value) => value.to_string(),
            Tree::Text(text) => quote(text),
            Tree::Date(text) => concat(&["the Date ", text]),
            Tree::Other(words) => cut(words, LONGEST_WORDS).into_owned(),
            Tree::List(_) => "a list".to_owned(),
            Tree::Object(_) => "an object".to_owned(),
        }
    }

    /// Descends into a part of the arguments, and returns.
    pub(super) fn at(&mut self, step: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        walk(self);
        self.path.truncate(length);
    }

    /// Checks one value.
    pub(super) fn value(&mut self, kind: Kind, tree: &Tree) {
        let holds = match (kind, tree) {
            (Kind::Object(table), Tree::Object(given)) => {
                return self.object(&[table], tree, given);
            }
            (Kind::List(list), Tree::List(items)) => return self.list(list, items),
            (Kind::Id(id), Tree::Text(text)) => {
                if let Err(expected) = id.check(text) {
                    self.unexpected(&expected, Some(tree));
                }
                return;
            }
            (Kind::LimitedText(most), Tree::Text(text)) => {
                let length = count_letters(text);
                if length > usize::from(most) {
                    let (most, length) = (most.to_string(), length.to_string());
                    let parts = ["expected at most ", &most, " Unicode code points, got ", &length];
                    self.issue(concat(&parts));
                }
                return;
            }
            (Kind::Any, _)
            | (Kind::AnyObject, Tree::Object(_))
            | (Kind::Text | Kind::Enum(_), Tree::Text(_))
            | (Kind::TextOrInteger, Tree::Text(_) | Tree::Integer(_))
            | (Kind::Timestamp, Tree::Date(_))
            | (Kind::Boolean, Tree::Boolean(_))
            | (Kind::Accepted, Tree::Boolean(true))
            | (Kind::Integer | Kind::Kilograms, Tree::Integer(_)) => true,
            (Kind::NonEmptyText, Tree::Text(text)) => !text.is_empty(),
            (Kind::Email, Tree::Text(text)) => is_email(text),
            (Kind::Constant(constant), Tree::Text(text)) => text == constant,
            (Kind::Date, Tree::Text(text)) => is_date(text.as_bytes()),
            (Kind::Timestamp, Tree::Text(text)) => is_timestamp(text.as_bytes()),
            (Kind::PositiveKilograms, &Tree::Integer(kilograms)) => kilograms > 0,
            (Kind::BoundedInteger(least, most), Tree::Integer(value)) => {
                (i64::from(least)..=i64::from(most)).contains(value)
            }
            _ => false,
        };
        if !holds {
            self.unexpected(&expectation(kind), Some(tree));
        }
    }

    fn list(&mut self, list: &List, items: &[Tree]) {
        if list.non_empty && items.is_empty() {
            self.issue("expected one item at least, got an empty list".to_owned());
        }
        if items.len() > list.most.into() {
            let (most, count) = (list.most.to_string(), items.len().to_string());
            return self.issue(concat(&["expected at most ", &most, " items, got ", &count]));
        }
        let mut earlier = BTreeSet::new();
        for (index, item) in items.iter().enumerate() {
            if self.is_full() {
                return;
            }
            self.at(&concat(&["[", &index.to_string(), "]"]), |checker| {
                checker.value(list.item, item);
                if list.unique && !earlier.insert(item.text()) && matches!(item, Tree::Text(_)) {
                    let item = checker.describe(item);
                    checker.issue(concat(&["expected each item once, got ", &item, " again"]));
                }
            });
        }
    }

    /// Checks an argument that is an object with the properties of all these tables together.
    pub(super) fn argument(&mut self, name: &str, tables: &[&'static Table], tree: &Tree) {
        match tree {
            Tree::Object(given) => self.object(tables, tree, given),
            _ => self.at(name, |checker| checker.unexpected("an object", Some(tree))),
        }
    }

    fn object(&mut self, tables: &[&'static Table], tree: &Tree, given: &[(String, Tree)]) {
        for (name, _) in given {
            if self.is_full() {
                return;
            }
            if property(tables, name).is_none() {
                let message = unknown(tables, name);
                self.at(&cut_name(name), |checker| checker.issue(message));
            }
        }
        for property in tables.iter().flat_map(|table| table.properties) {
            let value = tree.property(property.name);
            self.at(property.name, |checker| checker.property(property, value));
        }
    }

    fn property(&mut self, property: &Property, value: Option<&Tree>) {
        match value {
            None if property.optional || property.nullable => {}
            None => self.unexpected(&expectation(property.kind), None),
            Some(Tree::Null) if property.nullable => {}
            Some(value) => self.value(property.kind, value),
        }
    }
}

/// Checks an object that no operation accepts, with the properties of all these tables together.
#[cfg(feature = "transaction")]
pub(crate) fn check_object(name: &str, tables: &[&'static Table], tree: &Tree) -> Vec<Issue> {
    let mut checker = Checker::new();
    checker.argument(name, tables, tree);
    checker.into_issues()
}

/// The name of a property, shortened to fit into a message.
pub(super) fn cut_name(name: &str) -> Cow<'_, str> {
    cut(name, LONGEST_NAME)
}

fn property(tables: &[&'static Table], name: &str) -> Option<&'static Property> {
    tables.iter().find_map(|table| table.property(name))
}

/// The options that a call accepts besides its arguments.
const CALL_OPTIONS: [&str; 6] =
    ["signal", "timeoutMs", "maxRetries", "accessToken", "headers", "prefetch"];

/// That a property is not known, and which known one is closest to it.
fn unknown(tables: &[&'static Table], name: &str) -> String {
    const FARTHEST: usize = 4;
    if CALL_OPTIONS.contains(&name) {
        return "is an option of the call; options go into the last argument".to_owned();
    }
    // The start of a longer name resembles no known name.
    let name = cut_name(name).to_ascii_lowercase();
    let known = || tables.iter().flat_map(|table| table.properties).map(|property| property.name);
    let nearest = known()
        .map(|candidate| (strsim::levenshtein(&name, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= FARTHEST && distance < candidate.len())
        .min();
    match nearest {
        Some((_, candidate)) => concat(&["is not known here; did you mean `", candidate, "`?"]),
        None => {
            concat(&["is not known here; known are ", &join(&known().collect::<Vec<_>>(), ", ")])
        }
    }
}

/// What a request must have where this kind stands, in words.
fn expectation(kind: Kind) -> Cow<'static, str> {
    match kind {
        Kind::Text => "a string".into(),
        Kind::LimitedText(most) => {
            concat(&["a string of at most ", &most.to_string(), " Unicode code points"]).into()
        }
        Kind::NonEmptyText => "a string that is not empty".into(),
        Kind::Email => "an e-mail address".into(),
        Kind::Constant(text) => concat(&["\"", text, "\""]).into(),
        Kind::Id(id) => concat(&["the id of ", id.noun(), " (`", id.prefix(), "…`)"]).into(),
        Kind::Date => "a date such as \"2024-01-31\"".into(),
        Kind::Timestamp => {
            "a Date, or RFC 3339 text with an offset such as \"2024-01-31T12:00:00Z\"".into()
        }
        Kind::Enum(table) => concat(&["a string, one of ", &join(table.values, ", ")]).into(),
        Kind::Boolean => "true or false".into(),
        Kind::Accepted => "true".into(),
        Kind::Number | Kind::Latitude | Kind::Longitude => "a number".into(),
        Kind::Integer => "a whole number".into(),
        Kind::BoundedInteger(least, most) => {
            concat(&["a whole number from ", &least.to_string(), " to ", &most.to_string()]).into()
        }
        Kind::Kilograms => "whole kilograms, a bigint or a safe integer".into(),
        Kind::PositiveKilograms => {
            "whole kilograms, 1 or more, as a bigint or a safe integer".into()
        }
        Kind::TextOrInteger => "a string or a whole number".into(),
        Kind::Object(_) | Kind::AnyObject => "an object".into(),
        Kind::List(_) => "a list".into(),
        Kind::Any => "a value".into(),
    }
}
