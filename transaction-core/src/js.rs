//! A flow in JavaScript.

use isometric_registry::transaction::{Flow, Step};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A running flow. `wall` is the time of day in ms since 1970, `clock` a time in ms that only goes forward.
#[wasm_bindgen]
#[derive(Debug)]
pub struct TransactionFlow(Flow);

#[wasm_bindgen]
impl TransactionFlow {
    /// A flow that has not started, from a `Setup` and a `Command`, both as JSON.
    ///
    /// # Errors
    /// One of them is invalid.
    #[wasm_bindgen(constructor)]
    pub fn new(setup: &str, command: &str) -> Result<Self, JsError> {
        Ok(Self(Flow::new(serde_json::from_str(setup)?, serde_json::from_str(command)?)))
    }

    /// Starts it, and returns the first `Step` as JSON.
    ///
    /// # Errors
    /// The step cannot be encoded.
    pub fn begin(&mut self, wall: f64, clock: f64) -> Result<String, JsError> {
        written(&self.0.begin(whole(wall), whole(clock)))
    }

    /// Passes it the result of its last action, an `Event` as JSON, and returns the next `Step` as JSON.
    ///
    /// # Errors
    /// The event is invalid.
    pub fn advance(&mut self, event: &str, wall: f64, clock: f64) -> Result<String, JsError> {
        let event = serde_json::from_str(event)?;
        written(&self.0.advance(event, whole(wall), whole(clock)))
    }
}

fn written(step: &Step) -> Result<String, JsError> {
    Ok(serde_json::to_string(step)?)
}

/// Whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and cuts what is finer")]
fn whole(milliseconds: f64) -> i64 {
    milliseconds as i64
}
