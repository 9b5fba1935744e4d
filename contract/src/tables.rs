//! The facts of the tables.

use isometric_registry::decode::Expected;
use isometric_registry::model::id::IdKind;
use isometric_registry::model::page::PageParams;
use isometric_registry::model::table::{Kind, List, Model, Property, Table};
use isometric_registry::model::{ENUMS, MODELS, Shape};
use isometric_registry::operation::{self, Argument, Operation};

use super::Facts;

pub(super) fn facts() -> Facts {
    let mut facts = Facts::new();
    for table in schemas() {
        add_schema(&mut facts, table);
    }
    for table in ENUMS {
        facts.insert(format!("enum {}", table.name), table.values.join(", "));
    }
    for operation in operation::all() {
        add_operation(&mut facts, operation);
    }
    facts
}

/// The models that stand for a schema: not those of queries, which are parameters in the document.
fn schemas() -> impl Iterator<Item = &'static Table> {
    let lists = operation::all().filter_map(|operation| match operation.answer.kind {
        Kind::Object(table) if is_list(table) => Some(table),
        _ => None,
    });
    let queries: Vec<_> = operation::all()
        .flat_map(|operation| operation.arguments)
        .filter_map(|argument| match argument {
            Argument::Filters(table) => Some(*table),
            _ => None,
        })
        .chain([PageParams::TABLE])
        .collect();
    MODELS.iter().copied().filter(move |table| !queries.contains(table)).chain(lists)
}

fn is_list(table: &Table) -> bool {
    matches!(table.shape, Shape::Page | Shape::ListResource)
}

/// A model's name; for a list, with that of its items.
fn name(table: &Table) -> String {
    let items = table.property("nodes").filter(|_| is_list(table)).map(|nodes| nodes.kind);
    match items {
        Some(Kind::List(List { item: Kind::Object(item), .. })) => {
            format!("{}<{}>", table.name, item.name)
        }
        _ => table.name.to_owned(),
    }
}

fn add_schema(facts: &mut Facts, table: &Table) {
    let name = name(table);
    facts.insert(format!("schema {name}"), "an object".to_owned());
    for property in table.properties {
        facts.insert(format!("{name}.{}", property.name), describe(property));
    }
}

fn add_operation(facts: &mut Facts, operation: &Operation) {
    let start = format!("{} {}", operation.method.as_str(), operation.path);
    for argument in operation.arguments {
        match *argument {
            Argument::Id(kind) => {
                facts.insert(format!("{start} : id"), self::kind(Kind::Id(kind)));
                add_id(facts, kind);
            }
            Argument::Page => add_query(facts, &start, PageParams::TABLE),
            Argument::Filters(table) => {
                add_query(facts, &start, table);
                add_query(facts, &start, PageParams::TABLE);
            }
            Argument::Body(forms) => {
                let forms: Vec<_> = forms.iter().map(|form| kind(Kind::Object(form))).collect();
                facts.insert(format!("{start} body"), forms.join(" or "));
            }
        }
    }
    let Expected { kind: answer, nullable } = operation.answer;
    let nullable = if nullable { "nullable " } else { "" };
    facts.insert(format!("{start} -> 200"), format!("{nullable}{}", kind(answer)));
    if let Some(status) = operation.null_status {
        facts.insert(format!("{start} -> {status}"), "null".to_owned());
    }
}

fn add_query(facts: &mut Facts, start: &str, table: &Table) {
    for property in table.properties {
        facts.insert(format!("{start} ? {}", property.name), describe(property));
        if let Kind::Id(kind) = property.kind {
            add_id(facts, kind);
        }
    }
}

/// An id that paths or queries name.
fn add_id(facts: &mut Facts, kind: IdKind) {
    let name = kind.type_name();
    let of = name.strip_suffix("Id").unwrap_or(name);
    facts.insert(format!("id {of}"), self::kind(Kind::Id(kind)));
}

fn describe(property: &Property) -> String {
    let optional = if property.optional { "optional " } else { "" };
    let nullable = if property.nullable { "nullable " } else { "" };
    format!("{optional}{nullable}{}", kind(property.kind))
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::LimitedText(most) => format!("text of at most {most}"),
        Kind::NonEmptyText => "text, not empty".to_owned(),
        Kind::Email => "email".to_owned(),
        Kind::Constant(text) => format!("constant {text}"),
        Kind::Id(id) => format!("id {}", id.prefix()),
        Kind::Date => "date".to_owned(),
        Kind::Timestamp => "timestamp".to_owned(),
        Kind::Enum(table) => format!("enum {}", table.name),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Accepted => "true".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Latitude => "number from -90 to 90".to_owned(),
        Kind::Longitude => "number from -180 to 180".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::BoundedInteger(least, most) => format!("integer from {least} to {most}"),
        Kind::Kilograms => "kilograms".to_owned(),
        Kind::PositiveKilograms => "kilograms above 0".to_owned(),
        Kind::TextOrInteger => "text or integer".to_owned(),
        Kind::Object(table) => format!("object {}", name(table)),
        Kind::List(list) => {
            let non_empty = if list.non_empty { ", not empty" } else { "" };
            let unique = if list.unique { ", unique" } else { "" };
            format!("list of {}{non_empty}{unique}", self::kind(list.item))
        }
        Kind::AnyObject => "any object".to_owned(),
        Kind::Any => "anything".to_owned(),
    }
}
