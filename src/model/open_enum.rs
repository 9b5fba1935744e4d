//! Open enums: the strings that the API lists, plus any that a later version adds.

/// Declares an open enum: the Rust enum, its serde implementation, its TypeScript and its
/// [`EnumTable`](super::table::EnumTable). An unlisted string is kept in `Unknown`.
macro_rules! open_enum {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
            /// A value that was added after this version of the package.
            Unknown(String),
        }

        impl $name {
            /// The name and the known strings.
            pub const TABLE: &'static $crate::model::table::EnumTable =
                &$crate::model::table::EnumTable {
                    #[cfg(not(target_arch = "wasm32"))]
                    name: stringify!($name),
                    values: &[ $( $text, )* ],
                };

            /// The declaration of the type in TypeScript.
            #[cfg(not(target_arch = "wasm32"))]
            pub const DECLARATION: &'static str = concat!(
                "/**\n", $( " *", $doc, "\n", )* " *\n",
                $( " * - `\"", $text, "\"`:", $( $variant_doc, )* "\n", )*
                " */\n",
                "export type ", stringify!($name), " = ", $( "\"", $text, "\" | ", )* "(string & {});"
            );

            /// The string on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $( $text => Self::$variant, )*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        impl $crate::model::table::Value for $name {
            const KIND: $crate::model::table::Kind =
                $crate::model::table::Kind::Enum($name::TABLE);
        }
    };
}
pub(crate) use open_enum;
