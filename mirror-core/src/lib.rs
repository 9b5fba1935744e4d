//! The mirror in JavaScript: runs that are advanced by hand. What they decide is in `isometric_registry::mirror`.

#[cfg(target_arch = "wasm32")]
mod js;
