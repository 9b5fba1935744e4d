//! Kilograms in messages to JavaScript and in the journal.

use core::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Whole kilograms. Written as decimal text, which every JSON reader keeps exact; read from text or an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Kilograms(pub i64);

impl Serialize for Kilograms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

impl<'de> Deserialize<'de> for Kilograms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KilogramsVisitor)
    }
}

struct KilogramsVisitor;

impl Visitor<'_> for KilogramsVisitor {
    type Value = Kilograms;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("whole kilograms")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Kilograms, E> {
        Ok(Kilograms(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Kilograms, E> {
        i64::try_from(value).map(Kilograms).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Kilograms, E> {
        text.parse().map(Kilograms).map_err(E::custom)
    }
}

/// The sum of kilograms, which does not overflow in any ledger.
pub(super) fn sum(kilograms: impl IntoIterator<Item = Kilograms>) -> Kilograms {
    Kilograms(kilograms.into_iter().fold(0, |sum, each| sum.saturating_add(each.0)))
}
