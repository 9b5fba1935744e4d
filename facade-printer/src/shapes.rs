//! A function for each model that makes its object from a record: a literal, which JavaScript makes
//! in a fraction of the time that adding properties one by one takes.

use isometric_registry::model::MODELS;
use isometric_registry::model::page::{ListResource, Page};
use isometric_registry::model::table::{Model, Property, Table};

pub(crate) fn print() -> String {
    let lists = [<Page<String> as Model>::TABLE, <ListResource<String> as Model>::TABLE];
    let mut text = "import { addOptional, type ReadObject } from \"../core/reader.js\";\n\n\
        /** Reads an object of each model, by the number of its shape. */\n\
        export const shapes: readonly ReadObject[] = [\n"
        .to_owned();
    for table in MODELS.iter().copied().chain(lists) {
        text.push_str(&read_object(table));
    }
    text.push_str("];\n");
    text
}

fn read_object(table: &Table) -> String {
    let places = || table.properties.iter().zip((0..).step_by(2));
    let required: Vec<_> =
        places().filter(|(property, _)| !property.optional).map(literal).collect();
    let mut object = format!("{{ {} }}", required.join(", "));
    for (property, place) in places().filter(|(property, _)| property.optional) {
        object = format!("addOptional({object}, \"{}\", value(at + {place}))", property.name);
    }
    format!("    (value, at) => ({object}),\n")
}

fn literal((property, place): (&Property, i32)) -> String {
    format!("{}: value(at + {place})", property.name)
}
