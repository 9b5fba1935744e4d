//! From a method and a path to an operation.

use isometric_registry::operation::{self, Operation};

use super::BASE_PATH;

/// The operations at a path.
pub(super) enum Route<'a> {
    Operation {
        operation: &'static Operation,
        id: &'a str,
    },
    /// Some, but not for this method.
    OtherMethod {
        allowed: String,
    },
    Unknown,
}

pub(super) fn find<'a>(method: &str, path: &'a str) -> Route<'a> {
    let Some(path) = path.strip_prefix(BASE_PATH) else { return Route::Unknown };
    let matches = || {
        operation::all().filter_map(|operation| Some((operation, matched(operation.path, path)?)))
    };
    if let Some((operation, id)) =
        matches().find(|(operation, _)| operation.method.as_str() == method)
    {
        return Route::Operation { operation, id };
    }
    let methods: Vec<_> = matches().map(|(operation, _)| operation.method.as_str()).collect();
    if methods.is_empty() {
        return Route::Unknown;
    }
    Route::OtherMethod { allowed: methods.join(", ") }
}

/// The id in a path where its template has `{id}`; `None` if the path has another form.
fn matched<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, after)) = template.split_once("{id}") else {
        return (template == path).then_some("");
    };
    let id = path.strip_prefix(before)?.strip_suffix(after)?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}
