//! Pages of lists, by cursors that stand for a record and so hold while the list changes.

use core::cmp::Ordering;
use core::ops::Range;
use std::borrow::Cow;

use isometric_registry::model::page::{Page, PageInfo};
use isometric_registry::model::validation::LocationStep;
use serde::Serialize;
use serde_json::{Value, json};

use super::fault::issue_of;
use super::{Answer, Call, Fault, json as to_json};
use crate::ledger::Ranked;
use crate::ledger::arena::Handle;
use crate::ledger::ids::Token;
use crate::view::View;

/// How many items a page has unless the request says otherwise.
const DEFAULT_SIZE: u64 = 10;

/// Which page of a list is wanted.
#[derive(Debug, Clone, Copy)]
struct PageSpec {
    backward: bool,
    size: usize,
    /// The record next to which the page begins.
    cursor: Option<u32>,
}

impl PageSpec {
    /// Reads which page is wanted of a list of these records.
    fn read<H: Handle>(call: &Call<'_>) -> Result<Self, Fault> {
        let number = |name| call.query.get(name).and_then(Value::as_u64);
        let (first, last) = (number("first"), number("last"));
        let (after, before) = (call.parameter("after"), call.parameter("before"));
        let backward = last.is_some() || before.is_some();
        if backward && (first.is_some() || after.is_some()) {
            let message = "Pages go one way: give `first` and `after`, or `last` and `before`";
            return Err(invalid(None, message, ""));
        }
        let (name, cursor) = if backward { ("before", before) } else { ("after", after) };
        let cursor = match cursor {
            Some(text) => {
                let record = call.ledger.ids.find_token::<H>(Token::Cursor, text);
                let message = "This is not a cursor of this list";
                Some(record.ok_or_else(|| invalid(Some(name), message, text))?.raw())
            }
            None => None,
        };
        let size = first.or(last).unwrap_or(DEFAULT_SIZE);
        Ok(Self { backward, size: usize::try_from(size).unwrap_or_default(), cursor })
    }
}

fn invalid(parameter: Option<&str>, message: &str, input: &str) -> Fault {
    let loc = ["query"].into_iter().chain(parameter);
    let loc = loc.map(|step| LocationStep::Name(step.to_owned())).collect();
    Fault::Invalid(vec![issue_of(loc, "value_error", message.to_owned(), json!(input), None)])
}

/// A run of a sorted list.
pub(super) struct Part<'a> {
    pub(super) list: Cow<'a, Ranked>,
    pub(super) range: Range<usize>,
}

impl<'a> Part<'a> {
    /// A list without the item at this position.
    pub(super) fn around(list: &'a Ranked, position: usize) -> Vec<Self> {
        [0..position, position.saturating_add(1)..list.len()]
            .map(|range| Self { list: Cow::Borrowed(list), range })
            .into()
    }

    pub(super) fn whole(list: &'a Ranked) -> Self {
        Self { range: 0..list.len(), list: Cow::Borrowed(list) }
    }
}

/// A list, as runs of sorted lists that have no item in common.
pub(super) struct Sequence<'a> {
    pub(super) parts: Vec<Part<'a>>,
    pub(super) order: &'a dyn Fn(u32, u32) -> Ordering,
    pub(super) descending: bool,
}

/// A page of a list.
struct Found {
    items: Vec<u32>,
    total: usize,
    has_previous: bool,
    has_next: bool,
}

impl Sequence<'_> {
    fn page(&self, spec: PageSpec) -> Found {
        let upward = spec.backward == self.descending;
        let runs: Vec<_> = self.parts.iter().map(|part| self.run(part, spec, upward)).collect();
        let total = self.parts.iter().map(|part| part.range.len()).fold(0, usize::saturating_add);
        let ahead = runs.iter().map(Range::len).fold(0, usize::saturating_add);
        let mut items = self.merge(runs, upward, spec.size);
        let (behind, more) = (total > ahead, ahead > items.len());
        if spec.backward {
            items.reverse();
            return Found { items, total, has_previous: more, has_next: behind };
        }
        Found { items, total, has_previous: behind, has_next: more }
    }

    /// The positions of a part that are still to come.
    fn run(&self, part: &Part<'_>, spec: PageSpec, upward: bool) -> Range<usize> {
        let Range { start, end } = part.range;
        let Some(cursor) = spec.cursor else { return start..end };
        if upward {
            let passed = part.list.count_while(&|item| (self.order)(item, cursor).is_le());
            passed.clamp(start, end)..end
        } else {
            let passed = part.list.count_while(&|item| (self.order)(item, cursor).is_lt());
            start..passed.clamp(start, end)
        }
    }

    /// The first items of all runs together, walking upward or downward.
    fn merge(&self, runs: Vec<Range<usize>>, upward: bool, size: usize) -> Vec<u32> {
        let mut walks: Vec<_> = self
            .parts
            .iter()
            .zip(runs)
            .map(|(part, run)| {
                let count = run.len();
                let walk: Box<dyn Iterator<Item = u32>> = if upward {
                    Box::new(part.list.from(run.start))
                } else {
                    Box::new(part.list.before(run.end))
                };
                walk.take(count).peekable()
            })
            .collect();
        let mut items = Vec::with_capacity(size);
        while items.len() < size {
            let next = walks
                .iter_mut()
                .filter_map(|walk| walk.peek().copied().map(|item| (item, walk)))
                .min_by(|(one, _), (other, _)| {
                    let order = (self.order)(*one, *other);
                    if upward { order } else { order.reverse() }
                })
                .and_then(|(_, walk)| walk.next());
            match next {
                Some(item) => items.push(item),
                None => break,
            }
        }
        items
    }
}

/// Answers with a page of a list, its records shown by `show`.
pub(super) fn answer<H: Handle, T: Serialize>(
    call: &Call<'_>,
    sequence: &Sequence<'_>,
    show: impl Fn(View<'_>, H) -> Option<T>,
) -> Answer {
    let found = sequence.page(PageSpec::read::<H>(call)?);
    let cursor = |item: Option<&u32>| {
        item.and_then(|&item| H::from_raw(item))
            .map(|record| call.ledger.ids.token(Token::Cursor, record))
    };
    to_json(&Page {
        nodes: found
            .items
            .iter()
            .filter_map(|&item| show(call.view(), H::from_raw(item)?))
            .collect(),
        total_count: u32::try_from(found.total).unwrap_or(u32::MAX),
        page_info: PageInfo {
            has_previous_page: found.has_previous,
            start_cursor: cursor(found.items.first()),
            has_next_page: found.has_next,
            end_cursor: cursor(found.items.last()),
        },
    })
}
