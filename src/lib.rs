//! The core of the npm package `isometric-registry`: typed models and request builders of the
//! Isometric Registry API, and the client that sends the requests.
//!
//! - [`model`]: what the registry says; no I/O.
//! - [`operation`]: what can be asked of it; pure builders of requests.
//! - [`decode`]: from the bytes of a body to checked records.
//! - `transaction`: exactly once; what to take, what a state means, what to do next; no I/O.
//! - [`client`]: how it is asked; retries, deadlines, outcomes; generic over a transport.
//! - `fetch`: a transport for Rust on WebAssembly, by the feature of that name.
//! - [`js`]: the only part that knows JavaScript; exports, `fetch`, values in and out.
//! - `mirror`: what to ask next so as to hold a complete copy, and which laws prove it; no I/O.

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
