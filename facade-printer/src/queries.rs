//! The options that `isometric-registry/query` creates for each operation: their types by resource, and the kind of
//! each.

use std::collections::BTreeSet;

use isometric_registry::operation::{
    self, Access, Argument, Method, Operation, RESOURCES, Resource,
};

use crate::resources::{answer, class_name, comment, list_item_of};

pub(crate) fn print() -> String {
    let mut names = BTreeSet::new();
    let interfaces: Vec<_> =
        RESOURCES.iter().map(|resource| interface(resource, &mut names)).collect();
    format!(
        "import type {{ ActOptions, KeyOf, PagesOptions, ReadOptions }} from \"../query/options.js\";\n\
         import type {{ {} }} from \"./models.js\";\n\n{}\n{}\n{}",
        names.into_iter().collect::<Vec<_>>().join(", "),
        interfaces.join("\n"),
        queries(),
        kinds(),
    )
}

/// The type of the factories of a resource.
fn interface(resource: &Resource, names: &mut BTreeSet<String>) -> String {
    let methods: Vec<_> =
        resource.operations.iter().map(|operation| factory(operation, names)).collect();
    format!(
        "{}export interface {}Queries extends KeyOf {{\n{}}}\n",
        comment(resource.doc, ""),
        class_name(resource),
        methods.join("\n"),
    )
}

fn factory(operation: &Operation, names: &mut BTreeSet<String>) -> String {
    let mut parameters = Vec::new();
    let mut body = String::new();
    for argument in operation.arguments {
        match argument {
            Argument::Id(kind) => {
                names.insert(kind.type_name().to_owned());
                parameters.push(format!("id: {}", kind.type_name()));
            }
            Argument::Page => {
                names.insert("PageParams".to_owned());
                parameters.push("page?: PageParams".to_owned());
            }
            Argument::Filters(table) => {
                names.extend([table.name.to_owned(), "PageParams".to_owned()]);
                parameters.push(format!("filters?: {} & PageParams", table.name));
            }
            Argument::Body(forms) => {
                names.extend(forms.iter().map(|form| form.name.to_owned()));
                body = forms.iter().map(|form| form.name).collect::<Vec<_>>().join(" | ");
            }
        }
    }
    let options = match kind(operation) {
        "list" | "listOf" => {
            let item = list_item_of(operation).unwrap_or("unknown");
            names.insert(item.to_owned());
            format!("PagesOptions<{item}>")
        }
        "act" => format!("ActOptions<{}, {body}>", answer_of(operation, names)),
        _ => format!("ReadOptions<{}>", answer_of(operation, names)),
    };
    format!(
        "{}  {}({}): {options};\n",
        comment(&doc(operation), "  "),
        operation.method_name,
        parameters.join(", ")
    )
}

fn answer_of(operation: &Operation, names: &mut BTreeSet<String>) -> String {
    answer(operation.answer, operation.null_status.is_some(), names)
}

/// The kind of options for an operation.
fn kind(operation: &Operation) -> &'static str {
    let has_id = operation.arguments.iter().any(|argument| matches!(argument, Argument::Id(_)));
    match (operation.method, operation.is_paged(), has_id) {
        (Method::Get, true, true) => "listOf",
        (Method::Get, true, false) => "list",
        (Method::Get, false, true) => "readOf",
        (Method::Get, false, false) => "read",
        _ => "act",
    }
}

fn doc(operation: &Operation) -> Vec<String> {
    let mut lines: Vec<_> = operation.doc.iter().map(|&line| line.to_owned()).collect();
    let token = if operation.access == Access::Private { ". Needs an access token." } else { "" };
    lines.push(String::new());
    lines.push(format!(" `{} {}`{token}", operation.method.as_str(), operation.path));
    lines
}

/// The type of all resources' factories.
fn queries() -> String {
    let mut fields = String::new();
    for resource in RESOURCES {
        fields.push_str(&comment(resource.doc, "  "));
        fields.push_str(&format!(
            "  readonly {}: {}Queries;\n",
            resource.name,
            class_name(resource)
        ));
    }
    format!(
        "/** Options for every operation, by resource. {{@link createQueries}} creates them. */\n\
         export interface RegistryQueries extends KeyOf {{\n{fields}}}\n"
    )
}

fn kinds() -> String {
    let mut text = "/** The kind of options for each operation. */\n\
        export const queryKinds = {\n"
        .to_owned();
    for operation in operation::all() {
        text.push_str(&format!("  \"{}\": \"{}\",\n", operation.name, kind(operation)));
    }
    text.push_str("} as const;\n");
    text
}
