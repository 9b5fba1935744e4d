//! Tables: the structure of a model on the wire, as data.
//!
//! Each model has one static [`Table`], made by the `model!` macro from the declaration that also generates the struct,
//! its serde implementation and its TypeScript. The decoder reads responses by it, the input checks read arguments by
//! it, and the build prints the façade from it.

use super::Shape;
use super::id::IdKind;

/// The structure of an object on the wire: its name and its properties in the order of their declaration.
#[derive(Debug, PartialEq)]
pub struct Table {
    /// The name of the model, as the API calls it.
    pub name: &'static str,
    /// The list of property names with which JavaScript reads a record of this table.
    pub shape: Shape,
    /// The properties, in the order of their declaration.
    pub properties: &'static [Property],
}

impl Table {
    /// The property with this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

/// One property of a [`Table`].
#[derive(Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: Kind,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// Whether it may be missing.
    pub optional: bool,
}

impl Property {
    /// A property that is always present and never `null`.
    #[must_use]
    pub const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, optional: false }
    }
}

/// The kinds of values on the wire, with the limits on requests.
///
/// Limits (length, range, emptiness) are not checked in responses, where the API may extend them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Any string.
    Text,
    /// A string of at most this many Unicode code points.
    LimitedText(u16),
    /// A string that is not empty.
    NonEmptyText,
    /// An e-mail address.
    Email,
    /// Exactly this string. It is added to a request that lacks it.
    Constant(&'static str),
    /// An id; its prefix is checked in requests.
    Id(IdKind),
    /// A day of the calendar, `2024-01-31`.
    Date,
    /// A moment, RFC 3339 with an offset.
    Timestamp,
    /// One of the strings that the API lists, or one that it adds later.
    Enum(&'static EnumTable),
    /// `true` or `false`.
    Boolean,
    /// `true`: consent that a request must contain.
    Accepted,
    /// A number.
    Number,
    /// Degrees north, -90 to 90.
    Latitude,
    /// Degrees east, -180 to 180.
    Longitude,
    /// A whole number that a JavaScript `number` holds exactly.
    Integer,
    /// A whole number between two bounds, both included.
    BoundedInteger(u16, u16),
    /// Whole kilograms, a 64-bit integer.
    Kilograms,
    /// Whole kilograms, 1 or more.
    PositiveKilograms,
    /// A string or a whole number.
    TextOrInteger,
    /// An object of a known model.
    Object(&'static Table),
    /// A list.
    List(&'static List),
    /// An object of any content.
    AnyObject,
    /// Any JSON value.
    Any,
}

/// The kind of a list's items, and the limits on a list in a request.
#[derive(Debug, PartialEq)]
pub struct List {
    /// What each item is.
    pub item: Kind,
    /// Whether a list in a request needs at least one item.
    pub non_empty: bool,
    /// Whether a list in a request must not repeat an item.
    pub unique: bool,
    /// The most items that a list in a request may hold.
    pub most: u16,
}

/// An open enum: its name and its known strings.
#[derive(Debug, PartialEq)]
pub struct EnumTable {
    /// The name of the enum, as the API calls it.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// The known strings.
    pub values: &'static [&'static str],
}

/// A Rust type that represents a value on the wire.
pub trait Value {
    /// Its kind on the wire.
    const KIND: Kind;
    /// Whether it may be `null`.
    const NULLABLE: bool = false;
    /// Whether it may be missing.
    const OPTIONAL: bool = false;
}

/// A Rust type that represents an object on the wire.
pub trait Model {
    /// The structure of the object.
    const TABLE: &'static Table;
}

impl Value for String {
    const KIND: Kind = Kind::Text;
}

impl Value for bool {
    const KIND: Kind = Kind::Boolean;
}

impl Value for f64 {
    const KIND: Kind = Kind::Number;
}

/// Every 64-bit integer of the registry counts kilograms.
impl Value for i64 {
    const KIND: Kind = Kind::Kilograms;
}

/// Counts of things other than kilograms.
impl Value for u32 {
    const KIND: Kind = Kind::Integer;
}

impl<T: Value> Value for Vec<T> {
    const KIND: Kind =
        Kind::List(&List { item: T::KIND, non_empty: false, unique: false, most: u16::MAX });
}

/// Required and nullable: always present, possibly `null`.
impl<T: Value> Value for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
}

/// The wire's name of a Rust field: the same, without the prefix of a raw identifier.
#[must_use]
pub const fn wire_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', name @ ..] => match core::str::from_utf8(name) {
            Ok(name) => name,
            Err(_) => field,
        },
        _ => field,
    }
}

