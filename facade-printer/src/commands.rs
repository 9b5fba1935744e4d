//! What the command line needs to know of the operations: their names, arguments and filters with their help, and the
//! fields of their answers.

use std::collections::BTreeMap;

use isometric_registry::model::page::{DIRECTION_DECLARATIONS, PageParams};
use isometric_registry::model::table::{Kind, Model, Property, Table};
use isometric_registry::model::{MODEL_DECLARATIONS, Shape};
use isometric_registry::operation::{
    self, Access, Argument, Method, Operation, RESOURCES, Resource,
};

use crate::kebab::kebab;
use crate::resources::list_item;

pub(crate) fn print() -> String {
    let resources: Vec<_> = RESOURCES.iter().map(resource).collect();
    format!(
        "import type {{ Field, ResourceCommand }} from \"../cli/tables.js\";\n\n\
         /** The resources and their operations, as commands. */\n\
         export const resources: readonly ResourceCommand[] = [\n{}];\n\n\
         /** The fields of each model that an operation can answer. */\n\
         export const models: Readonly<Record<string, readonly Field[]>> = {{\n{}}};\n",
        resources.concat(),
        models(),
    )
}

fn resource(resource: &Resource) -> String {
    let operations: Vec<_> = resource.operations.iter().map(operation).collect();
    format!(
        "  {{\n    name: {:?},\n    command: {:?},\n    doc: {:?},\n    operations: [\n{}    ],\n  }},\n",
        resource.name,
        kebab(resource.name),
        sentence(resource.doc),
        operations.concat(),
    )
}

fn operation(operation: &Operation) -> String {
    let filters: Vec<_> = filters(operation).map(|filter| filter.print()).collect();
    let body: Vec<_> = body(operation).iter().map(Filter::print).collect();
    let (answer, of) = answer(operation);
    format!(
        "      {{\n        name: {:?},\n        method: {:?},\n        command: {:?},\n        doc: {:?},\n        \
         request: {:?},\n        id: {},\n        filters: [\n{}        ],\n        body: [\n{}        ],\n        \
         acts: {},\n        isPrivate: {},\n        answer: {:?},\n        model: {:?},\n      }},\n",
        operation.name,
        operation.method_name,
        kebab(operation.method_name),
        sentence(operation.doc),
        format!("{} {}", operation.method.as_str(), operation.path),
        id(operation).map_or("undefined".to_owned(), |(name, prefix)| format!(
            "{{ kind: {name:?}, placeholder: {:?} }}",
            format!("{prefix}…")
        )),
        filters.concat(),
        body.concat(),
        operation.method != Method::Get,
        operation.access == Access::Private,
        answer,
        of,
    )
}

/// The kind of the id that an operation takes, and its prefix.
pub(crate) fn id(operation: &Operation) -> Option<(&'static str, &'static str)> {
    operation.arguments.iter().find_map(|argument| match argument {
        Argument::Id(kind) => Some((kind.name(), kind.prefix())),
        _ => None,
    })
}

/// One filter, or one parameter of a page.
pub(crate) struct Filter {
    /// Its name in the API.
    pub name: &'static str,
    /// Its help.
    pub doc: String,
    /// Its kind, which determines how its text is read.
    pub kind: &'static str,
    /// The placeholder of its value in help.
    pub placeholder: String,
    /// The known strings of an enum.
    pub values: &'static [&'static str],
    /// Whether it takes several values.
    pub many: bool,
    /// Whether it says where in a list to start, rather than which items belong to it.
    pub is_of_page: bool,
    /// Whether it is required.
    pub is_required: bool,
}

impl Filter {
    fn print(&self) -> String {
        format!(
            "          {{ name: {:?}, option: {:?}, kind: {:?}, placeholder: {:?}, values: {:?}, many: {}, isRequired: {}, doc: {:?} }},\n",
            self.name,
            kebab(self.name),
            self.kind,
            self.placeholder,
            self.values,
            self.many,
            self.is_required,
            self.doc,
        )
    }
}

