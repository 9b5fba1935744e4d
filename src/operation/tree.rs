//! A caller's arguments as a tree, for the checks.

/// A value given by a caller.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// `null` or `undefined`.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An exact whole number: a bigint, or a safe integer.
    Integer(i64),
    /// A string.
    Text(String),
    /// A timestamp, as RFC 3339 text: a JavaScript `Date`.
    Date(String),
    /// A value that no request can hold, in words: `1.5`, `a function`, `an invalid Date`.
    Other(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, its properties in the caller's order.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The text of a string; `None` for anything else.
    #[must_use]
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// A copy of a string's text; `None` for anything else.
    #[must_use]
    pub fn owned_text(&self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    /// The items of a list; `None` for anything else.
    #[must_use]
    pub fn items(&self) -> &[Tree] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The property with this name, if this is an object that has it.
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
