//! Checks a request against the tables of the models, and collects every problem.

use std::collections::BTreeSet;

use isometric_registry::model::format::is_email;
use isometric_registry::model::id::{MAX_LENGTH, MIN_LENGTH};
use isometric_registry::model::page::PageParams;
use isometric_registry::model::table::{Kind, List, Model, Property, Table};
use isometric_registry::model::validation::{LocationStep, ValidationIssue};
use isometric_registry::operation::{Argument, MOST_ISSUES, Operation, choose_form};
use serde_json::{Map, Value, json};

use super::fault::issue_of;
use super::{Fault, Request, has_id_length};
use crate::calendar::{Day, parse_microseconds};

/// The problems of a request so far.
#[derive(Default)]
pub(super) struct Input {
    issues: Vec<ValidationIssue>,
    at: Vec<LocationStep>,
}

impl Input {
    pub(super) fn finish(self) -> Result<(), Fault> {
        if self.issues.is_empty() { Ok(()) } else { Err(Fault::Invalid(self.issues)) }
    }

    /// Checks the id in the path.
    pub(super) fn path_id(&mut self, id: &str) {
        self.step("path", |input| input.step("id", |input| input.id_length(id)));
    }

    /// Reads and checks the query of an operation. An unknown parameter is rejected: a misspelt filter must not return
    /// everything.
    pub(super) fn query(&mut self, operation: &Operation, query: &str) -> Value {
        let mut values = Map::new();
        let mut known = BTreeSet::new();
        self.step("query", |input| {
            for argument in operation.arguments {
                let (filters, page) = match argument {
                    Argument::Page => (None, Some(PageParams::TABLE)),
                    Argument::Filters(table) => (Some(*table), Some(PageParams::TABLE)),
                    Argument::Id(_) | Argument::Body(_) => (None, None),
                };
                for property in filters.into_iter().chain(page).flat_map(|table| table.properties) {
                    known.insert(property.name);
                    if let Some(mut value) = parameter(property, query) {
                        input.property(property, &mut value);
                        values.insert(property.name.to_owned(), value);
                    }
                }
            }
            let given = form_urlencoded::parse(query.as_bytes());
            for (name, value) in given.filter(|(name, _)| !known.contains(name.as_ref())) {
                input.step(&name, |input| {
                    let message = "Extra inputs are not permitted".to_owned();
                    input.wrong("extra_forbidden", message, &json!(value), None);
                });
            }
        });
        Value::Object(values)
    }