/// Declares a model: the struct, its serde implementation, its TypeScript and its [`Table`].
///
/// The type of a property says how it may be absent: `T` is required, `Option<T>` required and nullable, `Optional<T>`
/// optional, `Optional<Option<T>>` optional and nullable. `NullWhenOmitted<T>`, in a request, may be omitted in
/// TypeScript and is `null` on the wire.
///
/// `shape Page;` in front declares a type that is not a model of the API and is never decoded, so it has no shape of
/// its own.
macro_rules! model {
    ( $(#[$attribute:meta])* pub struct $name:ident { $( $properties:tt )* } ) => {
        model! { shape $name; $(#[$attribute])* pub struct $name { $( $properties )* } }
    };
    (
        shape $shape:ident;
        $(#[$attribute:meta])* pub struct $name:ident { $( $properties:tt )* }
    ) => {
        model!(@struct { $(#[$attribute])* pub struct $name } {} $( $properties )*);
        model!(@table $name $shape { $( $properties )* });
    };

    // The struct: one property after the other, with the attributes that its type calls for.
    (
        @struct $head:tt { $( $done:tt )* }
        $(#[$attribute:meta])* pub $property:ident: Optional<$type:ty>, $( $rest:tt )*
    ) => {
        model!(@struct $head {
            $( $done )*
            #[serde(default, skip_serializing_if = "crate::model::scalar::Optional::is_absent")]
            $(#[$attribute])* pub $property: Optional<$type>,
        } $( $rest )*);
    };
    (
        @struct $head:tt { $( $done:tt )* }
        $(#[$attribute:meta])* pub $property:ident: NullWhenOmitted<$type:ty>, $( $rest:tt )*
    ) => {
        model!(@struct $head {
            $( $done )*
            #[cfg_attr(not(target_arch = "wasm32"), tsify(optional))]
            $(#[$attribute])* pub $property: NullWhenOmitted<$type>,
        } $( $rest )*);
    };
    (
        @struct $head:tt { $( $done:tt )* }
        $(#[$attribute:meta])* pub $property:ident: $type:ty, $( $rest:tt )*
    ) => {
        model!(@struct $head {
            $( $done )*
            $(#[$attribute])* pub $property: $type,
        } $( $rest )*);
    };
    ( @struct { $( $head:tt )* } { $( $done:tt )* } ) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
        #[cfg_attr(
            not(target_arch = "wasm32"),
            tsify(missing_as_null, large_number_types_as_bigints)
        )]
        $( $head )* { $( $done )* }
    };

    (
        @table $name:ident $shape:ident
        { $( $(#[$attribute:meta])* pub $property:ident: $type:ty, )* }
    ) => {
        impl $crate::model::table::Model for $name {
            const TABLE: &'static $crate::model::table::Table = &$crate::model::table::Table {
                name: stringify!($name),
                shape: $crate::model::Shape::$shape,
                properties: &[ $(
                    $crate::model::table::Property {
                        name: $crate::model::table::wire_name(stringify!($property)),
                        kind: <$type as $crate::model::table::Value>::KIND,
                        nullable: <$type as $crate::model::table::Value>::NULLABLE,
                        optional: <$type as $crate::model::table::Value>::OPTIONAL,
                    },
                )* ],
            };
        }

        impl $crate::model::table::Value for $name {
            const KIND: $crate::model::table::Kind =
                $crate::model::table::Kind::Object(<$name as $crate::model::table::Model>::TABLE);
        }
    };
}
pub(crate) use model;
