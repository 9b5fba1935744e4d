//! The transactions of `isometric-registry` for JavaScript: a separate wasm, which is only loaded by its users.
//!
//! All messages are JSON text; their types are printed into the façade.

#[cfg(target_arch = "wasm32")]
mod js;
