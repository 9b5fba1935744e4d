//! The messages between the transactions in Rust and JavaScript, and the types of their callers.

use isometric_registry::transaction::{DECLARATIONS, request};

/// The models that these declarations name.
const MODELS: &[&str] = &[
    "CreditBatchId",
    "CreditBatchQuantity",
    "DeliveryId",
    "KilogramsInput",
    "NonEmptyList",
    "NonEmptyUniqueList",
    "Note",
    "NullWhenOmitted",
    "Optional",
    "OrderId",
    "OrganisationId",
    "RetirementPurpose",
    "SupplierId",
    "Vintage",
];

pub(crate) fn print() -> String {
    let declarations = [DECLARATIONS, request::DECLARATIONS].concat().join("\n\n");
    format!("import type {{ {} }} from \"./models.js\";\n\n{declarations}\n", MODELS.join(", "))
}
