//! Records: from a node's bytes to its row.

use super::cell::{Cell, Row};
use super::entity::Entity;
use super::json::{Object, string};
use super::moment::microseconds;
use super::schema::{Column, Content, Schema};
use crate::decode::{self, Expected, Fault, Records, decode, decode_tolerantly};
use crate::model::table::{Kind, Property, Table};

/// A record as a row, and the findings from reading it.
#[derive(Debug)]
pub struct Record {
    /// The row; of the mirror's own columns only the JSON is filled in.
    pub row: Row,
    /// Differences from the API's contract that do not matter here.
    pub drift: Vec<Drift>,
    /// The JSON of the organisations that it names.
    pub organisations: Vec<String>,
}

/// A place where the API differs from what this version knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Where: `issuances.reporting_period_start_at`.
    pub place: String,
    /// What was expected.
    pub expected: String,
    /// The kind of value that was found; never the value itself.
    pub found: &'static str,
}

/// Why a node is not a record usable for laws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What is wrong.
    pub reason: String,
}

/// Reads records; keeps its memory for reuse.
#[derive(Debug, Default)]
pub struct Reader {
    records: Records,
}

impl Reader {
    /// Reads a node.
    ///
    /// # Errors
    /// The node lacks data that laws need.
    pub fn read(&mut self, schema: &Schema, entity: Entity, json: &str) -> Result<Record, Refused> {
        let model = entity.model();
        let mut drift = Vec::new();
        let (row, object) = self.row_of(schema, entity, json, &mut drift)?;
        drift.extend(self.drift(entity.name(), model, json));
        let mut organisations = Vec::new();
        collect_organisations(&object, model, &mut organisations);
        Ok(Record { row, drift, organisations })
    }

    /// Where a node differs from its model; each place starts with `name`.
    pub fn drift(&mut self, name: &str, model: &'static Table, json: &str) -> Vec<Drift> {
        let expected = Expected { kind: Kind::Object(model), nullable: false };
        match decode_tolerantly(json.as_bytes(), &expected, &mut self.records) {
            Ok(found) => found.into_iter().map(|found| drifted(name, found)).collect(),
            Err(fault) => vec![noted(name, &fault)],
        }
    }

    /// Reads the row of a node alone.
    ///
    /// # Errors
    /// The node lacks something that laws rest on.
    pub fn row(&mut self, schema: &Schema, entity: Entity, json: &str) -> Result<Row, Refused> {
        self.row_of(schema, entity, json, &mut Vec::new()).map(|(row, _)| row)
    }

    /// The row of a node, and the node taken apart. Tells which of its properties are unknown.
    fn row_of<'a>(
        &mut self,
        schema: &Schema,
        entity: Entity,
        json: &'a str,
        drift: &mut Vec<Drift>,
    ) -> Result<(Row, Object<'a>), Refused> {
        let refuse = |id: Option<String>, reason: String| Refused { id, reason };
        let object =
            Object::parse(json).ok_or_else(|| refuse(None, "expected an object".to_owned()))?;
        let columns = schema.columns(entity);
        let mut row = Row::with_capacity(columns.len());
        let mut nested = Nested::default();
        for column in columns {
            let cell = match column.content {
                Content::Record => Cell::Text(json.to_owned()),
                Content::Kept | Content::Milliseconds => Cell::Null,
                Content::Unknown => unknown(&object, entity, drift),
                _ => match self
                    .cell(&object, entity.model(), column, &mut nested)
                    .and_then(|cell| requestable(entity, column, cell))
                {
                    Ok(cell) => cell,
                    Err(reason) if entity.strict().contains(&column.name.as_str()) => {
                        let id = object.get("id").and_then(string);
                        return Err(refuse(id, format!("{}: {reason}", column.path.join("."))));
                    }
                    Err(_) => Cell::Null,
                },
            };
            row.push(cell);
        }
        Ok((row, object))
    }

    /// How many quantities of a node agree in credits and in kilograms, if all do; otherwise the place of one that does
    /// not.
    ///
    /// # Errors
    /// The place of the first quantity that does not agree.
    pub fn credits(&mut self, entity: Entity, json: &str) -> Result<u64, String> {
        let mut held: u64 = 0;
        let Some(object) = Object::parse(json) else { return Ok(0) };
        for property in entity.model().properties {
            let Kind::Object(nested) = property.kind else { continue };
            if nested.name != "CreditQuantity" {
                continue;
            }
            let Some(quantity) = object.get(property.name).and_then(Object::parse) else {
                continue;
            };
            let thousandths = quantity.get("credits").and_then(thousandths);
            let kilograms = quantity.get("credit_kgs").and_then(|json| self.kilograms(json));
            if thousandths.is_none() || thousandths != kilograms {
                return Err(property.name.to_owned());
            }
            held = held.saturating_add(1);
        }
        Ok(held)
    }

    /// The content of a column, from an object.
    fn cell<'a>(
        &mut self,
        object: &Object<'a>,
        model: &'static Table,
        column: &Column,
        nested: &mut Nested<'a>,
    ) -> Result<Cell, String> {
        let (Some((first, rest)), mut table) = (column.path.split_first(), model) else {
            return Err("there is no such property".to_owned());
        };
        let mut property = table.property(first);
        let mut found = object.get(first);
        for name in rest {
            let Some(json) = found else { break };
            if is_null(property, json) {
                return Ok(Cell::Null);
            }
            if let Some(Property { kind: Kind::Object(of), .. }) = property {
                table = of;
            }
            property = table.property(name);
            found = nested.get(json, name);
        }
        let property = property.ok_or_else(|| "there is no such property".to_owned())?;
        let Some(json) = found else {
            return if property.optional {
                Ok(Cell::Null)
            } else {
                Err("it is missing".to_owned())
            };
        };
        if is_null(Some(property), json) {
            return Ok(Cell::Null);
        }
        self.scalar(json, column.content)
            .ok_or_else(|| format!("it is {} of another form", kind_of(json)))
    }

    fn scalar(&mut self, json: &str, content: Content) -> Option<Cell> {
        Some(match content {
            Content::Kilograms => Cell::Integer(self.kilograms(json)?),
            Content::Integer => Cell::Integer(self.kilograms(json)?),
            Content::Microseconds => Cell::Integer(microseconds(&string(json)?)?),
            Content::Boolean => Cell::Integer(match json {
                "true" => 1,
                "false" => 0,
                _ => return None,
            }),
            Content::Real => Cell::Real(json.parse().ok()?),
            Content::List => Cell::Text(json.to_owned()),
            _ => Cell::Text(string(json)?),
        })
    }

    /// A 64-bit integer, in any notation: `1000`, `1000.0`, `1e3`.
    pub(super) fn kilograms(&mut self, json: &str) -> Option<i64> {
        let is_plain = json.bytes().all(|byte| byte.is_ascii_digit());
        if is_plain && let Ok(kilograms) = json.parse() {
            return Some(kilograms);
        }
        let expected = Expected { kind: Kind::Kilograms, nullable: false };
        decode(json.as_bytes(), &expected, &mut self.records).ok()?;
        self.records.integers().first().copied()
    }
}

