//! What a caller gave, as a tree that any argument can be: the checks walk it.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value that a caller gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null`, or nothing.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number that is exact: a bigint, or a safe integer.
    Integer(i64),
    /// A string.
    Text(String),
    /// A moment, as RFC 3339 text: a JavaScript `Date`.
    Date(String),
    /// What no request holds, in words: `1.5`, `a function`, `an invalid Date`.
    Other(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, its properties in the caller's order.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The text of a string; of anything else none.
    #[must_use]
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The items of a list; of anything else none.
    #[must_use]
    pub fn items(&self) -> &[Tree] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The property of this name, if this is an object that has it.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Tree> {
        match self {
            Self::Object(properties) => {
                properties.iter().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

/// JSON and JavaScript values alike. Bytes carry what JSON has no word for: `d` and the text of a
/// date, or `o` and a description.
impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(i64::try_from(value).map_or_else(|_| Tree::Other(value.to_string()), Tree::Integer))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Other("a number that is not a safe integer".to_owned()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Tree, E> {
        let text = |rest: &[u8]| String::from_utf8_lossy(rest).into_owned();
        Ok(match bytes.as_slice() {
            [b'd', rest @ ..] => Tree::Date(text(rest)),
            [_, rest @ ..] => Tree::Other(text(rest)),
            [] => Tree::Null,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut properties = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            properties.push(entry);
        }
        Ok(Tree::Object(properties))
    }
}
