//! Processes sixteen bytes of a body at a time, with SIMD where the target is WebAssembly.

/// The number of bytes processed together.
pub(super) const SIZE: usize = 16;

/// A bit for every byte that needs attention in a string: quotation mark, backslash, control character, or beyond
/// ASCII. The first byte has the lowest bit.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(super) fn special(chunk: &[u8; SIZE]) -> u32 {
    use core::arch::wasm32::{i8x16_lt, i8x16_splat, u8x16_bitmask, v128_or};

    let bytes = load(chunk);
    // As signed numbers, bytes beyond ASCII are less than all others.
    let other = i8x16_lt(bytes, i8x16_splat(b' ' as i8));
    u32::from(u8x16_bitmask(v128_or(quotes_and_backslashes(bytes), other)))
}

/// The same, ignoring bytes beyond ASCII.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn marks(chunk: &[u8; SIZE]) -> u32 {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_lt, u8x16_splat, v128_or};

    let bytes = load(chunk);
    let controls = u8x16_lt(bytes, u8x16_splat(b' '));
    u32::from(u8x16_bitmask(v128_or(quotes_and_backslashes(bytes), controls)))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn load(chunk: &[u8; SIZE]) -> core::arch::wasm32::v128 {
    // SAFETY: the reference is to as many bytes as a vector has, and a vector may lie anywhere.
    unsafe { core::arch::wasm32::v128_load(core::ptr::from_ref(chunk).cast()) }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn quotes_and_backslashes(bytes: core::arch::wasm32::v128) -> core::arch::wasm32::v128 {
    use core::arch::wasm32::{u8x16_eq, u8x16_splat, v128_or};
    v128_or(u8x16_eq(bytes, u8x16_splat(b'"')), u8x16_eq(bytes, u8x16_splat(b'\\')))
}

/// The same, one by one.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) fn special(chunk: &[u8; SIZE]) -> u32 {
    mask(chunk, |byte| is_mark(byte) || !byte.is_ascii())
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn marks(chunk: &[u8; SIZE]) -> u32 {
    mask(chunk, is_mark)
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn mask(chunk: &[u8; SIZE], is_meant: impl Fn(u8) -> bool) -> u32 {
    chunk.iter().rev().fold(0, |mask, &byte| mask << 1 | u32::from(is_meant(byte)))
}

fn is_mark(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// How many bytes come before the first quotation mark, backslash or control character.
pub(super) fn unmarked(bytes: &[u8]) -> usize {
    let (chunks, rest) = bytes.as_chunks();
    let mut length: usize = 0;
    for chunk in chunks {
        let marks = marks(chunk);
        if marks != 0 {
            return length.wrapping_add(marks.trailing_zeros() as usize);
        }
        length = length.wrapping_add(SIZE);
    }
    length.wrapping_add(rest.iter().take_while(|&&byte| !is_mark(byte)).count())
}
