//! Answers that differ from the contract: properties that are missing, renamed or of another type, as happens with an
//! API that is not stable yet.

use isometric_registry::model::MODELS;
use isometric_registry::model::table::{Kind, List, Table};
use serde_json::{Map, Value, json};

/// A change to one property of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    model: String,
    property: String,
    change: Change,
}

/// The change to a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is missing.
    Remove,
    /// It has another name.
    Rename(String),
    /// Its value is of another type.
    Retype(JsonType),
}

/// The types of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true`.
    Boolean,
    /// `null`.
    Null,
    /// A list that holds the value.
    List,
    /// An object that holds the value.
    Object,
}

/// The types by name.
const TYPES: [(&str, JsonType); 6] = [
    ("string", JsonType::String),
    ("number", JsonType::Number),
    ("boolean", JsonType::Boolean),
    ("null", JsonType::Null),
    ("list", JsonType::List),
    ("object", JsonType::Object),
];

impl Drift {
    /// A change of a place such as `Issuance.issued_at`.
    ///
    /// # Errors
    /// A list of the existing models or properties.
    pub fn new(place: &str, change: Change) -> Result<Self, String> {
        let (model, property) = place.split_once('.').unwrap_or((place, ""));
        let Some(table) = MODELS.iter().find(|table| table.name == model) else {
            return Err(format!("{place}: expected a model and a property: Issuance.issued_at"));
        };
        if table.property(property).is_none() {
            let known: Vec<_> = table.properties.iter().map(|known| known.name).collect();
            return Err(format!("{place}: properties of {model} are {}", known.join(", ")));
        }
        Ok(Self { model: model.to_owned(), property: property.to_owned(), change })
    }

    /// Reads `"remove"`, `{ "rename": "…" }` or `{ "retype": "string" }`.
    pub(crate) fn parse(place: &str, change: &Value) -> Result<Self, String> {
        let change = match (change.as_str(), change.get("rename"), change.get("retype")) {
            (Some("remove"), ..) => Some(Change::Remove),
            (_, Some(Value::String(name)), None) => Some(Change::Rename(name.clone())),
            (_, None, Some(Value::String(name))) => {
                let found = TYPES.iter().find(|(known, _)| known == name);
                found.map(|(_, of)| Change::Retype(*of))
            }
            _ => None,
        };
        let change = change.ok_or_else(|| {
            let types: Vec<_> = TYPES.iter().map(|(name, _)| *name).collect();
            format!(
                "{place}: expected \"remove\", {{ rename: name }} or {{ retype: type }} with one of {}",
                types.join(", ")
            )
        })?;
        Self::new(place, change)
    }
}

/// Applies drift to an answer. `answer` is JSON of this kind.
pub(crate) fn apply(drifts: &[Drift], kind: Kind, answer: Vec<u8>) -> Vec<u8> {
    if drifts.is_empty() {
        return answer;
    }
    let Ok(mut value) = serde_json::from_slice(&answer) else { return answer };
    drift(drifts, kind, &mut value);
    serde_json::to_vec(&value).unwrap_or(answer)
}

fn drift(drifts: &[Drift], kind: Kind, value: &mut Value) {
    match (kind, value) {
        (Kind::Object(table), Value::Object(object)) => drift_object(drifts, table, object),
        (Kind::List(List { item, .. }), Value::Array(items)) => {
            for value in items {
                drift(drifts, *item, value);
            }
        }
        _ => {}
    }
}

fn drift_object(drifts: &[Drift], table: &Table, object: &mut Map<String, Value>) {
    for property in table.properties {
        if let Some(value) = object.get_mut(property.name) {
            drift(drifts, property.kind, value);
        }
    }
    for Drift { property, change, .. } in drifts.iter().filter(|one| one.model == table.name) {
        let Some(value) = object.remove(property) else { continue };
        match change {
            Change::Remove => {}
            Change::Rename(name) => {
                object.insert(name.clone(), value);
            }
            Change::Retype(of) => {
                object.insert(property.clone(), retyped(*of, value));
            }
        }
    }
}

fn retyped(of: JsonType, value: Value) -> Value {
    match of {
        JsonType::String => json!(value.to_string()),
        JsonType::Number => json!(value.to_string().len()),
        JsonType::Boolean => json!(true),
        JsonType::Null => Value::Null,
        JsonType::List => json!([value]),
        JsonType::Object => json!({ "value": value }),
    }
}
