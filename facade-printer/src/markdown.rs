//! Parts of Markdown files: printed text between two markers, and tables.

use std::path::Path;
use std::{fs, io};

/// A part of a file between `<!-- name -->` and `<!-- /name -->` that is printed.
pub(crate) struct Part {
    /// The name in the markers.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

impl Part {
    /// Prints the part into the file.
    pub(crate) fn update(&self, file: &Path) -> io::Result<()> {
        let text = fs::read_to_string(file)?;
        let text = self
            .within(&text)
            .ok_or_else(|| io::Error::other(format!("the file has no part {}", self.name)))?;
        fs::write(file, text)
    }

    /// The file's text with the part up to date.
    pub(crate) fn within(&self, text: &str) -> Option<String> {
        let (start, end) = (format!("<!-- {} -->", self.name), format!("<!-- /{} -->", self.name));
        let (head, rest) = text.split_once(&start)?;
        let (_, tail) = rest.split_once(&end)?;
        Some(format!("{head}{start}\n\n{}\n\n{end}{tail}", self.text.trim_end()))
    }
}

/// A table with columns of equal width; the first row is its head.
pub(crate) fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    });
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(widths) {
            text.push_str(&format!("| {cell:width$} "));
        }
        text.push_str("|\n");
        if index == 0 {
            for width in widths {
                text.push_str(&format!("| {} ", "-".repeat(width)));
            }
            text.push_str("|\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Part, table};

    #[test]
    fn a_part_is_replaced_between_its_markers() {
        let part = Part { name: "x", text: "new\n".to_owned() };
        let text = "a\n<!-- x -->\n\nold\n\n<!-- /x -->\nb";
        let updated = part.within(text);
        assert_eq!(updated.as_deref(), Some("a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb"));
        assert_eq!(part.within("a"), None);
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned);
        let text = table(&[row(["a", "b"]), row(["long", ""])]);
        assert_eq!(text, "| a    | b |\n| ---- | - |\n| long |   |\n");
    }
}
