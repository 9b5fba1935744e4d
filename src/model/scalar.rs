//! Scalar types: dates, degrees, and types used only in requests.

use serde::{Deserialize, Serialize};

use super::table::{Kind, List, Value};

/// Declares newtypes of one value, with their TypeScript and their kind on the wire.
macro_rules! scalars {
    ( $( $(#[doc = $doc:literal])* $name:ident($inner:ty) = $kind:expr, $typescript:literal; )* ) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, PartialEq, PartialOrd, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub $inner);

            impl Value for $name {
                const KIND: Kind = $kind;
            }
        )*

        /// The declarations of these types in TypeScript.
        #[cfg(not(target_arch = "wasm32"))]
        pub const DECLARATIONS: &[&str] = &[
            "/**\n * A property that may be missing or `undefined`.\n */\n\
            export type Optional<T> = T | undefined;",
            "/**\n * A property of a request that is sent as `null` when it is omitted or `undefined`.\n */\n\
            export type NullWhenOmitted<T> = T | null | undefined;",
        $(
            concat!(
                "/**\n", $( " *", $doc, "\n", )* " */\n",
                "export type ", stringify!($name), " = ", $typescript, ";"
            ),
        )* ];
    };
}

scalars! {
    /// A calendar date without a time, such as `"2024-01-31"`.
    CalendarDate(String) = Kind::Date, "string";
    /// A timestamp, RFC 3339 with an offset, such as `"2024-01-22T11:56:48.520641Z"`.
    Timestamp(String) = Kind::Timestamp, "string";
    /// Degrees north of the equator, -90 to 90.
    Latitude(f64) = Kind::Latitude, "number";
    /// Degrees east of Greenwich, -180 to 180.
    Longitude(f64) = Kind::Longitude, "number";
    /// A timestamp in a request: RFC 3339 text with an offset, or a `Date`.
    TimestampInput(String) = Kind::Timestamp, "string | Date";
    /// Whole kilograms in a request, 1 or more: a `bigint`, or a `number` that is a safe integer. 1000 kg are one
    /// credit.
    KilogramsInput(i64) = Kind::PositiveKilograms, "bigint | number";
    /// A year from 1900 to 2100.
    Vintage(i64) = Kind::BoundedInteger(1900, 2100), "number";
    /// How many items a page holds, 1 to 50.
    PageSize(i64) = Kind::BoundedInteger(1, 50), "number";
    /// An opaque position in a list, as returned in `page_info`. Never empty.
    Cursor(String) = Kind::NonEmptyText, "string";
    /// A public text of at most 256 Unicode code points.
    Note(String) = Kind::LimitedText(256), "string";
    /// A name or domain of at most 256 Unicode code points.
    ShortText(String) = Kind::LimitedText(256), "string";
    /// An e-mail address.
    EmailAddress(String) = Kind::Email, "string";
    /// Consent: always `true`.
    Accepted(bool) = Kind::Accepted, "true";
}

/// A property that may be missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Optional<T>(pub Option<T>);

impl<T> Optional<T> {
    /// Whether it is missing.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// A property that is present is kept as received, including `null`: only serde's default is absent.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

impl<T: Value> Value for Optional<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = T::NULLABLE;
    const OPTIONAL: bool = true;
}

/// A property of a request that callers may omit: it is then sent as `null`.
pub type NullWhenOmitted<T> = Option<T>;

/// Declares the lists that requests hold, each with its limits.
macro_rules! input_lists {
    ( $( $(#[doc = $doc:literal])* $name:ident { unique: $unique:literal, most: $most:literal } )* ) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name<T>(pub Vec<T>);

            impl<T: Value> Value for $name<T> {
                const KIND: Kind = Kind::List(&List {
                    item: T::KIND,
                    non_empty: true,
                    unique: $unique,
                    most: $most,
                });
            }
        )*

        /// The declarations of these lists in TypeScript.
        #[cfg(not(target_arch = "wasm32"))]
        pub const LIST_DECLARATIONS: &[&str] = &[ $(
            concat!(
                "/**\n", $( " *", $doc, "\n", )* " */\n",
                "export type ", stringify!($name), "<T> = readonly T[];"
            ),
        )* ];
    };
}

input_lists! {
    /// A list of 1 to 20,000 items.
    NonEmptyList { unique: false, most: 20_000 }
    /// A list of 1 to 100 items without repetitions.
    NonEmptyUniqueList { unique: true, most: 100 }
}
