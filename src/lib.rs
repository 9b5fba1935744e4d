//! The core of the npm package `isometric-registry`: typed models and request builders of the
//! Isometric Registry API, and the client that sends the requests.
//!
//! - [`model`]: the data of the registry; no I/O.
//! - [`operation`]: the operations of the API; pure builders of requests.
//! - [`decode`]: from the bytes of a body to checked records.
//! - `transaction`: exactly once; what to take, what a state means, what to do next; no I/O.
//! - [`client`]: sending; retries, deadlines, outcomes; generic over a transport.
//! - `fetch`: a transport for Rust on WebAssembly, enabled by the feature of that name.
//! - [`js`]: the interface to JavaScript; exports, `fetch`, values in and out.
//! - `mirror`: what to request next to hold a complete copy, and the laws that prove it; no I/O.

pub mod client;
pub mod decode;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod fetch;
pub mod js;
#[cfg(feature = "mirror")]
pub mod mirror;
pub mod model;
pub mod operation;
mod text;
#[cfg(feature = "transaction")]
pub mod transaction;
