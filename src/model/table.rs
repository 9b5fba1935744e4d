//! Tables: what a model looks like on the wire, as data.
//!
//! Each model has one static [`Table`], made by the `model!` macro from the declaration that also
//! gives the struct, its serde and its TypeScript. The decoder reads responses along it, the input
//! checks walk arguments along it, and the build prints the façade from it.

use super::Shape;
use super::id::IdKind;

/// What an object looks like on the wire: its name and its properties as they are declared.
#[derive(Debug, PartialEq)]
pub struct Table {
    /// The name of the model, as the API calls it.
    pub name: &'static str,
    /// Which list of property names JavaScript reads a record of this table with.
    pub shape: Shape,
    /// The properties, in the order they are declared.
    pub properties: &'static [Property],
}

impl Table {
    /// The property of this name.
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
    /// What a value of it is.
    pub kind: Kind,
    /// Whether `null` is a value of it.
    pub nullable: bool,
    /// Whether it may be missing.
    pub optional: bool,
}

impl Property {
    /// A property that is always there and never `null`.
    #[must_use]
    pub const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, optional: false }
    }
}

/// What a value is on the wire, with the limits that requests are held to.
///
/// A limit (length, range, emptiness) is not checked in responses, which stay open where the API
/// may grow.
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
    /// Exactly this string. A request that lacks it gets it.
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
    /// `true`: consent that a request cannot do without.
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

/// What the items of a list are, and what a request's list is held to.
#[derive(Debug, PartialEq)]
pub struct List {
    /// What each item is.
    pub item: Kind,
    /// Whether the list of a request needs an item at least.
    pub non_empty: bool,
    /// Whether the list of a request may not hold one item twice.
    pub unique: bool,
    /// The most items that the list of a request may hold.
    pub most: u16,
}

/// An open enum: its name and the strings that are known of it.
#[derive(Debug, PartialEq)]
pub struct EnumTable {
    /// The name of the enum, as the API calls it.
    #[cfg(not(target_arch = "wasm32"))]
    pub name: &'static str,
    /// The strings that are known.
    pub values: &'static [&'static str],
}

/// A Rust type that stands for a value on the wire.
pub trait Value {
    /// What it is on the wire.
    const KIND: Kind;
    /// Whether `null` is a value of it.
    const NULLABLE: bool = false;
    /// Whether it may be missing.
    const OPTIONAL: bool = false;
}

/// A Rust type that stands for an object on the wire.
pub trait Model {
    /// What the object looks like.
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

/// Required and nullable: always there, perhaps `null`.
impl<T: Value> Value for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;
}

/// The wire's name of a Rust field: the same, without the mark of a raw identifier.
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

/// Declares a model: the struct, its serde, its TypeScript and its [`Table`].
///
/// The type of a property says what it is and which absence it knows: `T` is required, `Option<T>`
/// required and nullable, `Optional<T>` optional, `Optional<Option<T>>` optional and nullable.
/// `NullWhenOmitted<T>`, in a request, may be omitted in TypeScript and is `null` on the wire.
///
/// `shape Page;` in front declares what is no model of the API and never decoded, and so has no shape of its own.
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
