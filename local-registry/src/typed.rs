//! From JSON to typed values.
//!
//! serde_json's own conversion from a `Value` also accepts objects as lists and more: twice the code for every type,
//! which makes the wasm module larger.

use core::fmt::Display;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Expected, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

/// Reads a value.
///
/// # Errors
/// What is missing, unknown or of a wrong type.
pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(Json { value, name: "" })
}

/// Reads JSON text.
///
/// # Errors
/// What is wrong with the text or its content.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let value: Value = serde_json::from_slice(text.as_bytes()).map_err(message)?;
    read(&value).map_err(message)
}

fn message(error: impl Display) -> String {
    error.to_string()
}

/// A value, and the name of its property.
#[derive(Clone, Copy)]
struct Json<'de> {
    value: &'de Value,
    name: &'de str,
}

impl Json<'_> {
    fn expected(self, what: impl Display) -> Error {
        match self.name {
            "" => Error::custom(format_args!("expected {what}")),
            name => Error::custom(format_args!("{name}: expected {what}")),
        }
    }
}

/// Accepts a value of one kind, or says that it was expected.
macro_rules! take {
    ( $( $deserialize:ident = $get:ident $visit:ident, $what:literal; )* ) => { $(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.value.$get() {
                Some(value) => visitor.$visit(value),
                None => Err(self.expected($what)),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Error;

    take! {
        deserialize_bool = as_bool visit_bool, "true or false";
        deserialize_i64 = as_i64 visit_i64, "a whole number of at most 64 bits";
        deserialize_f64 = as_f64 visit_f64, "a number";
        deserialize_str = as_str visit_borrowed_str, "text";
        deserialize_string = as_str visit_borrowed_str, "text";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let expected: &dyn Expected = &visitor;
        Err(self.expected(expected))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => {
                let items = items.iter().map(|value| Json { value, ..self });
                visitor.visit_seq(SeqDeserializer::new(items))
            }
            _ => Err(self.expected("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Object(map) => {
                let entries = map.iter().map(|(name, value)| (name.as_str(), Json { value, name }));
                visitor.visit_map(MapDeserializer::new(entries))
            }
            _ => Err(self.expected("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value.as_str() {
            Some(text) => visitor.visit_enum(text.into_deserializer()),
            None => Err(self.expected("text")),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple_struct
        map identifier
    }
}

impl<'de> IntoDeserializer<'de, Error> for Json<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
