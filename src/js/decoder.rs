//! From the bytes of a body to JavaScript values: the core decodes the contents of its arena, and the façade reads the
//! records from its memory.

use core::cell::{Cell, RefCell};

use serde_wasm_bindgen::to_value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::failure;
use crate::decode::{Drift, Expected, Fault, Records, decode, decode_tolerantly};
use crate::model::table::{Kind, List, Table};
use crate::model::{MODELS, Shape};
use crate::operation::RESOURCES;

/// The body that is being decoded, and the result. It is reused for the next one.
#[derive(Default)]
struct Arena {
    input: Vec<u8>,
    records: Records,
    fault: Option<Fault>,
    drifts: Vec<Drift>,
}

thread_local! {
    static ARENA: RefCell<Arena> = RefCell::default();
    /// Where the parts of the records are, for `reader.ts`.
    static LAYOUT: Cell<[usize; 9]> = const { Cell::new([0; 9]) };
}

/// Makes room for a body of the given number of bytes and returns its address.
#[wasm_bindgen]
#[must_use]
pub fn room(length: usize) -> usize {
    ARENA.with_borrow_mut(|Arena { input, .. }| {
        if input.len() < length {
            input.resize(length, 0);
        }
        input.as_ptr() as usize
    })
}

/// The address of the layout in `reader.ts`.
#[wasm_bindgen]
#[must_use]
pub fn layout() -> usize {
    LAYOUT.with(Cell::as_ptr) as usize
}

/// Decodes the body of the given number of bytes in the [`room`], as the kind of this number (see [`kind_of`]). If that
/// fails, there is a [`fault`]. Drift is an error, or is reported by [`drifts`].
#[wasm_bindgen(js_name = decodeAs)]
#[must_use]
pub fn decode_as(kind: usize, length: usize, tells_drift: bool) -> bool {
    let result = run(&numbered(kind), length, tells_drift);
    let is_right = result.is_ok();
    ARENA.with_borrow_mut(|arena| arena.fault = result.err());
    is_right
}

/// The problem of the last body.
#[wasm_bindgen(unchecked_return_type = "FailureDetails | undefined")]
#[must_use]
pub fn fault() -> JsValue {
    let fault = ARENA.with_borrow_mut(|arena| arena.fault.take());
    fault.and_then(|fault| to_value(&failure::unreadable(fault)).ok()).unwrap_or_default()
}

/// The drift of the last body: for each place its path, what was expected there, and what kind of value was found,
/// each followed by a tab. None of them can contain one: paths consist of the models' own names.
#[wasm_bindgen]
#[must_use]
pub fn drifts() -> String {
    let drifts = ARENA.with_borrow_mut(|arena| core::mem::take(&mut arena.drifts));
    let mut parts = String::new();
    for Drift { path, expected, found } in &drifts {
        for part in [path.as_str(), expected, found] {
            parts.push_str(part);
            parts.push('\t');
        }
    }
    parts
}

/// Runs a function on the contents of the [`room`].
pub(super) fn received<T>(work: impl FnOnce(&[u8]) -> T) -> T {
    ARENA.with_borrow(|arena| work(&arena.input))
}

/// Releases memory that an unusually large body needed.
#[wasm_bindgen]
pub fn trim() {
    const KEPT: usize = 1 << 20;
    ARENA.with_borrow_mut(|Arena { input, records, .. }| {
        if input.len() > KEPT {
            *input = Vec::new();
        }
        records.trim();
    });
}

/// Decodes the body of the given number of bytes in the [`room`]. Drift is an error, or is reported by [`drifts`].
pub(super) fn run(expected: &Expected, length: usize, tells_drift: bool) -> Result<(), Fault> {
    ARENA.with_borrow_mut(|Arena { input, records, drifts, .. }| {
        let body = input.get(..length).unwrap_or_default();
        *drifts = if tells_drift {
            decode_tolerantly(body, expected, records)?
        } else {
            decode(body, expected, records).map(|()| Vec::new())?
        };
        LAYOUT.set([
            records.values().as_ptr() as usize,
            records.values().len(),
            records.numbers().as_ptr() as usize,
            records.integers().as_ptr() as usize,
            records.texts().as_ptr() as usize,
            records.texts().len(),
            records.wide().as_ptr() as usize,
            records.wide().len(),
            drifts.len(),
        ]);
        Ok(())
    })
}

/// The number for a name: a model, a page (`Page<Project>`), a list (`ListResource<CreditBatch>`). 0 stands for any
/// JSON.
#[wasm_bindgen(js_name = kindOf)]
#[must_use]
pub fn kind_of(name: &str) -> Option<usize> {
    let is_named = |table: &'static Table| match (name.split_once('<'), item_of(table)) {
        (None, None) => table.name == name,
        (Some((list, rest)), Some(item)) => {
            table.name == list && rest.strip_suffix('>') == Some(item)
        }
        _ => false,
    };
    let place = (0..).map_while(table).position(is_named)?;
    place.checked_add(1)
}

/// The table with this number: first those of the models, then those of operations' answers.
fn table(place: usize) -> Option<&'static Table> {
    if let Some(table) = MODELS.get(place) {
        return Some(table);
    }
    let mut place = place.checked_sub(MODELS.len())?;
    for resource in RESOURCES {
        if let Some(operation) = resource.operations.get(place) {
            let Kind::Object(table) = operation.answer.kind else { return None };
            return Some(table);
        }
        place = place.checked_sub(resource.operations.len())?;
    }
    None
}

/// The kind with this number.
fn numbered(kind: usize) -> Expected {
    let table = kind.checked_sub(1).and_then(table);
    Expected { kind: table.map_or(Kind::Any, Kind::Object), nullable: false }
}

/// The name of the items of a page or a list.
fn item_of(table: &Table) -> Option<&'static str> {
    match (table.shape, table.property("nodes")?.kind) {
        (Shape::Page | Shape::ListResource, Kind::List(List { item: Kind::Object(item), .. })) => {
            Some(item.name)
        }
        _ => None,
    }
}
