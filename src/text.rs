//! Concatenation of text. The standard library's own ways are compiled into every place that uses them, which in
//! WebAssembly takes more space than the text.

/// The parts, one after the other.
#[inline(never)]
pub(crate) fn concat(parts: &[&str]) -> String {
    join(parts, "")
}

/// The parts with a separator between them.
#[inline(never)]
pub(crate) fn join(parts: &[&str], separator: &str) -> String {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        text.push_str(part);
    }
    text
}
