//! The types: ids, scalars, enums and models, as declared in Rust.

use std::collections::BTreeSet;

use isometric_registry::model::id::IdKind;
use isometric_registry::model::table::{Kind, Table};
use isometric_registry::model::{
    ENUM_DECLARATIONS, MODEL_DECLARATIONS, MODELS, Shape, page, scalar,
};
use isometric_registry::operation;

pub(crate) fn print() -> String {
    let ids: Vec<_> = IdKind::ALL.iter().map(|kind| kind.declaration()).collect();
    let declarations = [
        ids.as_slice(),
        scalar::DECLARATIONS,
        scalar::LIST_DECLARATIONS,
        ENUM_DECLARATIONS,
        page::DIRECTION_DECLARATIONS,
        MODEL_DECLARATIONS,
    ];
    let mut text = declarations.concat().join("\n\n");
    text.push_str("\n\n");
    text.push_str(&id_kinds());
    text.push_str(&models_by_name());
    text
}

/// The kinds of ids, with their types and prefixes.
fn id_kinds() -> String {
    let mut types =
        "/** The type of an id, by the name of its kind. */\nexport interface IdKinds {\n"
            .to_owned();
    let mut prefixes = "/** The prefix of an id, by the name of its kind. */\n\
        export const idPrefixes: { readonly [Kind in keyof IdKinds]: string } = {\n"
        .to_owned();
    for kind in IdKind::ALL {
        types.push_str(&format!("    {}: {};\n", kind.name(), kind.type_name()));
        prefixes.push_str(&format!("    {}: \"{}\",\n", kind.name(), kind.prefix()));
    }
    format!("{types}}}\n\n{prefixes}}};\n\n")
}

/// The return types of `fromJson` by name.
fn models_by_name() -> String {
    let models = MODELS.iter().map(|table| (table.name.to_owned(), table.name.to_owned()));
    let lists: BTreeSet<_> = operation::all()
        .filter_map(|operation| match operation.answer.kind {
            Kind::Object(table) => list(table),
            _ => None,
        })
        .collect();
    let mut text =
        "/** The models, by their names for `fromJson`. */\nexport interface Models {\n".to_owned();
    for (name, model) in models.chain(lists) {
        text.push_str(&format!("    \"{name}\": {model};\n"));
    }
    text.push_str("}\n");
    text
}

/// The name and the type of a generic list.
fn list(table: &Table) -> Option<(String, String)> {
    let item = crate::resources::list_item(table)?;
    let name = format!("{}<{item}>", table.name);
    let model = if table.shape == Shape::Page { format!("PageData<{item}>") } else { name.clone() };
    Some((name, model))
}
