//! From an operation and a caller's arguments to an HTTP request.

use form_urlencoded::Serializer;
use serde::ser::{Serialize, SerializeMap};

use super::check::{Checker, Issue};
use super::{Argument, Method, Operation, Tree, choose_form};
use crate::model::page::PageParams;
use crate::model::table::{Kind, Model, Table};
use crate::text::concat;

/// The most items that the API puts on a page, and the default of this package.
const LARGEST_PAGE: i64 = 50;

/// The largest expected page of a list, in bytes. Fifty of the longest items take a twentieth of it.
const LONGEST_PAGE: usize = 4 << 20;

/// The largest expected answer of any other kind, in bytes. A list of 20,000 credit batches takes two thirds of it.
pub const LONGEST_ANSWER: usize = 32 << 20;

/// A request, without the base URL and the headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL, with the query: `/projects?first=50`.
    pub target: String,
    /// The JSON body of a POST.
    pub body: Option<String>,
    /// The largest expected answer, in bytes.
    pub longest_answer: usize,
}

impl Request {
    /// Whether it changes the registry, so that sending it twice could act twice.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.method != Method::Get
    }
}

/// The direction in which a list is paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// First to last, by `first` and `after`.
    Forward,
    /// Last to first, by `last` and `before`.
    Backward,
}

/// Which page of a list is wanted, if it is not the one that the caller's arguments name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// The direction, and the cursor to continue from.
    pub from: Option<(Direction, String)>,
    /// The most items that the page is to hold.
    pub limit: Option<i64>,
}

/// Builds the request of an operation.
///
/// # Errors
/// Every problem of the arguments. Messages quote the given value, shortened.
pub fn build(
    operation: &Operation,
    arguments: &[Tree],
    page: &PageRequest,
) -> Result<Request, Vec<Issue>> {
    let mut checker = Checker::new();
    let mut target = operation.path.to_owned();
    let mut body = None;
    for (index, argument) in operation.arguments.iter().enumerate() {
        let given = arguments.get(index).unwrap_or(&Tree::Null);
        match *argument {
            Argument::Id(kind) => {
                checker.at("id", |checker| checker.value(Kind::Id(kind), given));
                if let Tree::Text(id) = given {
                    target = operation.path_of(id);
                }
            }
            Argument::Page => query(&mut checker, &mut target, None, given, page),
            Argument::Filters(table) => query(&mut checker, &mut target, Some(table), given, page),
            Argument::Body(forms) => {
                let form = choose_form(forms, |name| {
                    given.property(name).map(|value| match value {
                        Tree::Text(text) => Some(text.as_str()),
                        _ => None,
                    })
                });
                checker.argument("body", form.as_slice(), given);
                body = form.map(|table| Body(table, given));
            }
        }
    }
    let issues = checker.into_issues();
    if issues.is_empty() {
        let body = body.and_then(|body| serde_json::to_string(&body).ok());
        let longest_answer = if operation.is_paged() { LONGEST_PAGE } else { LONGEST_ANSWER };
        Ok(Request { method: operation.method, target, body, longest_answer })
    } else {
        Err(issues)
    }
}

/// Checks filters and page parameters, and appends them to the target as a query.
fn query(
    checker: &mut Checker,
    target: &mut String,
    filters: Option<&'static Table>,
    given: &Tree,
    page: &PageRequest,
) {
    let empty = Tree::Object(Vec::new());
    let given = if *given == Tree::Null { &empty } else { given };
    let tables: Vec<_> = filters.into_iter().chain([PageParams::TABLE]).collect();
    checker.argument("filters", &tables, given);

    let is_given = |name| given.property(name).filter(|value| **value != Tree::Null);
    let forward = ["first", "after"].into_iter().find(|name| is_given(name).is_some());
    let backward = ["last", "before"].into_iter().find(|name| is_given(name).is_some());
    if let (Some(forward), Some(backward)) = (forward, backward) {
        checker.at(backward, |checker| {
            checker.issue(concat(&[
                "expected one direction, got `",
                backward,
                "` (backward) beside `",
                forward,
                "` (forward)",
            ]));
        });
    }

    let mut pairs = Serializer::new(String::new());
    for property in filters.into_iter().flat_map(|table| table.properties) {
        match is_given(property.name) {
            Some(Tree::List(items)) => {
                for item in items.iter().filter_map(text) {
                    pairs.append_pair(property.name, &item);
                }
            }
            Some(value) => {
                if let Some(value) = text(value) {
                    pairs.append_pair(property.name, &value);
                }
            }
            None => {}
        }
    }
    let given_direction = if backward.is_some() { Direction::Backward } else { Direction::Forward };
    let (direction, cursor) = match &page.from {
        Some((direction, cursor)) => (*direction, Some(cursor.clone())),
        None => (given_direction, is_given("after").or(is_given("before")).and_then(text)),
    };
    let size = match is_given("first").or(is_given("last")) {
        Some(&Tree::Integer(size)) => size,
        _ => LARGEST_PAGE,
    };
    let size = page.limit.map_or(size, |limit| size.min(limit)).to_string();
    let (size_name, cursor_name) = match direction {
        Direction::Forward => ("first", "after"),
        Direction::Backward => ("last", "before"),
    };
    pairs.append_pair(size_name, &size);
    if let Some(cursor) = cursor {
        pairs.append_pair(cursor_name, &cursor);
    }
    target.push('?');
    target.push_str(&pairs.finish());
}

/// A single value, as written in a query.
fn text(value: &Tree) -> Option<String> {
    match value {
        Tree::Text(text) | Tree::Date(text) => Some(text.clone()),
        Tree::Integer(value) => Some(value.to_string()),
        Tree::Boolean(value) => Some(value.to_string()),
        Tree::Null | Tree::Other(_) | Tree::List(_) | Tree::Object(_) => None,
    }
}

/// A body as it is sent: the table's properties in the table's order, constants filled in, and `null` for properties
/// that are required and nullable but not given.
struct Body<'a>(&'static Table, &'a Tree);

impl Serialize for Body<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for property in self.0.properties {
            match (property.kind, self.1.property(property.name)) {
                (Kind::Constant(text), _) => map.serialize_entry(property.name, text)?,
                (kind, Some(value)) => map.serialize_entry(property.name, &Part(kind, value))?,
                (_, None) if property.optional => {}
                (_, None) => map.serialize_entry(property.name, &())?,
            }
        }
        map.end()
    }
}

/// A part of a body.
struct Part<'a>(Kind, &'a Tree);

impl Serialize for Part<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Kind::Object(table), value) => Body(table, value).serialize(serializer),
            (Kind::List(list), Tree::List(items)) => {
                serializer.collect_seq(items.iter().map(|item| Part(list.item, item)))
            }
            (_, Tree::Boolean(value)) => serializer.serialize_bool(*value),
            (_, Tree::Integer(value)) => serializer.serialize_i64(*value),
            (_, Tree::Text(text) | Tree::Date(text)) => serializer.serialize_str(text),
            _ => serializer.serialize_unit(),
        }
    }
}
