//! The reference in the guide to the command line: every operation with its filters.

use isometric_registry::operation::{Access, Method, Operation, RESOURCES, Resource};

use crate::commands::{Filter, filters, id, sentence};
use crate::kebab::kebab;
use crate::markdown::{Part, table};

/// The part of the guide that is printed.
pub(crate) fn part() -> Part {
    let sections: Vec<_> = RESOURCES.iter().map(section).collect();
    Part { name: "commands", text: sections.join("\n") }
}

fn section(resource: &Resource) -> String {
    let head = ["command", "what it is for", "access token"].map(str::to_owned);
    let rows: Vec<_> = [head]
        .into_iter()
        .chain(resource.operations.iter().map(|operation| row(resource, operation)))
        .collect();
    let mut text = format!("### `{}`\n\n{}", kebab(resource.name), table(&rows));
    for operation in resource.operations {
        let own: Vec<_> = filters(operation).filter(|filter| !filter.is_of_page).collect();
        if !own.is_empty() {
            text.push_str(&format!("\nFilters of `{}`:\n\n", words(resource, operation)));
            text.push_str(&table(&filter_rows(&own)));
        }
    }
    text
}

fn row(resource: &Resource, operation: &Operation) -> [String; 3] {
    let id = id(operation).map_or(String::new(), |(_, prefix)| format!(" {prefix}…"));
    let token = if operation.access == Access::Private { "needed" } else { "" };
    let doc = sentence(operation.doc);
    let doc = if operation.method == Method::Get { doc } else { format!("{doc} **Acts.**") };
    [format!("`{}{id}`", words(resource, operation)), doc, token.to_owned()]
}

fn words(resource: &Resource, operation: &Operation) -> String {
    format!("{} {}", kebab(resource.name), kebab(operation.method_name))
}

fn filter_rows(filters: &[Filter]) -> Vec<[String; 2]> {
    let head = ["option", "what it is for"].map(str::to_owned);
    let row = |filter: &Filter| {
        let placeholder = filter.placeholder.replace('|', "\\|");
        [format!("`--{} {placeholder}`", kebab(filter.name)), filter.doc.clone()]
    };
    [head].into_iter().chain(filters.iter().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::part;

    #[test]
    fn the_guide_has_the_reference() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cli.md");
        let text = fs::read_to_string(guide).unwrap();
        let told = "run `cargo run -p facade-printer -- --guide docs/cli.md`";
        assert!(part().within(&text).unwrap() == text, "the reference is old: {told}");
    }
}
