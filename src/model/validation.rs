//! The body of a rejected request's response.

use serde::{Deserialize, Serialize};

use super::scalar::Optional;
use super::table::{Kind, Value, model};

/// A step on the path to the problem: the name of a property, or an index in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LocationStep {
    /// The name of a property.
    Name(String),
    /// An index in a list, from 0.
    Index(u32),
}

impl Value for LocationStep {
    const KIND: Kind = Kind::TextOrInteger;
}

/// An object of any content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnyObject(pub serde_json::Map<String, serde_json::Value>);

impl Value for AnyObject {
    const KIND: Kind = Kind::AnyObject;
}

/// Any JSON value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Any(pub serde_json::Value);

impl Value for Any {
    const KIND: Kind = Kind::Any;
}

model! {
    /// One problem in a request. The API calls it `ValidationError`, which in this package is the name of the error
    /// that carries it.
    pub struct ValidationIssue {
        /// Where it is: `"body"`, `"query"` or `"path"`, then the path to it.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "(string | number)[]"))]
        pub loc: Vec<LocationStep>,
        /// A description of the problem.
        pub msg: String,
        /// A machine-readable name of the problem.
        pub r#type: String,
        /// The value that was received; missing if the registry does not include it.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        pub input: Optional<Any>,
        /// Details of the rule that was broken; missing if the registry does not include them.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "{ [name: string]: unknown }"))]
        pub ctx: Optional<AnyObject>,
    }
}

model! {
    /// The body of a 422: every problem in a request.
    pub struct HTTPValidationError {
        /// The problems, each once.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "ValidationIssue[]"))]
        pub detail: Optional<Vec<ValidationIssue>>,
    }
}
