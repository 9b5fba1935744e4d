//! Cells: the values that rows of a store hold, and how they cross to JavaScript.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The largest integer that a JavaScript `number` holds exactly, together with all below it.
const SAFE: u64 = (1 << 53) - 1;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellType {
    /// Text.
    Text,
    /// A 64-bit integer: kilograms, microseconds, milliseconds, counts, 0 or 1.
    Integer,
    /// A floating-point number: degrees, and nothing that is ever summed.
    Real,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(String),
}

/// A row, in the order of its table's columns.
pub type Row = Vec<Cell>;

impl Cell {
    /// Text, or nothing.
    #[must_use]
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    /// The text of a cell that holds some.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer of a cell that holds one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// Adds what stands for the cell in a canonical text: no two cells have the same.
    pub fn push_canonical(&self, text: &mut Vec<u8>) {
        match self {
            Self::Null => text.push(b'-'),
            Self::Integer(integer) => {
                text.push(b'i');
                text.extend_from_slice(integer.to_string().as_bytes());
            }
            Self::Real(real) => {
                text.push(b'r');
                text.extend_from_slice(format!("{real:e}").as_bytes());
            }
            Self::Text(content) => {
                text.push(b't');
                text.extend_from_slice(content.len().to_string().as_bytes());
                text.push(b':');
                text.extend_from_slice(content.as_bytes());
            }
        }
        text.push(b';');
    }

    /// A cell from what JavaScript gave for it in a column of this type.
    #[must_use]
    pub fn from_json(value: Value, kind: CellType) -> Self {
        match (value, kind) {
            (Value::String(text), CellType::Text) => Self::Text(text),
            (Value::String(digits), CellType::Integer) => {
                digits.parse().map_or(Self::Text(digits), Self::Integer)
            }
            (Value::Number(number), CellType::Integer) => {
                number.as_i64().map_or_else(|| Self::Text(number.to_string()), Self::Integer)
            }
            (Value::Number(number), CellType::Real) => {
                number.as_f64().map_or(Self::Null, Self::Real)
            }
            (Value::Null, _) => Self::Null,
            (other, _) => Self::Text(other.to_string()),
        }
    }
}

/// Integers that a JavaScript `number` does not hold exactly go as text; the column's type says which.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Integer(integer) if integer.unsigned_abs() <= SAFE => {
                serializer.serialize_i64(*integer)
            }
            Self::Integer(integer) => serializer.serialize_str(&integer.to_string()),
            Self::Real(real) => serializer.serialize_f64(*real),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}
