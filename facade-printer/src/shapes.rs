//! The names of each model's properties, in the order in which records hold them.

use isometric_registry::model::MODELS;
use isometric_registry::model::page::{ListResource, Page};
use isometric_registry::model::table::Model;

pub(crate) fn print() -> String {
    let lists = [<Page<String> as Model>::TABLE, <ListResource<String> as Model>::TABLE];
    let mut text = "/** The names of each model's properties, by the number of its shape. */\n\
        export const shapes: readonly (readonly string[])[] = [\n"
        .to_owned();
    for table in MODELS.iter().copied().chain(lists) {
        let names: Vec<_> =
            table.properties.iter().map(|property| format!("\"{}\"", property.name)).collect();
        text.push_str(&format!("    [{}],\n", names.join(", ")));
    }
    text.push_str("];\n");
    text
}