/// The filters of an operation, then the parameters for where in its list to start.
pub(crate) fn filters(operation: &Operation) -> impl Iterator<Item = Filter> {
    let own = operation.arguments.iter().find_map(|argument| match argument {
        Argument::Filters(table) => Some(*table),
        _ => None,
    });
    let page = operation.is_paged().then_some(PageParams::TABLE);
    own.into_iter()
        .chain(page)
        .flat_map(|table| table.properties.iter().map(move |property| filter(table, property)))
}

fn filter(table: &Table, property: &Property) -> Filter {
    let (kind, many) = match property.kind {
        Kind::List(list) => (list.item, true),
        kind => (kind, false),
    };
    let (placeholder, values): (String, &[&str]) = match kind {
        Kind::Id(kind) => (format!("{}…", kind.prefix()), &[]),
        Kind::Enum(table) => (table.values.join("|"), table.values),
        Kind::Timestamp => ("TIME".to_owned(), &[]),
        Kind::NonEmptyText => ("CURSOR".to_owned(), &[]),
        Kind::Integer | Kind::BoundedInteger(..) => ("N".to_owned(), &[]),
        Kind::Kilograms | Kind::PositiveKilograms => ("KG".to_owned(), &[]),
        Kind::Object(table) if table.name == "CreditBatchQuantity" => ("ctb_…=KG".to_owned(), &[]),
        Kind::Email => ("ADDRESS".to_owned(), &[]),
        _ => ("TEXT".to_owned(), &[]),
    };
    Filter {
        name: property.name,
        doc: doc_of(table.name, property.name),
        kind: kind_name(kind),
        placeholder,
        values,
        many,
        is_of_page: table.name == PageParams::TABLE.name,
        is_required: !property.nullable && !property.optional,
    }
}

/// The options of a write operation. Of several forms each property appears once, and is required if all forms require
/// it. The acting organisation is not an option: the access token determines it.
pub(crate) fn body(operation: &Operation) -> Vec<Filter> {
    let forms = operation.arguments.iter().find_map(|argument| match argument {
        Argument::Body(forms) => Some(*forms),
        _ => None,
    });
    let mut fields: Vec<Filter> = Vec::new();
    for table in forms.into_iter().flatten() {
        for property in table.properties {
            let is_new = fields.iter().all(|field| field.name != property.name);
            if is_new && !is_of_token(property) {
                fields.push(filter(table, property));
            }
        }
    }
    for field in &mut fields {
        field.is_required &=
            forms.into_iter().flatten().all(|table| table.property(field.name).is_some());
    }
    if matches!(operation.name, "transfers.create" | "deliveries.create") {
        choose_batches(&mut fields);
    }
    fields
}

fn is_of_token(property: &Property) -> bool {
    matches!(property.kind, Kind::Constant(_))
        || matches!(property.name, "owner_organisation_id" | "from_organisation_id")
}

/// Batches need not be named: if a quantity is given instead, a plan chooses the oldest.
fn choose_batches(fields: &mut Vec<Filter>) {
    for field in fields.iter_mut().filter(|field| field.name == "credit_batch_quantities") {
        field.is_required = false;
    }
    fields.push(Filter {
        name: "credit_quantity_kg",
        doc: "How much to take from the oldest credits, in kilograms, instead of naming batches."
            .to_owned(),
        kind: kind_name(Kind::PositiveKilograms),
        placeholder: "KG".to_owned(),
        values: &[],
        many: false,
        is_of_page: false,
        is_required: false,
    });
}

/// The kind of an operation's answer (`"page"`, `"list"` or `"object"`), and its model.
fn answer(operation: &Operation) -> (&'static str, &'static str) {
    let Kind::Object(table) = operation.answer.kind else { return ("object", "") };
    match (table.shape, list_item(table)) {
        (Shape::Page, Some(item)) => ("page", item),
        (_, Some(item)) => ("list", item),
        (_, None) => ("object", table.name),
    }
}