    /// Reads and checks the body, and returns which of the forms it has.
    pub(super) fn body(
        &mut self,
        forms: &'static [&'static Table],
        request: &Request<'_>,
    ) -> (Value, Option<&'static Table>) {
        let (mut body, mut form) = (Value::Null, None);
        self.step("body", |input| {
            if request.body.is_empty() {
                return input.wrong("missing", "Field required".to_owned(), &Value::Null, None);
            }
            let json = request.header("content-type").is_none_or(|kind| kind.contains("json"));
            if !json {
                let text = String::from_utf8_lossy(request.body).into_owned();
                return input.not_an_object(&Value::String(text));
            }
            match serde_json::from_slice(request.body) {
                Ok(value) => body = value,
                Err(error) => {
                    input.at.push(LocationStep::Index(u32::try_from(error.column()).unwrap_or(0)));
                    let context = Some(("error", json!(error.to_string())));
                    let message = "JSON decode error".to_owned();
                    input.wrong("json_invalid", message, &json!({}), context);
                    input.at.pop();
                    return;
                }
            }
            form = choose_form(forms, |name| body.get(name).map(Value::as_str));
            if let Some(table) = form {
                input.value(Kind::Object(table), &mut body);
                input.refuse_mixture(forms, table, &body);
            }
        });
        (body, form)
    }

    /// Rejects properties that only another form has.
    fn refuse_mixture(&mut self, forms: &[&Table], form: &Table, body: &Value) {
        let others = forms.iter().flat_map(|table| table.properties);
        for property in others.filter(|property| form.property(property.name).is_none()) {
            if let Some(value) = body.get(property.name) {
                let message = format!("{} has no such property", form.name);
                self.step(property.name, |input| {
                    input.wrong("extra_forbidden", message, value, None);
                });
            }
        }
    }

    fn step(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        self.at.push(LocationStep::Name(cut(name)));
        check(self);
        self.at.pop();
    }

    /// Whether the most issues that are reported have been found, so the check can stop.
    fn is_full(&self) -> bool {
        self.issues.len() >= MOST_ISSUES
    }

    /// Records a problem. The received value is shown in short, however long it is.
    fn wrong(
        &mut self,
        kind: &str,
        message: String,
        input: &Value,
        context: Option<(&str, Value)>,
    ) {
        if !self.is_full() {
            self.issues.push(issue_of(self.at.clone(), kind, message, shortly(input), context));
        }
    }

    fn not_an_object(&mut self, value: &Value) {
        let message = "Input should be a valid dictionary or object to extract fields from";
        self.wrong("model_attributes_type", message.to_owned(), value, None);
    }

    fn property(&mut self, property: &Property, value: &mut Value) {
        if value.is_null() && property.nullable {
            return;
        }
        self.step(property.name, |input| input.value(property.kind, value));
    }

    fn object(&mut self, table: &Table, value: &mut Value) {
        if !value.is_object() {
            return self.not_an_object(value);
        }
        for property in table.properties {
            match value.get_mut(property.name) {
                Some(value) => self.property(property, value),
                None if property.optional => {}
                None => {
                    let message = "Field required".to_owned();
                    self.step(property.name, |input| input.wrong("missing", message, value, None));
                }
            }
        }
    }

    fn list(&mut self, list: &List, value: &mut Value) {
        let Value::Array(items) = value else {
            return self.wrong("list_type", "Input should be a valid list".to_owned(), value, None);
        };
        for (index, item) in (0_u32..).zip(items.iter_mut()) {
            if self.is_full() {
                return;
            }
            self.at.push(LocationStep::Index(index));
            self.value(list.item, item);
            self.at.pop();
        }
        if list.non_empty && items.is_empty() {
            let message = "List should have at least 1 item after validation, not 0".to_owned();
            self.wrong("too_short", message, &json!([]), Some(("min_length", json!(1))));
        }
        let mut earlier = BTreeSet::new();
        if list.unique && items.iter().any(|item| !earlier.insert(item.to_string())) {
            self.wrong("value_error", "Each item should be there once".to_owned(), value, None);
        }
    }

    /// Checks a value. A whole number in another notation becomes an integer.
    fn value(&mut self, kind: Kind, value: &mut Value) {
        match kind {
            Kind::Object(table) => self.object(table, value),
            Kind::List(list) => self.list(list, value),
            Kind::Boolean | Kind::Accepted => match (kind, &value) {
                (Kind::Accepted, Value::Bool(false)) => {
                    self.wrong("value_error", "This has to be accepted".to_owned(), value, None);
                }
                (_, Value::Bool(_)) => {}
                _ => self.wrong(
                    "bool_type",
                    "Input should be a valid boolean".to_owned(),
                    value,
                    None,
                ),
            },
            Kind::Integer | Kind::Kilograms => {
                self.integer(value, i64::MIN, i64::MAX);
            }
            Kind::PositiveKilograms => self.integer(value, 1, i64::MAX),
            Kind::BoundedInteger(low, high) => self.integer(value, low.into(), high.into()),
            Kind::Number | Kind::Latitude | Kind::Longitude => {
                if !value.is_number() {
                    self.wrong(
                        "float_type",
                        "Input should be a valid number".to_owned(),
                        value,
                        None,
                    );
                }
            }
            Kind::AnyObject | Kind::Any | Kind::TextOrInteger => {}
            _ => match value.as_str() {
                Some(text) => self.text(kind, text),
                None => {
                    let message = "Input should be a valid string".to_owned();
                    self.wrong("string_type", message, value, None);
                }
            },
        }
    }

    fn integer(&mut self, value: &mut Value, low: i64, high: i64) {
        let Some(number) = whole(value) else {
            let (kind, message) = match value {
                Value::String(_) => ("int_parsing", "unable to parse string as an integer"),
                Value::Number(number) if number.as_u64().is_some() => {
                    ("int_parsing_size", "it exceeds 64 bits")
                }
                Value::Number(_) => ("int_from_float", "got a number with a fractional part"),
                _ => ("int_type", "got something else"),
            };
            let message = format!("Input should be a valid integer, {message}");
            return self.wrong(kind, message, value, None);
        };
        if number < low {
            let message = format!("Input should be greater than or equal to {low}");
            self.wrong("greater_than_equal", message, value, Some(("ge", json!(low))));
        } else if number > high {
            let message = format!("Input should be less than or equal to {high}");
            self.wrong("less_than_equal", message, value, Some(("le", json!(high))));
        }
        *value = json!(number);
    }

    fn text(&mut self, kind: Kind, text: &str) {
        let input = json!(text);
        match kind {
            Kind::LimitedText(most) if text.chars().nth(most.into()).is_some() => {
                self.too_long(text, most.into())
            }
            Kind::NonEmptyText if text.is_empty() => self.too_short(text, 1),
            Kind::Id(_) => self.id_length(text),
            Kind::Email if !is_email(text) => {
                let message = "value is not a valid email address".to_owned();
                self.wrong("value_error", message, &input, None);
            }
            Kind::Constant(expected) if text != expected => {
                let message = format!("Input should be '{expected}'");
                self.wrong("literal_error", message, &input, Some(("expected", json!(expected))));
            }
            Kind::Enum(table) if !table.values.contains(&text) => {
                let expected = one_of(table.values);
                let message = format!("Input should be {expected}");
                self.wrong("enum", message, &input, Some(("expected", json!(expected))));
            }
            Kind::Date if Day::parse(text).is_none() => {
                let message = "Input should be a valid date".to_owned();
                self.wrong("date_parsing", message, &input, None);
            }
            Kind::Timestamp if parse_microseconds(text).is_none() => {
                let zoned = parse_microseconds(&format!("{text}Z")).is_none();
                let (kind, message) = if zoned {
                    ("datetime_parsing", "Input should be a valid datetime")
                } else {
                    ("timezone_aware", "Input should have timezone info")
                };
                self.wrong(kind, message.to_owned(), &input, None);
            }
            _ => {}
        }
    }

    fn id_length(&mut self, id: &str) {
        if has_id_length(id) {
        } else if id.chars().nth(MAX_LENGTH).is_some() {
            self.too_long(id, MAX_LENGTH);
        } else {
            self.too_short(id, MIN_LENGTH);
        }
    }

    fn too_short(&mut self, text: &str, least: usize) {
        let noun = if least == 1 { "character" } else { "characters" };
        let message = format!("String should have at least {least} {noun}");
        self.wrong("string_too_short", message, &json!(text), Some(("min_length", json!(least))));
    }

    fn too_long(&mut self, text: &str, most: usize) {
        let message = format!("String should have at most {most} characters");
        self.wrong("string_too_long", message, &json!(text), Some(("max_length", json!(most))));
    }
}

