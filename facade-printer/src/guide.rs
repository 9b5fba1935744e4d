//! The reference in the guide to the command line: every operation with its filters.

use isometric_registry::operation::{Access, Method, Operation, RESOURCES, Resource};

use crate::commands::{Filter, body, filters, id, sentence};
use crate::kebab::kebab;
use crate::markdown::{Part, table};

/// The printed part of the guide.
pub(crate) fn part() -> Part {
    let sections: Vec<_> = RESOURCES.iter().map(section).collect();
    Part { name: "commands", text: sections.join("\n") }
}

fn section(resource: &Resource) -> String {
    let head = ["command", "description", "access token"].map(str::to_owned);
    let rows: Vec<_> = [head]
        .into_iter()
        .chain(resource.operations.iter().map(|operation| row(resource, operation)))
        .collect();
    let mut text = format!("### `{}`\n\n{}", kebab(resource.name), table(&rows));
    for operation in resource.operations {
        let own: Vec<_> = filters(operation).filter(|filter| !filter.is_of_page).collect();
        for (title, options) in [("Filters", own), ("Options", body(operation))] {
            if !options.is_empty() {
                text.push_str(&format!("\n{title} of `{}`:\n\n", words(resource, operation)));
                text.push_str(&table(&option_rows(&options)));
            }
        }
    }
    text
}

fn row(resource: &Resource, operation: &Operation) -> [String; 3] {
    let id = id(operation).map_or(String::new(), |(_, prefix)| format!(" {prefix}…"));
    let token = if operation.access == Access::Private { "required" } else { "" };
    let doc = sentence(operation.doc);
    let doc =
        if operation.method == Method::Get { doc } else { format!("{doc} **Write operation.**") };
    [format!("`{}{id}`", words(resource, operation)), doc, token.to_owned()]
}

fn words(resource: &Resource, operation: &Operation) -> String {
    format!("{} {}", kebab(resource.name), kebab(operation.method_name))
}

fn option_rows(options: &[Filter]) -> Vec<[String; 2]> {
    let head = ["option", "description"].map(str::to_owned);
    let row = |filter: &Filter| {
        let value = match filter.kind {
            "boolean" => String::new(),
            _ => format!(" {}", filter.placeholder.replace('|', "\\|")),
        };
        let needed = if filter.is_required { " Required." } else { "" };
        let doc = filter.doc.replace(" Sent as `null` when omitted.", "");
        [format!("`--{}{value}`", kebab(filter.name)), doc + needed]
    };
    [head].into_iter().chain(options.iter().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::part;

    #[test]
    fn the_guide_has_the_reference() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cli.md");
        let text = fs::read_to_string(guide).unwrap();
        let hint = "run `cargo run -p facade-printer -- --guide docs/cli.md`";
        assert!(part().within(&text).unwrap() == text, "the reference is out of date: {hint}");
    }
}
