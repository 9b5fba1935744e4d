//! Decoding: a body of JSON becomes checked records in one pass along a model's
//! [`Table`](crate::model::table::Table).
//!
//! The bytes go through one scanner, one interpreter follows the table, and the output is [`Records`]: values of two
//! words each, which JavaScript turns into plain objects with one loop. There is no code per model.
//!
//! The table's rules are checked: presence, type, nullability, and the formats and ranges of ids, dates, timestamps,
//! degrees and kilograms. Limits that apply only to requests are not. Properties that the table does not have are kept.
//! Values that have drifted from the table are kept and reported, or rejected.

mod chunk;
mod drift;
mod excerpt;
mod fault;
mod interpreter;
mod kind;
mod names;
mod number;
mod object;
mod records;
mod scanner;
mod string;
mod untyped;

pub use drift::Drift;
pub use fault::Fault;
pub use records::{Records, tag};

use crate::model::table::Kind;
use interpreter::{Broken, Interpreter};

/// The longest body that can be decoded, in bytes.
pub const LONGEST_BODY: usize = (1 << 28) - 1;

/// The expected kind of a body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Its kind: for most, an object of a model.
    pub kind: Kind,
    /// Whether it may be `null`.
    pub nullable: bool,
}

impl Expected {
    /// Any JSON at all.
    pub const ANYTHING: Self = Self { kind: Kind::Any, nullable: false };
}

/// Decodes a body into records, in place of what they held.
///
/// # Errors
/// The place where the body is not JSON in UTF-8 or does not match. The records are then unusable.
pub fn decode(body: &[u8], expected: &Expected, records: &mut Records) -> Result<(), Fault> {
    run(body, expected, false, records).map(|_| ())
}

/// The same, but passes drifted values through as received. Returns the drift, each place once.
///
/// # Errors
/// As for [`decode`]; drift is an error only where quantities, paging and identities depend on it.
pub fn decode_tolerantly(
    body: &[u8],
    expected: &Expected,
    records: &mut Records,
) -> Result<Vec<Drift>, Fault> {
    run(body, expected, true, records)
}

fn run(
    body: &[u8],
    expected: &Expected,
    tells_drift: bool,
    records: &mut Records,
) -> Result<Vec<Drift>, Fault> {
    if body.len() > LONGEST_BODY {
        return Err(Fault {
            path: String::new(),
            expected: "a body of less than 256 MiB".into(),
            found: "a longer one".into(),
        });
    }
    let mut pass = Interpreter::new(body, tells_drift, records);
    let fault = match pass.body(&expected.kind, expected.nullable) {
        Ok(value) if value.tag() == tag::INVALID => value.payload() as usize,
        Ok(value) => {
            let drifts = pass.told_drifts();
            records.values.extend(&[value.word_pair()]);
            records.finish();
            return Ok(drifts);
        }
        Err(Broken) => pass.broken,
    };
    let fault = pass.faults.describe(fault, body);
    records.trim();
    Err(fault)
}
