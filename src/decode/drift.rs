//! Drift: what does not fit the contract and is no reason to give a whole body up. It is told, by its place and its
//! kind, and arrives as it came.

use crate::model::Shape;
use crate::model::table::{Kind, Property, Table};

/// What does not fit the contract at one place of a body, or at many places that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Where, such as `nodes[].owner.name`.
    pub path: String,
    /// What was expected there.
    pub expected: String,
    /// What kind of value came.
    pub found: &'static str,
}

/// A kind of JSON value, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

impl Found {
    /// By the first byte of a value.
    pub(super) fn of(first: Option<u8>) -> Self {
        match first {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::String,
            Some(b'[') => Self::List,
            Some(b'{') => Self::Object,
            _ => Self::Number,
        }
    }

    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// Whether a body must be refused when this was found in place of a property's value. Figures would be wrong, a list
/// would have no items, or a walk no end; and who takes items apart does so by their ids.
pub(super) fn is_vital(table: &Table, property: &Property, is_item: bool, found: Found) -> bool {
    let is_figure = matches!(property.kind, Kind::Kilograms | Kind::PositiveKilograms)
        || matches!(property.name, "credits" | "total_count");
    let is_list = match table.shape {
        Shape::PageInfo => true,
        Shape::Page | Shape::ListResource => matches!(property.name, "nodes" | "page_info"),
        _ => false,
    };
    let is_identity = is_item && property.name == "id" && found != Found::String;
    is_list || is_identity || (is_figure && found != Found::Nothing)
}
