//! Cells: the values in the rows of a store, and their form in JavaScript.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// The largest integer up to which a JavaScript `number` holds every integer.
const SAFE: u64 = (1 << 53) - 1;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellType {
    /// Text.
    Text,
    /// A 64-bit integer: kilograms, microseconds, milliseconds, counts, 0 or 1.
    Integer,
    /// A floating-point number: degrees, which are never summed.
    Real,
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// NULL.
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
    /// Text, or NULL.
    #[must_use]
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    /// The text of a cell that contains text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer of a cell that contains one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// Appends the cell to a canonical text, in which different cells differ.
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
}

/// Reads rows out of JSON: a list of rows, each a list of cells of these types or `null`.
///
/// # Errors
/// The JSON is something else.
pub fn rows_from_json(json: &str, types: &[CellType]) -> Result<Vec<Option<Row>>, String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let rows = Many(RowOf(types)).deserialize(&mut deserializer);
    rows.and_then(|rows| deserializer.end().map(|()| rows)).map_err(|error| error.to_string())
}

/// What reads a list of things, each by the same seed.
struct Many<S>(S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Many<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Many<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(self.0)? {
            found.push(item);
        }
        Ok(found)
    }
}

/// What reads a row, or `null`.
#[derive(Clone, Copy)]
struct RowOf<'t>(&'t [CellType]);

impl<'de> DeserializeSeed<'de> for RowOf<'_> {
    type Value = Option<Row>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowOf<'_> {
    type Value = Option<Row>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a row or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Self::Value, A::Error> {
        let mut row = Row::with_capacity(self.0.len());
        for &kind in self.0 {
            let Some(cell) = cells.next_element_seed(CellOf(kind))? else { break };
            row.push(cell);
        }
        Ok(Some(row))
    }
}

/// What reads a cell of a type. Integers that a JavaScript `number` does not hold exactly come as text.
#[derive(Clone, Copy)]
struct CellOf(CellType);

impl<'de> DeserializeSeed<'de> for CellOf {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for CellOf {
    type Value = Cell;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a cell")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Cell, E> {
        Ok(match self.0 {
            CellType::Integer => Cell::Integer(integer),
            #[expect(clippy::cast_precision_loss, reason = "JavaScript writes whole reals so")]
            CellType::Real => Cell::Real(integer as f64),
            CellType::Text => Cell::Text(integer.to_string()),
        })
    }

    fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Cell, E> {
        i64::try_from(integer)
            .map_or_else(|_| Ok(Cell::Text(integer.to_string())), |integer| self.visit_i64(integer))
    }

    fn visit_f64<E>(self, real: f64) -> Result<Cell, E> {
        Ok(match self.0 {
            CellType::Real => Cell::Real(real),
            _ => Cell::Text(real.to_string()),
        })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Cell, E> {
        Ok(match self.0 {
            CellType::Integer => {
                text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Integer)
            }
            _ => Cell::Text(text.to_owned()),
        })
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Cell, E> {
        match self.0 {
            CellType::Integer => self.visit_str(&text),
            _ => Ok(Cell::Text(text)),
        }
    }
}

/// Integers that a JavaScript `number` does not hold exactly are passed as text; the column's type identifies them.
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
