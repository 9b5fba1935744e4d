//! Why the registry rejects a request.

use isometric_registry::model::id::IdKind;
use isometric_registry::model::validation::LocationStep;

/// A refusal. Nothing has changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// The request breaks this rule.
    Invalid(Vec<Problem>),
    Forbidden(String),
    Conflict(String),
    /// The requested record does not exist.
    Missing(IdKind),
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    /// The path to the property, from the body.
    pub(crate) at: Vec<LocationStep>,
    pub(crate) message: String,
}

impl Refusal {
    /// One broken rule at a property of the body.
    pub(crate) fn at(property: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::at(property, message)])
    }

    /// The refusal of a ledger that has run out of numbers.
    pub(crate) fn full() -> Self {
        Self::Conflict("The registry holds as many records as it can.".to_owned())
    }
}

impl Problem {
    pub(crate) fn at(property: &str, message: impl Into<String>) -> Self {
        Self { at: vec![LocationStep::Name(property.to_owned())], message: message.into() }
    }
}