/// The longest text that an answer repeats, in characters.
const LONGEST_SHOWN: usize = 60;

/// A text, shortened if it is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A received value; for a list or an object only a description.
fn shortly(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(cut(text)),
        Value::Array(items) if !items.is_empty() => {
            Value::String(format!("a list of {} items", items.len()))
        }
        Value::Object(properties) if !properties.is_empty() => {
            Value::String(format!("an object of {} properties", properties.len()))
        }
        other => other.clone(),
    }
}

/// The value of a query parameter, of which the last counts, or the list of all its values.
fn parameter(property: &Property, query: &str) -> Option<Value> {
    let mut values = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == property.name)
        .map(|(_, value)| value.into_owned());
    match property.kind {
        Kind::List(_) => {
            let values: Vec<_> = values.map(Value::String).collect();
            (!values.is_empty()).then_some(Value::Array(values))
        }
        Kind::BoundedInteger(..) => values.last().map(|text| match text.parse::<i64>() {
            Ok(number) => json!(number),
            Err(_) => Value::String(text),
        }),
        _ => values.by_ref().last().map(Value::String),
    }
}

/// The integer of a JSON number, if it is one: `1`, `1.0` and `1e3` are.
#[expect(clippy::cast_possible_truncation, reason = "the number is whole and within the range")]
fn whole(value: &Value) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    let number = value.as_number()?;
    number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|_| number.is_f64())?;
        (float.fract() == 0.0 && (-LIMIT..LIMIT).contains(&float)).then_some(float as i64)
    })
}

/// `'a', 'b' or 'c'`.
fn one_of(values: &[&str]) -> String {
    let quoted: Vec<_> = values.iter().map(|value| format!("'{value}'")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
