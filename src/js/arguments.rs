//! A caller's arguments, which the façade passes as JSON: see `encode.ts`.

use crate::decode::{Expected, Records, decode, tag};
use crate::operation::Tree;

/// Reads arguments. Every string starts with a letter that says what it is: `s` a string, `i` an integer, `d` a date's
/// text, and `o` a value that no request can hold, in words.
pub(super) fn read(json: &[u8]) -> Tree {
    let mut records = Records::default();
    match decode(json, &Expected::ANYTHING, &mut records) {
        Ok(()) => {
            let [texts, wide] = records.strings();
            let reader = Reader { values: records.values(), texts, wide };
            reader.values.last().map_or(Tree::Null, |&value| reader.tree(value))
        }
        Err(fault) => Tree::Other(fault.expected),
    }
}

/// Reads trees out of records.
struct Reader<'a> {
    values: &'a [u64],
    texts: Vec<String>,
    wide: Vec<String>,
}

impl Reader<'_> {
    fn tree(&self, words: u64) -> Tree {
        let (place, aux) = parts(words);
        match words as u32 & 15 {
            tag::TRUE => Tree::Boolean(true),
            tag::FALSE => Tree::Boolean(false),
            tag::SHORT | tag::TEXT | tag::WIDE => read_text(self.text(words)),
            tag::LIST => {
                Tree::List(self.items(place, aux).iter().map(|&item| self.tree(item)).collect())
            }
            tag::MAP => Tree::Object(
                self.items(place, aux.saturating_mul(2))
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .map(|&[key, value]| (self.text(key).to_owned(), self.tree(value)))
                    .collect(),
            ),
            _ => Tree::Null,
        }
    }

    /// A string, from any of the records' texts.
    fn text(&self, words: u64) -> &str {
        let (place, length) = parts(words);
        let text = match words as u32 & 15 {
            tag::SHORT => {
                let short = self.texts.last();
                return short
                    .and_then(|short| short.get(place..place.saturating_add(length)))
                    .unwrap_or_default();
            }
            tag::WIDE => self.wide.get(place),
            _ => self.texts.get(place),
        };
        text.map(String::as_str).unwrap_or_default()
    }

    fn items(&self, place: usize, count: usize) -> &[u64] {
        self.values.get(place..place.saturating_add(count)).unwrap_or_default()
    }
}

/// The place and the aux of a value.
fn parts(words: u64) -> (usize, usize) {
    ((words >> 32) as usize, (words as u32 >> 4) as usize)
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
