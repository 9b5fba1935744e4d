//! The registry in JavaScript.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use crate::{Behaviour, Registry, Request, typed};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** Status, headers (a JSON object of names in lower case), body. */
export type LocalResponse = [status: number, headers: string, body: Uint8Array];
";

#[wasm_bindgen]
extern "C" {
    /// A response, as an array.
    #[wasm_bindgen(typescript_type = "LocalResponse")]
    pub type LocalResponse;
}

/// A local registry. `now` is always the caller's clock, in milliseconds since 1970.
#[wasm_bindgen]
#[derive(Debug)]
pub struct LocalRegistry(Registry);

#[wasm_bindgen]
impl LocalRegistry {
    /// A registry with sample data, or an empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(seed: &str, empty: bool, now: f64) -> Self {
        Self(if empty { Registry::empty(seed) } else { Registry::sample(seed, whole(now)) })
    }

    /// A registry from the bytes that `save` gave.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn load(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Registry::load(bytes)?))
    }

    /// The whole registry as bytes.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.0.save()
    }

    /// Sets the address at which the registry is reached: `http://127.0.0.1:3000/registry/v0`.
    pub fn set_base_url(&mut self, base_url: &str) {
        self.0.set_base_url(base_url);
    }

    /// Derives the credentials of all accounts from another text than the rest.
    pub fn set_credentials(&mut self, seed: &str) {
        self.0.set_credentials(seed);
    }

    /// Sets its behaviour: a JSON object, like the options of a local registry.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn behave(&mut self, behaviour: &str) -> Result<(), JsError> {
        let behaviour = Behaviour::parse(behaviour).map_err(|message| JsError::new(&message))?;
        self.0.behave(behaviour);
        Ok(())
    }

    /// The credentials of all accounts: a JSON array.
    #[must_use]
    pub fn accounts(&self) -> String {
        self.0.accounts()
    }

    /// Answers a request. `headers` is a JSON array of pairs of name and value.
    ///
    /// # Errors
    /// The headers are not such an array.
    pub fn handle(
        &mut self,
        now: f64,
        method: &str,
        target: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<LocalResponse, JsError> {
        let headers: Vec<(String, String)> =
            typed::parse(headers).map_err(|message| JsError::new(&message))?;
        let request = Request { method, target, headers: &headers, body };
        let response = self.0.handle(whole(now), &request);
        let headers: serde_json::Map<_, _> = response
            .headers
            .into_iter()
            .map(|(name, value)| (name, serde_json::Value::String(value)))
            .collect();
        let response = Array::of3(
            &JsValue::from(response.status),
            &JsValue::from(serde_json::to_string(&headers)?),
            &Uint8Array::from(response.body.as_slice()),
        );
        Ok(LocalResponse::from(JsValue::from(response)))
    }

    /// Carries out a call of `admin`, by name; JSON in, JSON out.
    ///
    /// # Errors
    /// What is wrong. Nothing has changed then.
    pub fn admin(&mut self, now: f64, name: &str, input: &str) -> Result<String, JsError> {
        self.0.admin(whole(now), name, input).map_err(|message| JsError::new(&message))
    }

    /// Issues and delivers more credits until there is the given number of credit batches, for measuring.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn grow(&mut self, batches: u32, now: f64) -> Result<(), JsError> {
        let batches = usize::try_from(batches)?;
        self.0.grow(batches, whole(now)).map_err(|message| JsError::new(&message))
    }
}

/// Whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and cuts what is finer")]
fn whole(milliseconds: f64) -> i64 {
    milliseconds as i64
}
