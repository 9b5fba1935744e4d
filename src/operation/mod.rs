//! The operations of the API: one file per resource, and pure functions that build an HTTP request from a caller's
//! arguments.
//!
//! An operation is declared once, by the `operations!` macro: its name, method, path, arguments, answer, who may call
//! it, and its doc comment. Requests are built and checked by the declaration, and the build prints the method of the
//! TypeScript façade from it.

mod beneficiaries;
mod check;
mod credit_batches;
mod deliveries;
mod form;
mod issuances;
mod orders;
mod organisations;
mod projects;
mod received;
mod refunds;
mod request;
mod retirements;
mod stripe;
mod suppliers;
mod transferees;
mod transfers;
mod tree;

#[cfg(feature = "transaction")]
pub(crate) use check::check_object;
pub use check::{Issue, MOST_ISSUES};
pub use form::choose_form;
pub use received::rebuild;
pub use request::{Direction, LONGEST_ANSWER, PageRequest, Request, build};
pub use tree::Tree;

use crate::decode::Expected;
use crate::model::Shape;
use crate::model::id::IdKind;
use crate::model::table::{Kind, Table};
use crate::text::concat;

/// The operations of one resource.
#[derive(Debug)]
pub struct Resource {
    /// Its name as a property of the client: `creditBatches`.
    pub name: &'static str,
    /// A description, as printed into TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static [&'static str],
    /// Its operations.
    pub operations: &'static [Operation],
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The name of its method: `createFromOldestCredits`.
    pub method_name: &'static str,
    /// The operation, for an exhaustive `match`.
    pub id: OperationId,
    /// The resource and the method, as errors and hooks name it: `retirements.create`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL. `{id}` stands for the first argument.
    pub path: &'static str,
    /// The arguments, in order.
    pub arguments: &'static [Argument],
    /// The kind of a successful answer.
    pub answer: Expected,
    /// The status by which the API says that the resource does not exist: the call then returns `null`.
    pub null_status: Option<u16>,
    /// Who may call it.
    pub access: Access,
    /// A description, as printed into TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static [&'static str],
}

impl Operation {
    /// The path with this id in place of `{id}`.
    fn path_of(&self, id: &str) -> String {
        match (self.path.split_once('{'), self.path.split_once('}')) {
            (Some((before, _)), Some((_, after))) => concat(&[before, id, after]),
            _ => self.path.to_owned(),
        }
    }

    /// Whether the answer is a page of a list.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        matches!(self.answer.kind, Kind::Object(table) if table.shape == Shape::Page)
    }
}

/// The HTTP methods. The API's own operations are GETs and POSTs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Acts.
    Post,
    /// Acts.
    Put,
    /// Acts.
    Patch,
    /// Acts.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// The method of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str() == name)
    }
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone with a client secret: the public record.
    Public,
    /// An organisation, by its access token.
    Private,
}

/// One argument of an operation.
#[derive(Debug, Clone, Copy)]
pub enum Argument {
    /// The id in the path.
    Id(IdKind),
    /// Where in the list to start, and the size of its pages.
    Page,
    /// The same, together with the filters of this model.
    Filters(&'static Table),
    /// The body: an object of one of these models.
    Body(&'static [&'static Table]),
}

/// Declares the operations of a resource: how each is requested, and an enum of them all.
macro_rules! operations {
    (
        $(#[doc = $resource_doc:literal])*
        $resource:ident {
            $(
                $(#[doc = $doc:literal])*
                $name:ident: $access:ident $method:ident $path:literal
                    ( $( $argument:ident $(: $type:ident $(| $form:ident)*)? ),* )
                    -> $answer:ty $(, $null_status:literal is null)?;
            )*
        }
    ) => {
        pub(super) const RESOURCE: $crate::operation::Resource = $crate::operation::Resource {
            name: stringify!($resource),
            #[cfg(not(target_arch = "wasm32"))]
            doc: &[ $($resource_doc),* ],
            operations: &[ $( $crate::operation::Operation {
                id: $crate::operation::OperationId::$resource(OperationId::$name),
                method_name: stringify!($name),
                name: concat!(stringify!($resource), ".", stringify!($name)),
                method: $crate::operation::Method::$method,
                path: $path,
                arguments: &[ $( $crate::operation::argument!($argument $($type $($form)*)?) ),* ],
                answer: $crate::decode::Expected {
                    kind: <$answer as $crate::model::table::Value>::KIND,
                    nullable: <$answer as $crate::model::table::Value>::NULLABLE,
                },
                null_status: [ $( Some($null_status), )? None ][0],
                access: $crate::operation::Access::$access,
                #[cfg(not(target_arch = "wasm32"))]
                doc: &[ $($doc),* ],
            }, )* ],
        };

        #[doc = concat!("The operations of `", stringify!($resource), "`.")]
        #[allow(non_camel_case_types, reason = "they are the names of the methods")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum OperationId {
            $(
                #[doc = concat!("`", stringify!($resource), ".", stringify!($name), "`")]
                $name,
            )*
        }
    };
}
pub(crate) use operations;

/// One argument of an operation's declaration.
macro_rules! argument {
    (id $type:ident) => {
        $crate::operation::Argument::Id(<$type>::ID_KIND)
    };
    (page) => {
        $crate::operation::Argument::Page
    };
    (filters $type:ident) => {
        $crate::operation::Argument::Filters(<$type as $crate::model::table::Model>::TABLE)
    };
    (body $($type:ident)+) => {
        $crate::operation::Argument::Body(&[ $( <$type as $crate::model::table::Model>::TABLE ),+ ])
    };
}
pub(crate) use argument;

/// Lists the resources: each by its name, and the module that declares it.
macro_rules! resources {
    ( $( $name:ident = $module:ident; )* ) => {
        /// All resources.
        pub const RESOURCES: &[Resource] = &[ $( $module::RESOURCE, )* ];

        /// Every operation of the API. A `match` on it compiles only when every operation is handled.
        #[allow(non_camel_case_types, reason = "they are the names of the client's properties")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum OperationId {
            $(
                #[doc = concat!("One of `", stringify!($name), "`.")]
                $name(id::$name),
            )*
        }

        /// The operations of each resource.
        #[allow(non_camel_case_types, reason = "they are the names of the client's properties")]
        pub mod id {
            $( pub use super::$module::OperationId as $name; )*
        }
    };
}

resources! {
    organisations = organisations;
    suppliers = suppliers;
    projects = projects;
    issuances = issuances;
    deliveries = deliveries;
    transfers = transfers;
    refunds = refunds;
    retirements = retirements;
    orders = orders;
    creditBatches = credit_batches;
    beneficiaries = beneficiaries;
    transferees = transferees;
    stripe = stripe;
}

/// All operations, one after the other.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    RESOURCES.iter().flat_map(|resource| resource.operations)
}

/// The operation of this name, such as `retirements.create`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    let (resource, _) = name.split_once('.')?;
    let resource = RESOURCES.iter().find(|known| known.name == resource)?;
    resource.operations.iter().find(|operation| operation.name == name)
}
