//! Any request as one from a page to a proxy: no panic, and the result is a request of that operation that is not much
//! longer than the input. Problems are reported briefly.
#![no_main]

use isometric_registry::operation::{self, Tree};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (name, id, query, body) = (line(), line(), line(), line());
    let query: Vec<_> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let body = serde_json::from_str(body).map_or(Tree::Null, tree);
    for operation in operation::all().filter(|operation| operation.name.starts_with(name)) {
        match operation::rebuild(operation, id, &query, body.clone()) {
            Ok(request) => {
                let (path, _) = request.target.split_once('?').unwrap_or((&request.target, ""));
                assert_eq!(path, operation.path.replace("{id}", id));
                assert_eq!(request.method, operation.method);
                let length = request.target.len() + request.body.as_ref().map_or(0, String::len);
                assert!(length <= 512 + 6 * input.len(), "{length}");
            }
            Err(issues) => {
                let length: usize =
                    issues.iter().map(|issue| issue.path.len() + issue.message.len()).sum();
                assert!(!issues.is_empty() && length <= 16_384, "{length}");
            }
        }
    }
});

fn tree(json: Value) -> Tree {
    match json {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Boolean(value),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| Tree::Other(number.to_string()), Tree::Integer)
        }
        Value::String(text) => Tree::Text(text),
        Value::Array(items) => Tree::List(items.into_iter().map(tree).collect()),
        Value::Object(properties) => {
            Tree::Object(properties.into_iter().map(|(name, value)| (name, tree(value))).collect())
        }
    }
}
