//! The transactions of `isometric-registry` for JavaScript: a wasm of its own, which only those load who use it.
//!
//! All that crosses is JSON text; its types are printed into the façade.

#[cfg(target_arch = "wasm32")]
mod js;
