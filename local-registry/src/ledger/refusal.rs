//! Why the registry does not do what it was asked to.

use isometric_registry::model::id::IdKind;
use isometric_registry::model::validation::LocationStep;

/// A refusal. Nothing has changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refusal {
    /// What was sent breaks a rule, here and in these words.
    Invalid(Vec<Problem>),
    Forbidden(String),
    Conflict(String),
    /// What is asked for is not there.
    Missing(IdKind),
}

/// One broken rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    /// The way to the offending property, from the body.
    pub(crate) at: Vec<LocationStep>,
    pub(crate) message: String,
}

impl Refusal {
    /// One broken rule at a property of the body.
    pub(crate) fn at(property: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::at(property, message)])
    }

    /// What holds of a ledger whose numbers have run out.
    pub(crate) fn full() -> Self {
        Self::Conflict("The registry holds as many records as it can.".to_owned())
    }
}

impl Problem {
    pub(crate) fn at(property: &str, message: impl Into<String>) -> Self {
        Self { at: vec![LocationStep::Name(property.to_owned())], message: message.into() }
    }
}
