//! The proxy's interface to the core: checks a page's request, and builds from it the one that goes to the registry.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::arguments;
use super::contract::Rebuilt;
use crate::operation::{self, Issue, Tree};

/// Checks the parts of a request for an operation, and rebuilds it. They are encoded like arguments: the operation's
/// name, the id, names and values of the query, and the body. Returns the target and the body of the request to send,
/// and paths and messages of any problems: see `check.ts` in the façade's `proxy`.
///
/// # Errors
/// If there is no operation of this name.
#[wasm_bindgen(js_name = rebuildRequest, unchecked_return_type = "Rebuilt")]
pub fn rebuild_request(parts: &str) -> Result<JsValue, JsValue> {
    let Tree::List(mut parts) = arguments::read(parts.as_bytes()) else {
        return Err(JsValue::NULL);
    };
    let body = parts.pop().unwrap_or(Tree::Null);
    let [name, id, query] = parts.as_slice() else { return Err(JsValue::NULL) };
    let operation = operation::find(name.text()).ok_or(JsValue::NULL)?;
    let query: Vec<_> = query.items().iter().map(pair).collect();
    let rebuilt = operation::rebuild(operation, id.text(), &query, body);
    let (request, issues) = match rebuilt {
        Ok(request) => (Some((request.target, request.body)), Vec::new()),
        Err(issues) => {
            (None, issues.into_iter().map(|Issue { path, message }| (path, message)).collect())
        }
    };
    Ok(serde_wasm_bindgen::to_value(&Rebuilt { request, issues })?)
}

fn pair(parameter: &Tree) -> (String, String) {
    match parameter.items() {
        [name, value] => (name.text().to_owned(), value.text().to_owned()),
        _ => (String::new(), String::new()),
    }
}
