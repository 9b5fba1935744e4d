//! A registry that runs anywhere: an in-memory ledger with the rules of the Isometric Registry,
//! answering its API in process.
//!
//! - `ledger`: the owners of credits, and every rule by which they change; no I/O, no clock.
//! - `view`: the ledger's records in the API's form.
//! - `http`: requests to answers: credentials, paths, checks, pages.
//! - `admin`: operations that the API does not have, such as issuing credits.
//! - `busy`: other parties, who trade while a caller reads.
//! - `behaviour`, `pace`, `drift`: its limits of requests, and how its answers differ from the contract.
//! - `sample`: sample data, made by the ledger's own transactions.
//! - `state`: a registry as bytes.

mod admin;
mod behaviour;
mod busy;
mod calendar;
mod drift;
mod http;
mod input;
#[cfg(target_arch = "wasm32")]
mod js;
mod ledger;
mod pace;
mod random;
mod registry;
mod sample;
mod state;
mod typed;
mod view;

/// The TypeScript of `admin`'s inputs and results.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn admin_declarations() -> String {
    admin::declarations()
}

pub use behaviour::Behaviour;
pub use drift::{Change, Drift, JsonType};
pub use http::{Request, Response};
pub use registry::{Registry, StateError};
