//! Sixteen bytes of a body at a time, by SIMD where the target is WebAssembly.

/// So many bytes are looked at together.
pub(super) const SIZE: usize = 16;

/// A bit for every byte that does not simply stand for itself in a string: quotation mark, backslash, control
/// character, beyond ASCII. The first byte has the lowest bit.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(super) fn special(chunk: &[u8; SIZE]) -> u32 {
    use core::arch::wasm32::{i8x16_bitmask, i8x16_eq, i8x16_lt, i8x16_splat, v128_load, v128_or};

    // SAFETY: the reference is to as many bytes as a vector has, and a vector may lie anywhere.
    let bytes = unsafe { v128_load(core::ptr::from_ref(chunk).cast()) };
    let quote = i8x16_eq(bytes, i8x16_splat(b'"' as i8));
    let backslash = i8x16_eq(bytes, i8x16_splat(b'\\' as i8));
    // As signed numbers, bytes beyond ASCII are less than all others.
    let other = i8x16_lt(bytes, i8x16_splat(b' ' as i8));
    u32::from(i8x16_bitmask(v128_or(v128_or(quote, backslash), other)))
}

/// The same one by one.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) fn special(chunk: &[u8; SIZE]) -> u32 {
    let is_special = |byte: u8| byte == b'"' || byte == b'\\' || !(b' '..0x80).contains(&byte);
    chunk.iter().rev().fold(0, |mask, &byte| mask << 1 | u32::from(is_special(byte)))
}
