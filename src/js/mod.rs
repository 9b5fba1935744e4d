//! The interface to JavaScript, which the façade calls. Only this part depends on JavaScript.
//!
//! The core decides and the façade acts. The façade starts a call with a copy of the caller's arguments, carries out
//! the action that the core asks for, and advances the call with the result, until there is an answer in memory or a
//! failure. What both sides must agree on is in [`contract`].

pub mod contract;

#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod arguments;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod call;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod client;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod decoder;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod failure;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod proxy;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
mod transport;

/// A third of the size of the standard library's allocator for WebAssembly, and faster.
#[cfg(all(feature = "js", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
