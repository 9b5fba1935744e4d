//! The inputs of `admin`: each is declared once, and the build prints its TypeScript from here.

use isometric_registry::model::credit_batch::CarbonRemovalData;
use isometric_registry::model::id::{OrganisationId, ProjectId, SupplierId};
use isometric_registry::model::project::{Pathway, ProjectStatus};
use isometric_registry::model::scalar::CalendarDate;

use crate::ledger::records::Place;

/// The type of an input, or of one of its properties.
pub(crate) trait Input {
    /// Whether a property of it may be omitted.
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "TypeScript is printed natively"))]
    const IS_OPTIONAL: bool = false;

    /// Its name in TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    fn type_name() -> String;

    /// Its declaration in TypeScript; empty for types declared elsewhere.
    #[cfg(not(target_arch = "wasm32"))]
    fn declaration() -> String {
        String::new()
    }
}

/// Declares the names of types in TypeScript.
macro_rules! types {
    ( $( $type:ty = $name:literal; )* ) => { $(
        impl Input for $type {
            #[cfg(not(target_arch = "wasm32"))]
            fn type_name() -> String {
                $name.to_owned()
            }
        }
    )* };
}

types! {
    bool = "boolean";
    f64 = "number";
    i64 = "KilogramsInput";
    String = "string";
    CalendarDate = "CalendarDate";
    CarbonRemovalData = "CarbonRemovalData";
    OrganisationId = "OrganisationId";
    Pathway = "Pathway";
    Place = "Location";
    ProjectId = "ProjectId";
    ProjectStatus = "ProjectStatus";
    SupplierId = "SupplierId";
}

impl<T: Input> Input for Option<T> {
    const IS_OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn type_name() -> String {
        format!("{} | null | undefined", T::type_name())
    }
}

impl<T: Input> Input for Vec<T> {
    #[cfg(not(target_arch = "wasm32"))]
    fn type_name() -> String {
        format!("readonly {}[]", T::type_name())
    }
}

/// Declares an input: a struct that rejects unknown properties, and its TypeScript. An `Option` may be omitted or
/// `null`.
macro_rules! input {
    (
        $(#[doc = $doc:literal])*
        $visibility:vis struct $name:ident {
            $( $(#[doc = $property_doc:literal])* $property:ident: $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $visibility struct $name {
            $( $(#[doc = $property_doc])* pub(crate) $property: $type, )*
        }

        impl $crate::input::Input for $name {
            #[cfg(not(target_arch = "wasm32"))]
            fn type_name() -> String {
                stringify!($name).to_owned()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn declaration() -> String {
                $crate::input::interface(
                    &[$($doc),*],
                    stringify!($name),
                    &[ $( $crate::input::Member {
                        doc: &[$($property_doc),*],
                        name: stringify!($property),
                        is_optional: <$type as $crate::input::Input>::IS_OPTIONAL,
                        of: <$type as $crate::input::Input>::type_name(),
                    } ),* ],
                )
            }
        }
    };
}
pub(crate) use input;

/// A property of an input.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Member {
    pub(crate) doc: &'static [&'static str],
    pub(crate) name: &'static str,
    pub(crate) is_optional: bool,
    pub(crate) of: String,
}

/// The declaration of an interface.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn interface(doc: &[&str], name: &str, members: &[Member]) -> String {
    let mut text = format!("{}export interface {name} {{\n", comment(doc, ""));
    for member in members {
        let mark = if member.is_optional { "?" } else { "" };
        text.push_str(&comment(member.doc, "  "));
        text.push_str(&format!("  {}{mark}: {};\n", member.name, member.of));
    }
    text + "}\n"
}

/// A doc comment; empty if there is no text.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn comment(doc: &[&str], indent: &str) -> String {
    let lines: Vec<_> = doc.iter().map(|line| line.trim()).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}
