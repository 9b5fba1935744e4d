//! What a refused request gets back.

use serde::{Deserialize, Serialize};

use super::scalar::Optional;
use super::table::{Kind, Value, model};

/// A step on the way to what is wrong: the name of a property, or a place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LocationStep {
    /// The name of a property.
    Name(String),
    /// A place in a list, from 0.
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
    /// One thing that is wrong with a request. The API calls it `ValidationError`, which here is the
    /// name of the error that carries it.
    pub struct ValidationIssue {
        /// Where it is: `"body"`, `"query"` or `"path"`, then the way to it.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "(string | number)[]"))]
        pub loc: Vec<LocationStep>,
        /// What is wrong, in words.
        pub msg: String,
        /// What is wrong, as a word for programs.
        pub r#type: String,
        /// What came; missing where the registry does not say.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "unknown"))]
        pub input: Optional<Any>,
        /// More about the rule that was broken; missing where the registry does not say.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "{ [name: string]: unknown }"))]
        pub ctx: Optional<AnyObject>,
    }
}

model! {
    /// The body of a 422: everything that is wrong with a request.
    pub struct HTTPValidationError {
        /// What is wrong, each thing once.
        #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "ValidationIssue[]"))]
        pub detail: Optional<Vec<ValidationIssue>>,
    }
}
