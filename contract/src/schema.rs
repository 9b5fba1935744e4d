//! A schema of the document in the words of facts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Document, our_name};

/// The direction of a value. Lengths and patterns of text are not checked in responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
}

/// Keywords that do not restrict values.
const ANNOTATIONS: [&str; 5] = ["title", "description", "examples", "example", "default"];

/// A schema's values, in words. Unknown keywords stay unchanged, so that they show up as a difference.
pub(super) fn describe(document: &Document<'_>, schema: &Value, name: &str, role: Role) -> String {
    let mut keywords: BTreeMap<_, _> = schema
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(keyword, _)| !ANNOTATIONS.contains(&keyword.as_str()))
        .map(|(keyword, value)| (keyword.as_str(), value))
        .collect();
    let of = |schema: &Value| describe(document, schema, name, role);
    let words = if let Some(forms) = take(&mut keywords, "anyOf").or(take(&mut keywords, "oneOf")) {
        any_of(forms, of)
    } else if let Some(target) = target(schema) {
        keywords.remove("$ref");
        referred(document, target, name, role)
    } else {
        match take(&mut keywords, "type").and_then(Value::as_str) {
            Some("string") => text(&mut keywords, schema, role),
            Some("integer") => integer(&mut keywords, name),
            Some("number") => number(&mut keywords),
            Some("array") => {
                let items = take(&mut keywords, "items").map_or("anything".to_owned(), of);
                list(&mut keywords, &items)
            }
            Some("object") => "any object".to_owned(),
            Some(kind) => kind.to_owned(),
            None => "anything".to_owned(),
        }
    };
    keywords.iter().fold(words, |words, (keyword, value)| format!("{words}, {keyword} {value}"))
}

/// The name that a schema refers to.
pub(super) fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

fn referred(document: &Document<'_>, target: &str, name: &str, role: Role) -> String {
    let schema = document.schema(target);
    if schema.get("properties").is_some() {
        format!("object {}", our_name(target))
    } else if schema.get("enum").is_some() {
        format!("enum {target}")
    } else {
        describe(document, schema, name, role)
    }
}

/// `nullable` first, then the other forms.
fn any_of(forms: &Value, of: impl Fn(&Value) -> String) -> String {
    let (nulls, forms): (Vec<_>, Vec<_>) =
        forms.as_array().into_iter().flatten().partition(|form| form["type"] == "null");
    let nullable = if nulls.is_empty() { "" } else { "nullable " };
    format!("{nullable}{}", forms.into_iter().map(of).collect::<Vec<_>>().join(" or "))
}

fn text(keywords: &mut BTreeMap<&str, &Value>, schema: &Value, role: Role) -> String {
    let format = take(keywords, "format").and_then(Value::as_str);
    let constant = take(keywords, "const");
    let least = take(keywords, "minLength").and_then(Value::as_u64);
    let most = take(keywords, "maxLength").and_then(Value::as_u64);
    if role == Role::Response {
        keywords.remove("pattern");
    }
    match (format, constant, least, most) {
        (None, None, Some(20), Some(37)) => {
            let example = schema["example"].as_str().unwrap_or_default();
            format!("id {}_", example.split('_').next().unwrap_or_default())
        }
        (Some("date-time"), None, None, None) => "timestamp".to_owned(),
        (Some(format), None, None, None) => format.to_owned(),
        (None, Some(constant), None, None) => {
            format!("constant {}", constant.as_str().unwrap_or_default())
        }
        (None, None, _, _) if role == Role::Response => "text".to_owned(),
        (None, None, None, None) => "text".to_owned(),
        (None, None, None, Some(most)) => format!("text of at most {most}"),
        (None, None, Some(1), None) => "text, not empty".to_owned(),
        (format, _, least, most) => {
            format!("text of format {format:?}, from {least:?} to {most:?}")
        }
    }
}

/// Kilograms, by the name of the property, or another whole number.
fn integer(keywords: &mut BTreeMap<&str, &Value>, name: &str) -> String {
    let above = take(keywords, "exclusiveMinimum").and_then(Value::as_f64);
    let least =
        take(keywords, "minimum").and_then(Value::as_f64).or(above.map(|above| above + 1.0));
    let most = take(keywords, "maximum").and_then(Value::as_f64);
    let is_kilograms = name.ends_with("_kg") || name.ends_with("_kgs");
    match (is_kilograms, least, most) {
        (true, None, None) => "kilograms".to_owned(),
        (true, Some(1.0), None) => "kilograms above 0".to_owned(),
        (false, None, None) => "integer".to_owned(),
        (false, Some(least), Some(most)) => format!("integer from {least} to {most}"),
        (_, least, most) => format!("integer from {least:?} to {most:?}"),
    }
}

fn number(keywords: &mut BTreeMap<&str, &Value>) -> String {
    let mut limit = |name| take(keywords, name).and_then(Value::as_f64);
    match (limit("minimum"), limit("maximum")) {
        (Some(least), Some(most)) => format!("number from {least} to {most}"),
        _ => "number".to_owned(),
    }
}

fn list(keywords: &mut BTreeMap<&str, &Value>, items: &str) -> String {
    let non_empty = match take(keywords, "minItems").and_then(Value::as_u64) {
        None => String::new(),
        Some(1) => ", not empty".to_owned(),
        Some(least) => format!(", at least {least}"),
    };
    let unique = if take(keywords, "uniqueItems").is_some_and(|unique| unique == true) {
        ", unique"
    } else {
        ""
    };
    format!("list of {items}{non_empty}{unique}")
}

fn take<'a>(keywords: &mut BTreeMap<&str, &'a Value>, name: &str) -> Option<&'a Value> {
    keywords.remove(name)
}
