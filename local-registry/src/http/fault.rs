//! The answer to a rejected request, in FastAPI's form.

use isometric_registry::model::id::IdKind;
use isometric_registry::model::scalar::Optional;
use isometric_registry::model::validation::{
    Any, AnyObject, HTTPValidationError, LocationStep, ValidationIssue,
};
use serde_json::{Map, Value, json};

use super::Response;
use crate::ledger::refusal::{Problem, Refusal};

/// Why a request is rejected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// A status, and the reason in a sentence.
    Status(u16, String),
    /// No or wrong credentials.
    Unauthenticated(String),
    /// Every problem of the request.
    Invalid(Vec<ValidationIssue>),
}

impl Fault {
    pub(crate) fn unauthenticated(detail: &str) -> Self {
        Self::Unauthenticated(detail.to_owned())
    }

    pub(crate) fn forbidden(detail: &str) -> Self {
        Self::Status(403, detail.to_owned())
    }

    /// There is no record with the given id.
    pub(crate) fn unknown(kind: IdKind) -> Self {
        Self::Status(404, missing(kind))
    }

    pub(crate) fn response(self) -> Response {
        let detail = |detail: String| json!({ "detail": detail }).to_string().into_bytes();
        match self {
            Self::Status(status, text) => Response::json(status, detail(text)),
            Self::Unauthenticated(text) => {
                Response::json(401, detail(text)).with("www-authenticate", "Bearer")
            }
            Self::Invalid(issues) => {
                let body = HTTPValidationError { detail: Optional(Some(issues)) };
                Response::json(422, serde_json::to_vec(&body).unwrap_or_default())
            }
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(problems) => Self::Invalid(problems.into_iter().map(issue).collect()),
            Refusal::Forbidden(detail) => Self::Status(403, detail),
            Refusal::Conflict(detail) => Self::Status(409, detail),
            Refusal::Missing(kind) => Self::unknown(kind),
        }
    }
}

/// Reports that there is no record with an id.
pub(crate) fn missing(kind: IdKind) -> String {
    format!("There is no record of {} with this id.", kind.noun())
}

fn issue(problem: Problem) -> ValidationIssue {
    let body = LocationStep::Name("body".to_owned());
    ValidationIssue {
        loc: core::iter::once(body).chain(problem.at).collect(),
        msg: problem.message,
        r#type: "value_error".to_owned(),
        input: Optional(None),
        ctx: Optional(None),
    }
}

/// An issue with the received value, and optionally details of the rule.
pub(super) fn issue_of(
    loc: Vec<LocationStep>,
    kind: &str,
    message: String,
    input: Value,
    context: Option<(&str, Value)>,
) -> ValidationIssue {
    let context = context.map(|(name, value)| {
        let mut map = Map::new();
        map.insert(name.to_owned(), value);
        AnyObject(map)
    });
    ValidationIssue {
        loc,
        msg: message,
        r#type: kind.to_owned(),
        input: Optional(Some(Any(input))),
        ctx: Optional(context),
    }
}
