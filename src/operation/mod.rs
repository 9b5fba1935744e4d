//! What can be asked of the registry: one file a resource, and pure builders from a caller's
//! arguments to an HTTP request.
//!
//! An operation is declared once, by the `operations!` macro: its name, method, path, arguments,
//! answer, who may call it, and its doc comment. Requests are built and checked from the
//! declaration, and the build prints the method of the TypeScript façade from it.

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
    /// What it is about, as printed into TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static [&'static str],
    /// What can be asked.
    pub operations: &'static [Operation],
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The name of its method: `createFromOldestCredits`.
    pub method_name: &'static str,
    /// Which operation it is, for a `match` that leaves none out.
    pub id: OperationId,
    /// The resource and the method, as errors and hooks name it: `retirements.create`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL. `{id}` stands for the first argument.
    pub path: &'static str,
    /// What the caller gives, in order.
    pub arguments: &'static [Argument],
    /// What a success is.
    pub answer: Expected,
    /// The status whose documented meaning is that there is nothing: it gives `null`.
    pub null_status: Option<u16>,
    /// Who may call it.
    pub access: Access,
    /// What it is for, as printed into TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static [&'static str],
}

impl Operation {
    /// The path with this id in the place of `{id}`.
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
    /// Whoever has a client secret: the public record.
    Public,
    /// An organisation, by its access token.
    Private,
}

/// One argument of an operation.
#[derive(Debug, Clone, Copy)]
pub enum Argument {
    /// The id in the path.
    Id(IdKind),
    /// Where in the list to start, and how large its pages are.
    Page,
    /// The same, with filters of this model beside it.
    Filters(&'static Table),
    /// The body: an object of one of these models.
    Body(&'static [&'static Table]),
}

/// Declares the operations of a resource: how each is asked, and an enum of them all.
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

        /// Every operation of the API. A `match` on it does not compile until each is answered.
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
