//! What a proxy needs of the core: to read and check a request that a page has sent, and to build
//! from it the one that goes to the registry.

use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::answer::Decoder;
use super::host::Reader;
use crate::decode::Expected;
use crate::operation::{self, Issue, Tree};

/// What came of a request: the one to send, or what is wrong with it. See `check.ts` in the façade's
/// `proxy` for its other side.
#[derive(Default, Serialize)]
struct Rebuilt {
    target: String,
    body: Option<String>,
    /// Paths and messages.
    issues: Vec<(String, String)>,
}

/// Reads JSON text of any content.
///
/// # Errors
/// Text that says why it is not JSON.
#[wasm_bindgen(js_name = readJson)]
pub fn read_json(text: &str, reader: Reader) -> Result<JsValue, JsValue> {
    Decoder::new(reader)
        .decode(text.as_bytes(), Expected::ANYTHING)
        .map_err(|fault| format!("expected {}, found {}", fault.expected, fault.found).into())
}

/// Checks the parts of a request for an operation, and builds it anew.
///
/// # Errors
/// When there is no operation of this name.
#[wasm_bindgen(js_name = rebuildRequest)]
pub fn rebuild_request(
    name: &str,
    id: &str,
    query: &str,
    body: JsValue,
    secrets: Vec<String>,
) -> Result<JsValue, JsValue> {
    let operation = operation::find(name).ok_or_else(|| name.to_owned())?;
    let rebuilt = read_tree(body)
        .and_then(|body| operation::rebuild(operation, id, query, &body, &secrets))
        .map(|request| Rebuilt { target: request.target, body: request.body, issues: Vec::new() })
        .unwrap_or_else(|issues| Rebuilt {
            issues: issues.into_iter().map(|Issue { path, message }| (path, message)).collect(),
            ..Rebuilt::default()
        });
    Ok(serde_wasm_bindgen::to_value(&rebuilt)?)
}

/// The body as the checks take it. An integer beyond all bounds has no place in it.
fn read_tree(body: JsValue) -> Result<Tree, Vec<Issue>> {
    serde_wasm_bindgen::from_value(body)
        .map_err(|error| vec![Issue { path: String::new(), message: error.to_string() }])
}
