//! A caller's arguments, which the façade hands over as JSON: see `encode.ts`.

use crate::decode::{Expected, Records, decode, tag};
use crate::operation::Tree;

/// Reads arguments. Every string begins with a letter that says what it is: `s` a string, `i` an
/// integer, `d` a date's text, and `o` something that no request holds, in words.
pub(super) fn read(json: &str) -> Tree {
    let mut records = Records::default();
    match decode(json.as_bytes(), &Expected::ANYTHING, &mut records) {
        Ok(()) => records.values().last().map_or(Tree::Null, |&value| tree(&records, value)),
        Err(fault) => Tree::Other(fault.expected),
    }
}

fn tree(records: &Records, words: u64) -> Tree {
    let (head, payload) = (words as u32, words >> 32);
    let (place, aux) = (payload as usize, (head >> 4) as usize);
    match head & 15 {
        tag::TRUE => Tree::Boolean(true),
        tag::FALSE => Tree::Boolean(false),
        tag::TEXT | tag::WIDE => read_text(&text(records, words)),
        tag::LIST => Tree::List(
            items(records.values(), place, aux).iter().map(|&item| tree(records, item)).collect(),
        ),
        tag::MAP => Tree::Object(
            items(records.values(), place, aux.saturating_mul(2))
                .as_chunks::<2>()
                .0
                .iter()
                .map(|&[key, value]| (text(records, key), tree(records, value)))
                .collect(),
        ),
        _ => Tree::Null,
    }
}

fn read_text(text: &str) -> Tree {
    let mut letters = text.chars();
    let (kind, rest) = (letters.next(), letters.as_str());
    match kind {
        Some('s') => Tree::Text(rest.to_owned()),
        Some('d') => Tree::Date(rest.to_owned()),
        Some('i') => rest.parse().map_or_else(|_| Tree::Other(rest.to_owned()), Tree::Integer),
        _ => Tree::Other(rest.to_owned()),
    }
}

/// A string, whichever of the records' texts it is in.
fn text(records: &Records, words: u64) -> String {
    let (head, place) = (words as u32, (words >> 32) as usize);
    let length = (head >> 4) as usize;
    match head & 15 {
        tag::WIDE => String::from_utf16_lossy(items(records.units(), place, length)),
        _ => String::from_utf8_lossy(items(records.text(), place, length)).into_owned(),
    }
}

fn items<T>(all: &[T], place: usize, count: usize) -> &[T] {
    all.get(place..place.saturating_add(count)).unwrap_or_default()
}
