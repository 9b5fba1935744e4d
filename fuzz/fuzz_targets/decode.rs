//! Any bytes as the answer of every operation: no panic, memory at most a multiple of the body, and the same reading as
//! serde_json. The same bytes repeated to a body of a mebibyte: time in proportion to its length.
#![no_main]

use std::cell::RefCell;
use std::time::{Duration, Instant};

use isometric_registry::decode::{Expected, Fault, Records, decode, decode_tolerantly};
use isometric_registry::operation;
use javascript::{Javascript, read};
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;

#[path = "../../tests/decode/javascript.rs"]
mod javascript;

thread_local! {
    static RECORDS: RefCell<Records> = RefCell::default();
}

/// The limits on a body, as faults name them.
const BOUNDS: [&str; 5] = [
    "at most 512 objects",
    "at most 262,144 objects",
    "at most 1,048,576 values",
    "at most 32,768 different names",
    "a number of at most 1,000 digits",
];

fuzz_target!(|body: &[u8]| RECORDS.with_borrow_mut(|records| {
    check(body, records);
    time(body, records);
}));

fn check(body: &[u8], records: &mut Records) {
    let text = str::from_utf8(body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body));
    let is_json = text.is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let json = text.ok().filter(|text| has_exact_numbers(text));
    let json = json.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());

    let answers = operation::all().map(|operation| &operation.answer);
    for expected in answers.chain([&Expected::ANYTHING]) {
        let as_read = |records: &Records| {
            assert!(is_json);
            assert!(size(records) <= 32 * body.len());
            let value = read(records);
            if let Some(json) = &json {
                assert_eq!(value, Javascript::expected(json, &expected.kind));
            }
        };
        let refused = decode(body, expected, records);
        match &refused {
            Ok(()) => as_read(records),
            Err(fault) => {
                assert!(
                    !is_json || is_bound(fault) || *expected != Expected::ANYTHING,
                    "{fault:?}"
                );
            }
        }
        match decode_tolerantly(body, expected, records) {
            Ok(drifts) => {
                assert_eq!(drifts.is_empty(), refused.is_ok(), "{drifts:?}");
                as_read(records);
            }
            Err(_) => assert!(refused.is_err()),
        }
    }
}

fn is_bound(fault: &Fault) -> bool {
    BOUNDS.iter().any(|bound| fault.expected.starts_with(bound))
}

/// Decodes the input as the nodes of a page and as unknown properties, repeated to a mebibyte.
fn time(unit: &[u8], records: &mut Records) {
    const LONGEST: Duration = Duration::from_secs(1);
    const LENGTH: usize = 1 << 20;
    let separated = [unit, b","].concat();
    let many = separated.repeat(LENGTH / separated.len());
    for front in [&b"{\"nodes\":["[..], b"{\"more\":{", b"["] {
        let body = [front, &many].concat();
        let page = operation::find("projects.list").map(|operation| operation.answer);
        for expected in page.iter().chain([&Expected::ANYTHING]) {
            let start = Instant::now();
            let _ = decode_tolerantly(&body, expected, records);
            assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
        }
        records.trim();
    }
}

/// Whether serde_json reads all numbers exactly enough to compare them.
fn has_exact_numbers(text: &str) -> bool {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let longest = text.split(|letter| !is_digit(letter)).map(str::len).max();
    longest < Some(16) && !text.split(['e', 'E']).any(|front| front.ends_with(is_digit))
}

/// The size of the records, in bytes.
fn size(records: &Records) -> usize {
    size_of_val(records.values())
        + size_of_val(records.numbers())
        + size_of_val(records.integers())
        + size_of_val(records.texts())
        + size_of_val(records.wide())
}
