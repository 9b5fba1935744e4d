//! The operations on the wire, by name.

use isometric_registry::operation::{self, Access};

pub(crate) fn print() -> String {
    let mut text =
        "/** The operations, by name: method, path, and whether they need an access token. */\n\
        export const operations = {\n"
            .to_owned();
    for operation in operation::all() {
        text.push_str(&format!(
            "  \"{}\": {{ method: \"{}\", path: \"{}\", isPrivate: {} }},\n",
            operation.name,
            operation.method.as_str(),
            operation.path,
            operation.access == Access::Private,
        ));
    }
    text.push_str("} as const;\n\n/** The name of an operation: its resource and method. */\n");
    text.push_str("export type OperationName = keyof typeof operations;\n");
    text
}
