//! What a proxy needs of the core: to check a request that a page has sent, and to build from it the
//! one that goes to the registry.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::arguments;
use crate::operation::{self, Issue};

/// Checks the parts of a request for an operation, and builds it anew. The body is encoded as
/// arguments are; `secrets` has a line each. Gives the target and the body of the request to send, and
/// paths and messages of what is wrong with it: see `check.ts` in the façade's `proxy`.
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
    let rebuilt = operation::rebuild(operation, id, query, &arguments::read(body), &secrets);
    let (request, issues) = match rebuilt {
        Ok(request) => (Some((request.target, request.body)), Vec::new()),
        Err(issues) => {
            (None, issues.into_iter().map(|Issue { path, message }| (path, message)).collect())
        }
    };
    Ok(serde_wasm_bindgen::to_value(&(request, issues))?)
}