/// The models of answers, with their fields.
fn models() -> String {
    let mut found = BTreeMap::new();
    for operation in operation::all() {
        collect(operation.answer.kind, &mut found);
    }
    let mut text = String::new();
    for (name, table) in found {
        if list_item(table).is_some() {
            continue;
        }
        text.push_str(&format!("  {name}: [\n"));
        for property in table.properties {
            text.push_str(&field(property));
        }
        text.push_str("  ],\n");
    }
    text
}

fn collect(kind: Kind, found: &mut BTreeMap<&'static str, &'static Table>) {
    match kind {
        Kind::Object(table) => {
            found.insert(table.name, table);
            for property in table.properties {
                collect(property.kind, found);
            }
        }
        Kind::List(list) => collect(list.item, found),
        _ => {}
    }
}

fn field(property: &Property) -> String {
    let (kind, item) = match property.kind {
        Kind::List(list) => ("list", list.item),
        kind => (kind_name(kind), kind),
    };
    let model = match item {
        Kind::Object(table) => format!(", model: {:?}", table.name),
        _ => String::new(),
    };
    format!("    {{ name: {:?}, kind: {kind:?}{model} }},\n", property.name)
}

/// The name of a kind in TypeScript, as far as the command line distinguishes kinds.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Id(_) => "id",
        Kind::Date => "date",
        Kind::Timestamp => "timestamp",
        Kind::Enum(_) => "enum",
        Kind::Boolean | Kind::Accepted => "boolean",
        Kind::Number | Kind::Latitude | Kind::Longitude => "number",
        Kind::Integer | Kind::BoundedInteger(..) => "integer",
        Kind::Kilograms | Kind::PositiveKilograms => "kilograms",
        Kind::Object(_) => "object",
        Kind::List(_) => "list",
        Kind::AnyObject | Kind::Any => "any",
        Kind::Text
        | Kind::LimitedText(_)
        | Kind::NonEmptyText
        | Kind::Email
        | Kind::Constant(_)
        | Kind::TextOrInteger => "text",
    }
}

/// Lines of a doc comment as one line of text.
pub(crate) fn sentence(lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ").trim().to_owned()
}

/// The doc comment of a property in the declaration of its model. The table holds no documentation; the declaration in
/// TypeScript does.
fn doc_of(model: &str, property: &str) -> String {
    let heads: &[&str] = match model {
        "PageParams" => &["ForwardPage", "BackwardPage"],
        model => &[model],
    };
    MODEL_DECLARATIONS
        .iter()
        .chain(DIRECTION_DECLARATIONS)
        .filter(|declaration| {
            heads.iter().any(|head| declaration.contains(&format!("interface {head} ")))
        })
        .find_map(|declaration| comment_before(declaration, property))
        .unwrap_or_default()
}

/// The comment before a property of a declaration.
fn comment_before(declaration: &str, property: &str) -> Option<String> {
    let mut comment = Vec::new();
    for line in declaration.lines().map(str::trim) {
        match line.strip_prefix('*') {
            _ if line == "/**" => comment.clear(),
            Some("/") => {}
            Some(text) => comment.push(text),
            None => {
                let name = line.split([':', '?']).next();
                if name == Some(property) && !comment.is_empty() {
                    return Some(sentence(&comment));
                }
                comment.clear();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use isometric_registry::operation;

    use super::{body, comment_before, filters};

    #[test]
    fn every_filter_and_every_operation_is_explained() {
        for operation in operation::all() {
            assert!(!operation.doc.is_empty(), "{}", operation.name);
            for filter in filters(operation).chain(body(operation)) {
                assert!(filter.doc.ends_with('.'), "{} {}", operation.name, filter.name);
            }
        }
    }

    #[test]
    fn a_comment_is_of_the_property_that_follows_it() {
        let declaration = "/**\n * A.\n */\nexport interface A {\n  /**\n   * The first\n   * one.\n   */\n  a: string;\n  b?: string;\n}";
        assert_eq!(comment_before(declaration, "a").as_deref(), Some("The first one."));
        assert_eq!(comment_before(declaration, "b"), None);
    }
}
