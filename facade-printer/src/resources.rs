//! The resources of the client: one class each, with a method for each operation.

use std::collections::BTreeSet;

use isometric_registry::decode::Expected;
use isometric_registry::model::Shape;
use isometric_registry::model::table::{Kind, Table};
use isometric_registry::operation::{self, Access, Argument, Operation, RESOURCES, Resource};

pub(crate) fn print() -> String {
    let mut names = BTreeSet::new();
    let classes: Vec<_> = RESOURCES.iter().map(|resource| class(resource, &mut names)).collect();
    let imports: Vec<_> = names.into_iter().collect();
    format!(
        "import type {{ Caller }} from \"../client/caller.js\";\n\
         import type {{ CallOptions, ListOptions }} from \"../client/options.js\";\n\
         import type {{ PagedList }} from \"../paging/paged-list.js\";\n\
         import {{ attachMapped }} from \"../value/attach.js\";\n\
         import type {{ {} }} from \"./models.js\";\n\n{}\n{}",
        imports.join(", "),
        classes.join("\n"),
        resources(),
    )
}

/// The class of a resource.
fn class(resource: &Resource, names: &mut BTreeSet<String>) -> String {
    let mut text = comment(resource.doc, "");
    let methods: Vec<_> =
        resource.operations.iter().map(|operation| method(operation, names)).collect();
    text.push_str(&format!(
        "export class {0} {{\n  readonly #caller: Caller;\n\n  \
         /** Created by the client. */\n  \
         constructor(caller: Caller) {{\n    this.#caller = caller;\n    attachMapped(this, {0});\n  }}\n\n{1}}}\n",
        class_name(resource),
        methods.join("\n"),
    ));
    text
}

fn method(operation: &Operation, names: &mut BTreeSet<String>) -> String {
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    for argument in operation.arguments {
        let (parameter, name) = match argument {
            Argument::Id(kind) => {
                names.insert(kind.type_name().to_owned());
                (format!("id: {}", kind.type_name()), "id")
            }
            Argument::Page => {
                names.insert("PageParams".to_owned());
                ("page?: PageParams".to_owned(), "page")
            }
            Argument::Filters(table) => {
                names.extend([table.name.to_owned(), "PageParams".to_owned()]);
                (format!("filters?: {} & PageParams", table.name), "filters")
            }
            Argument::Body(forms) => {
                names.extend(forms.iter().map(|form| form.name.to_owned()));
                let forms: Vec<_> = forms.iter().map(|form| form.name).collect();
                (format!("body: {}", forms.join(" | ")), "body")
            }
        };
        parameters.push(parameter);
        arguments.push(name);
    }
    let (options, answer, send) = match list_item_of(operation) {
        Some(item) => {
            names.insert(item.to_owned());
            ("ListOptions", format!("PagedList<{item}>"), "list")
        }
        None => {
            let answer = answer(operation.answer, operation.null_status.is_some(), names);
            ("CallOptions", format!("Promise<{answer}>"), "call")
        }
    };
    parameters.push(format!("options?: {options}"));
    format!(
        "{}  {}({}): {answer} {{\n    return this.#caller.{send}(\"{}\", [{}], options);\n  }}\n",
        comment(&doc(operation), "  "),
        operation.method_name,
        parameters.join(", "),
        operation.name,
        arguments.join(", "),
    )
}

/// The doc comment of a method: the core's description, and its endpoint in the API.
fn doc(operation: &Operation) -> Vec<String> {
    let mut lines: Vec<_> = operation.doc.iter().map(|&line| line.to_owned()).collect();
    let token = if operation.access == Access::Private { ". Needs an access token." } else { "" };
    lines.push(String::new());
    lines.push(format!(" `{} {}`{token}", operation.method.as_str(), operation.path));
    if operation.method == operation::Method::Post {
        lines.push(String::new());
        lines.push(
            " Never sent twice. If it fails, the error's `outcome` says whether the registry has"
                .to_owned(),
        );
        lines.push(" acted; after `\"unknown\"`, check before you call it again.".to_owned());
    }
    lines
}

/// The type of an answer.
pub(crate) fn answer(expected: Expected, or_missing: bool, names: &mut BTreeSet<String>) -> String {
    let Kind::Object(table) = expected.kind else { return "unknown".to_owned() };
    names.insert(table.name.to_owned());
    let name = match list_item(table) {
        Some(item) => {
            names.insert(item.to_owned());
            format!("{}<{item}>", table.name)
        }
        None => table.name.to_owned(),
    };
    if expected.nullable || or_missing { format!("{name} | null") } else { name }
}

pub(crate) fn list_item_of(operation: &Operation) -> Option<&'static str> {
    match operation.answer.kind {
        Kind::Object(table) if operation.is_paged() => list_item(table),
        _ => None,
    }
}

/// The name of the items of a generic list.
pub(crate) fn list_item(table: &Table) -> Option<&'static str> {
    if !matches!(table.shape, Shape::Page | Shape::ListResource) {
        return None;
    }
    match table.property("nodes")?.kind {
        Kind::List(list) => match list.item {
            Kind::Object(item) => Some(item.name),
            _ => None,
        },
        _ => None,
    }
}

/// The class of all resources, from which the client is derived.
fn resources() -> String {
    let mut fields = String::new();
    let mut made = String::new();
    for resource in RESOURCES {
        fields.push_str(&comment(resource.doc, "  "));
        fields.push_str(&format!("  readonly {}: {};\n", resource.name, class_name(resource)));
        made.push_str(&format!(
            "    this.{0} = new {1}(caller);\n",
            resource.name,
            class_name(resource)
        ));
    }
    format!(
        "/** The operations of the registry, by resource. */\n\
         export class Resources {{\n{fields}\n  \
         constructor(caller: Caller) {{\n{made}  }}\n}}\n"
    )
}

pub(crate) fn class_name(resource: &Resource) -> String {
    let mut letters = resource.name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

pub(crate) fn comment(lines: &[impl AsRef<str>], indent: &str) -> String {
    let mut text = format!("{indent}/**\n");
    for line in lines {
        text.push_str(format!("{indent} *{}", line.as_ref()).trim_end());
        text.push('\n');
    }
    text.push_str(&format!("{indent} */\n"));
    text
}
