//! The registry as bytes: a line with the format and a checksum, then the books in postcard's format.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::ledger::{Books, Ledger};
use crate::random::hash;
use crate::registry::{Registry, StateError};

const TITLE: &str = "isometric-registry local state";
const VERSION: u32 = 2;

/// The stored data.
#[derive(Serialize, Deserialize)]
struct State<B> {
    seed: u64,
    credentials: u64,
    stopped: Option<Moment>,
    books: B,
}

pub(crate) fn save(registry: &Registry) -> Vec<u8> {
    let state = State {
        seed: registry.seed,
        credentials: registry.credentials,
        stopped: registry.stopped,
        books: &registry.ledger.books,
    };
    let content = postcard::to_allocvec(&state).unwrap_or_default();
    let mut bytes = header(&content).into_bytes();
    bytes.extend(content);
    bytes
}

fn header(content: &[u8]) -> String {
    format!("{TITLE} {VERSION} {} {:016x}\n", content.len(), hash(content))
}

pub(crate) fn load(bytes: &[u8]) -> Result<Registry, StateError> {
    let refuse = |why: &str| StateError(format!("This is not a registry's state: {why}."));
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let (line, content) = end
        .and_then(|end| bytes.split_at_checked(end.saturating_add(1)))
        .ok_or_else(|| refuse("its first line is missing"))?;
    let line = core::str::from_utf8(line).unwrap_or_default();
    let version = line.strip_prefix(TITLE).and_then(|rest| rest.split_whitespace().next());
    match version {
        None => return Err(refuse("its first line is of something else")),
        Some(version) if version != VERSION.to_string() => {
            return Err(StateError(format!(
                "Version {version} of a registry's state is not supported (expected {VERSION}): use the \
                 release of isometric-registry that wrote it, or another file."
            )));
        }
        Some(_) if line != header(content) => {
            return Err(refuse("it is torn or was changed; its length or checksum do not match"));
        }
        Some(_) => {}
    }
    let state: State<Books> =
        postcard::from_bytes(content).map_err(|error| refuse(&error.to_string()))?;
    let mut registry = Registry::of(state.seed, Ledger::from_books(state.seed, state.books));
    registry.stopped = state.stopped;
    registry.credentials = state.credentials;
    registry.ledger.ids.set_credentials(state.credentials);
    Ok(registry)
}
