//! From the bytes of an answer to JavaScript values.

use core::cell::RefCell;

use wasm_bindgen::prelude::JsValue;

use super::host::Reader;
use crate::decode::{Expected, Fault, Records, decode};

thread_local! {
    /// One arena for all decoding: it is empty again before anything else can run.
    static RECORDS: RefCell<Records> = RefCell::default();
}

/// Decodes bodies; the records are read out by the façade's reader.
pub(super) struct Decoder {
    reader: Reader,
}

impl Decoder {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader }
    }

    /// The body as a JavaScript value.
    pub(super) fn decode(&self, body: &[u8], expected: Expected) -> Result<JsValue, Fault> {
        RECORDS.with_borrow_mut(|records| {
            decode(body, &expected, records)?;
            let value = self.read(records).map_err(|_| Fault {
                path: String::new(),
                expected: "a value that JavaScript can hold".to_owned(),
                found: "one that it cannot".to_owned(),
            });
            records.trim();
            value
        })
    }

    fn read(&self, records: &Records) -> Result<JsValue, JsValue> {
        self.reader.read(
            records.values().as_ptr() as usize,
            records.values().len(),
            records.numbers().as_ptr() as usize,
            records.integers().as_ptr() as usize,
            records.text().as_ptr() as usize,
            records.text().len(),
            records.units().as_ptr() as usize,
        )
    }
}
