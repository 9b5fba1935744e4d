//! The reference's table of operations.

use std::collections::BTreeSet;

use isometric_registry::operation::{self, Access, Argument, Operation};

use crate::markdown::{Part, table};
use crate::resources::{answer, list_item_of};

/// The printed part of the reference.
pub(crate) fn part() -> Part {
    let head = ["call", "result", "request", "access token"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(operation::all().map(row)).collect();
    Part { name: "operations", text: table(&rows) }
}

fn row(operation: &Operation) -> [String; 4] {
    let token = if operation.access == Access::Private { "required" } else { "" };
    [
        format!("`{}({})`", operation.name, parameters(operation)),
        format!("`{}`", gives(operation).replace('|', "\\|")),
        format!("`{} {}`", operation.method.as_str(), operation.path),
        token.to_owned(),
    ]
}

fn parameters(operation: &Operation) -> String {
    let name = |argument: &Argument| match argument {
        Argument::Id(_) => "id",
        Argument::Page => "page?",
        Argument::Filters(_) => "filters?",
        Argument::Body(_) => "body",
    };
    operation.arguments.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The result of awaiting the call, or the list that it returns.
fn gives(operation: &Operation) -> String {
    match list_item_of(operation) {
        Some(item) => format!("PagedList<{item}>"),
        None => answer(operation.answer, operation.null_status.is_some(), &mut BTreeSet::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::part;

    #[test]
    fn the_reference_has_the_table() {
        let reference = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operations.md");
        let text = fs::read_to_string(reference).unwrap();
        let hint = "run `cargo run -p facade-printer -- --operations docs/operations.md`";
        assert!(
            part().within(&text).unwrap() == text,
            "the table of operations is out of date: {hint}"
        );
    }
}