/// The ids in a record by which more is requested.
const REQUESTED: [&str; 4] = ["id", "parent_id", "left_child_id", "right_child_id"];

/// The cell, unless it is an id by which nothing can be requested.
fn requestable(entity: Entity, column: &Column, cell: Cell) -> Result<Cell, String> {
    if REQUESTED.contains(&column.name.as_str())
        && let Some(Kind::Id(kind)) = entity.model().property(&column.name).map(|one| one.kind)
        && let Some(text) = cell.as_text()
    {
        kind.check(text).map_err(|expected| format!("expected {expected}"))?;
    }
    Ok(cell)
}

/// The nested object that was taken apart last: several columns in turn are of one.
#[derive(Default)]
struct Nested<'a>(Option<(&'a str, Option<Object<'a>>)>);

impl<'a> Nested<'a> {
    /// A property of the object that this JSON is.
    fn get(&mut self, json: &'a str, name: &str) -> Option<&'a str> {
        if self.0.as_ref().is_none_or(|(last, _)| !core::ptr::eq(*last, json)) {
            self.0 = Some((json, Object::parse(json)));
        }
        self.0.as_ref()?.1.as_ref()?.get(name)
    }
}

fn is_null(property: Option<&Property>, json: &str) -> bool {
    json == "null" && property.is_some_and(|property| property.nullable)
}

/// Thousandths of a number with at most three decimal places, such as `125.632`.
fn thousandths(json: &str) -> Option<i64> {
    let (whole, fraction) = json.split_once('.').unwrap_or((json, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 3 || json.contains(['e', 'E']) {
        let credits: f64 = json.parse().ok()?;
        let thousandths = credits * 1000.0;
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and checked")]
        let kilograms = thousandths.round() as i64;
        return (thousandths.fract() == 0.0).then_some(kilograms);
    }
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    format!("{whole}{padded}").parse().ok()
}

/// Drift of a record, with its place among all.
fn drifted(name: &str, found: decode::Drift) -> Drift {
    let decode::Drift { path, expected, found } = found;
    Drift { place: format!("{name}.{path}"), expected, found }
}

/// The record of a fault.
fn noted(name: &str, fault: &Fault) -> Drift {
    let mut place = name.to_owned();
    if !fault.path.is_empty() {
        place.push('.');
    }
    let mut in_index = false;
    for letter in fault.path.chars() {
        in_index = letter == '[' || (in_index && letter != ']');
        if !in_index || letter == '[' {
            place.push(letter);
        }
    }
    let found = match fault.found.as_str() {
        "nothing" => "nothing",
        other => kind_of(other),
    };
    Drift { place, expected: fault.expected.clone(), found }
}

/// The kind of a JSON value.
fn kind_of(json: &str) -> &'static str {
    match json.bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => "something else",
    }
}

/// The JSON of properties that the model does not know.
fn unknown(object: &Object<'_>, entity: Entity, drift: &mut Vec<Drift>) -> Cell {
    let mut text = String::new();
    for (name, json) in object.iter().filter(|(name, _)| entity.model().property(name).is_none()) {
        let key = serde_json::to_string(name).unwrap_or_default();
        text.push(if text.is_empty() { '{' } else { ',' });
        text.push_str(&key);
        text.push(':');
        text.push_str(json);
        drift.push(Drift {
            place: format!("{}.{name}", entity.name()),
            expected: "only properties that this version knows".to_owned(),
            found: kind_of(json),
        });
    }
    if text.is_empty() {
        return Cell::Null;
    }
    text.push('}');
    Cell::Text(text)
}

/// The organisations that an object of a model names, at any depth.
fn collect_organisations(object: &Object<'_>, model: &'static Table, found: &mut Vec<String>) {
    for property in model.properties {
        let Kind::Object(nested) = property.kind else { continue };
        let Some(json) = object.get(property.name) else { continue };
        if nested.name == "Organisation" {
            found.push(json.to_owned());
        } else if nested.property("organisation").is_some()
            && let Some(object) = Object::parse(json)
        {
            collect_organisations(&object, nested, found);
        }
    }
}
