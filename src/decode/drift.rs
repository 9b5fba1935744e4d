//! Drift: differences from the contract that are no reason to reject a whole body. They are reported by place and kind,
//! and the values are passed through as received.

use crate::model::Shape;
use crate::model::table::{Kind, Property, Table};

/// A difference from the contract at one place of a body, or at many similar places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The place, such as `nodes[].owner.name`.
    pub path: String,
    /// What was expected there.
    pub expected: String,
    /// The kind of value that was found.
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

/// Whether a body must be rejected when this was found in place of a property's value. Otherwise quantities would be
/// wrong, a list would have no items, or paging no end; and code identifies items by their ids.
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
