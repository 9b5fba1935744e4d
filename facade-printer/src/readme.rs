//! The README's table of operations, between two markers.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use isometric_registry::operation::{self, Access, Argument, Operation};

use crate::resources::{answer, list_item_of};

const START: &str = "<!-- operations -->";
const END: &str = "<!-- /operations -->";

/// Prints the table into the file.
pub(crate) fn update(file: &Path) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    let text = with_table(&text)
        .ok_or_else(|| io::Error::other(format!("{START} and {END} are not in the file")))?;
    fs::write(file, text)
}

fn with_table(text: &str) -> Option<String> {
    let (head, rest) = text.split_once(START)?;
    let (_, tail) = rest.split_once(END)?;
    Some(format!("{head}{START}\n\n{}\n{END}{tail}", table()))
}

fn table() -> String {
    let head = "| call | gives | request | access token |\n| --- | --- | --- | --- |\n";
    operation::all().map(row).fold(head.to_owned(), |table, row| table + &row)
}

fn row(operation: &Operation) -> String {
    let token = if operation.access == Access::Private { "needed" } else { "" };
    format!(
        "| `{}({})` | `{}` | `{} {}` | {token} |\n",
        operation.name,
        parameters(operation),
        gives(operation).replace('|', "\\|"),
        operation.method.as_str(),
        operation.path,
    )
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

/// What awaiting the call gives, or the list that it makes.
fn gives(operation: &Operation) -> String {
    match list_item_of(operation) {
        Some(item) => format!("PagedList<{item}>"),
        None => answer(operation.answer, operation.null_status.is_some(), &mut BTreeSet::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::with_table;

    #[test]
    fn the_readme_has_the_table() {
        let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
        let text = fs::read_to_string(readme).unwrap();
        let told = "run `cargo run -p facade-printer -- --readme README.md`";
        assert!(with_table(&text).unwrap() == text, "the table of operations is old: {told}");
    }
}
