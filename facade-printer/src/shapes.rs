//! A function for each model that creates its object from a record: a literal, which JavaScript creates in a fraction
//! of the time needed to add properties one by one. Each value is read by the simplest reader for its kind.

use isometric_registry::model::MODELS;
use isometric_registry::model::page::{ListResource, Page};
use isometric_registry::model::table::{Kind, Model, Property, Table};

pub(crate) fn print() -> String {
    let lists = [<Page<String> as Model>::TABLE, <ListResource<String> as Model>::TABLE];
    let mut text =
        "import { addOptional, type ReadObject, type Readers } from \"../core/reader.js\";\n\n\
        /** The functions that read an object of each model, by the number of its shape. */\n\
        export function createShapes({ value, string, ascii, asciiOrNull, bigint, boolean }: Readers): readonly ReadObject[] {\n  return [\n"
            .to_owned();
    for table in MODELS.iter().copied().chain(lists) {
        text.push_str(&read_object(table));
    }
    text.push_str("  ];\n}\n");
    text
}

fn read_object(table: &Table) -> String {
    let places = table.properties.iter().zip((0..).step_by(2));
    let mut object = String::new();
    let mut literal = Vec::new();
    for (property @ Property { name, optional, .. }, place) in places {
        if *optional {
            object = with_literal(&object, &literal);
            object = format!("addOptional({object}, \"{name}\", value(at + {place}))");
            literal.clear();
        } else {
            literal.push(format!("{name}: {}(at + {place})", reader(property)));
        }
    }
    format!("    (at) => ({}),\n", with_literal(&object, &literal))
}

/// The simplest reader for a property that is present.
fn reader(property: &Property) -> &'static str {
    match (property.kind, property.nullable) {
        (Kind::Id(_) | Kind::Timestamp, false) => "ascii",
        (Kind::Id(_) | Kind::Timestamp, true) => "asciiOrNull",
        (Kind::Text | Kind::Enum(_), false) => "string",
        (Kind::Kilograms, false) => "bigint",
        (Kind::Boolean, false) => "boolean",
        _ => "value",
    }
}

/// An object expression with the properties of a literal appended.
fn with_literal(object: &str, properties: &[String]) -> String {
    let literal = format!("{{ {} }}", properties.join(", "));
    match (object.is_empty(), properties.is_empty()) {
        (true, _) => literal,
        (false, true) => object.to_owned(),
        (false, false) => format!("Object.assign({object}, {literal})"),
    }
}
