//! The facts of the document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Facts;
use super::schema::{Role, describe, target};

/// The names of a path's operations.
const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// How long a chain of schemas that only refer to the next one can be.
const MOST_NAMES: usize = 16;

/// The published document.
pub(super) struct Document<'a> {
    root: &'a Value,
    /// The schemas that requests hold.
    requests: BTreeSet<&'a str>,
}

impl<'a> Document<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let mut document = Self { root, requests: BTreeSet::new() };
        for (_, _, operation) in document.operations() {
            document.note_requests(&operation["requestBody"]);
        }
        document
    }

    pub(super) fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for (name, schema) in object(&self.root["components"]["schemas"]) {
            self.add_schema(&mut facts, name, schema);
        }
        for (method, path, operation) in self.operations() {
            self.add_operation(&mut facts, &format!("{} {path}", method.to_uppercase()), operation);
        }
        facts
    }

    fn operations(&self) -> Vec<(&'a str, &'a str, &'a Value)> {
        object(&self.root["paths"])
            .flat_map(|(path, item)| {
                let is_method = |(method, _): &(&str, _)| METHODS.contains(method);
                object(item)
                    .filter(is_method)
                    .map(move |(method, operation)| (method, path, operation))
            })
            .collect()
    }

    /// Records every schema that this part of a request refers to, directly or indirectly.
    fn note_requests(&mut self, part: &'a Value) {
        match part {
            Value::Object(parts) => {
                if let Some(name) = target(part)
                    && self.requests.insert(name)
                {
                    self.note_requests(self.schema(name));
                }
                parts.values().for_each(|part| self.note_requests(part));
            }
            Value::Array(parts) => parts.iter().for_each(|part| self.note_requests(part)),
            _ => {}
        }
    }

    /// The schema of this name, after following references.
    pub(super) fn schema(&self, name: &str) -> &'a Value {
        let mut schema = &self.root["components"]["schemas"][name];
        for _ in 0..MOST_NAMES {
            match target(schema) {
                Some(name) => schema = &self.root["components"]["schemas"][name],
                None => break,
            }
        }
        schema
    }

    fn add_schema(&self, facts: &mut Facts, name: &str, schema: &Value) {
        if let Some((_, of)) = name.split_once("Param_") {
            let kind = format!("id {}", of.trim_end_matches('_'));
            facts.insert(kind, describe(self, self.schema(name), "", Role::Request));
        } else if let Some(values) = schema["enum"].as_array() {
            let values: Vec<_> = values.iter().filter_map(Value::as_str).collect();
            facts.insert(format!("enum {name}"), values.join(", "));
        } else {
            self.add_properties(facts, name, schema);
        }
    }

    fn add_properties(&self, facts: &mut Facts, name: &str, schema: &Value) {
        let role = if self.requests.contains(name) { Role::Request } else { Role::Response };
        let name = our_name(name);
        let kind = match schema["type"].as_str() {
            Some("object") => "an object".to_owned(),
            kind => format!("not understood: {}", kind.unwrap_or("without a type")),
        };
        facts.insert(format!("schema {name}"), kind);
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
        for (property, schema) in object(&schema["properties"]) {
            let optional =
                if required.iter().any(|name| *name == property) { "" } else { "optional " };
            let kind = describe(self, schema, property, role);
            facts.insert(format!("{name}.{property}"), format!("{optional}{kind}"));
        }
    }

    fn add_operation(&self, facts: &mut Facts, operation: &str, described: &Value) {
        for parameter in described["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default();
            let kind = describe(self, &parameter["schema"], name, Role::Request);
            let optional = if parameter["required"] == true { "" } else { "optional " };
            let place = match parameter["in"].as_str() {
                Some("path") => ":",
                Some("query") => "?",
                Some("header") if name == "x-client-secret" => continue,
                place => place.unwrap_or("nowhere"),
            };
            facts.insert(format!("{operation} {place} {name}"), format!("{optional}{kind}"));
        }
        if let Some(body) = described.get("requestBody") {
            let schema = &body["content"]["application/json"]["schema"];
            facts
                .insert(format!("{operation} body"), describe(self, schema, "body", Role::Request));
        }
        for (status, response) in
            object(&described["responses"]).filter(|(status, _)| *status != "422")
        {
            let schema = response.pointer("/content/application~1json/schema");
            let kind = schema
                .map_or("null".to_owned(), |schema| describe(self, schema, "", Role::Response));
            facts.insert(format!("{operation} -> {status}"), kind);
        }
    }
}

/// Our name for a schema.
pub(super) fn our_name(name: &str) -> String {
    let item = |prefix| name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('_'));
    if let Some(item) = item("PaginatedListResource_") {
        return format!("Page<{item}>");
    }
    if let Some(item) = item("ListResource_") {
        return format!("ListResource<{item}>");
    }
    // In this package, `ValidationError` is the name of the error that carries it.
    if name == "ValidationError" { "ValidationIssue" } else { name }.to_owned()
}

fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}
