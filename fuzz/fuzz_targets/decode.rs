//! Any bytes as the answer of every operation: no panic, no more memory than a multiple of the body,
//! and the reading that serde_json has of it.
#![no_main]

use std::cell::RefCell;

use isometric_registry::decode::{Expected, Records, decode};
use isometric_registry::operation;
use javascript::{Javascript, read};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;

#[path = "../../tests/decode/javascript.rs"]
mod javascript;

thread_local! {
    static RECORDS: RefCell<Records> = RefCell::default();
}

fuzz_target!(|body: &[u8]| RECORDS.with_borrow_mut(|records| check(body, records)));

fn check(body: &[u8], records: &mut Records) {
    let text = str::from_utf8(body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body));
    let is_json = text.is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let json = text.ok().filter(|text| has_exact_numbers(text));
    let json = json.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());

    let answers = operation::all().map(|operation| &operation.answer);
    for expected in answers.chain([&Expected::ANYTHING]) {
        match decode(body, expected, records) {
            Ok(()) => {
                assert!(is_json);
                assert!(size(records) <= 32 * body.len());
                let value = read(records);
                if let Some(json) = &json {
                    assert_eq!(value, Javascript::expected(json, &expected.kind));
                }
            }
            Err(fault) => {
                let is_too_deep = fault.expected.starts_with("at most 512");
                assert!(!is_json || is_too_deep || *expected != Expected::ANYTHING, "{fault:?}");
            }
        }
    }
}

/// Whether serde_json reads all numbers exactly enough to compare them.
fn has_exact_numbers(text: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let longest = text.split(|letter| !is_digit(letter)).map(str::len).max();
    longest < Some(16) && !text.split(['e', 'E']).any(|front| front.ends_with(is_digit))
}

/// What the records take, in bytes.
fn size(records: &Records) -> usize {
    size_of_val(records.values())
        + size_of_val(records.numbers())
        + size_of_val(records.integers())
        + size_of_val(records.texts())
        + size_of_val(records.wide())
}
