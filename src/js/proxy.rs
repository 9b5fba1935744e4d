//! What a proxy needs of the core: to check a request that a page has sent, and to build from it the
//! one that goes to the registry.

use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::arguments;
use crate::operation::{self, Issue};

/// What came of a request: the one to send, or what is wrong with it. See `check.ts` in the façade's
/// `proxy` for its other side.
#[derive(Default, Serialize)]
struct Rebuilt {
    target: String,
    body: Option<String>,
    /// Paths and messages.
    issues: Vec<(String, String)>,
}

/// Checks the parts of a request for an operation, and builds it anew. The body is encoded as
/// arguments are; `secrets` has a line each.
///
/// # Errors
/// When there is no operation of this name.
#[wasm_bindgen(js_name = rebuildRequest)]
pub fn rebuild_request(
    name: &str,
    id: &str,
    query: &str,
    body: &str,
    secrets: &str,
) -> Result<JsValue, JsValue> {
    let operation = operation::find(name).ok_or_else(|| name.to_owned())?;
    let secrets: Vec<_> = secrets.lines().map(str::to_owned).collect();
    let rebuilt = operation::rebuild(operation, id, query, &arguments::read(body), &secrets)
        .map(|request| Rebuilt { target: request.target, body: request.body, issues: Vec::new() })
        .unwrap_or_else(|issues| Rebuilt {
            issues: issues.into_iter().map(|Issue { path, message }| (path, message)).collect(),
            ..Rebuilt::default()
        });
    Ok(serde_wasm_bindgen::to_value(&rebuilt)?)
}
