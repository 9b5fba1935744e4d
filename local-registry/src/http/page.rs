//! Pages of lists, by cursors that refer to a record and so remain valid while the list changes.

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

/// How many items a page has by default.
const DEFAULT_SIZE: usize = 10;

/// Which page of a list is requested.
#[derive(Debug, Clone, Copy)]
struct PageSpec {
    /// Whether the page is taken from the end of what lies between the cursors, rather than the beginning.
    backward: bool,
    size: usize,
    /// How many of a forward page's last items are requested. Default: all.
    last: Option<usize>,
    /// The record after which the page begins.
    after: Option<u32>,
    /// The record before which the page ends.
    before: Option<u32>,
}

impl PageSpec {
    /// Reads which page of a list of these records is requested. `first` with `last` is a forward page, unless `before`
    /// is given; or, in Relay's way, the last of the first.
    fn read<H: Handle>(call: &Call<'_>) -> Result<Self, Fault> {
        let number = |name| {
            let number = call.query.get(name).and_then(Value::as_u64);
            number.map(|number| usize::try_from(number).unwrap_or_default())
        };
        let (first, last) = (number("first"), number("last"));
        let cursor = |name| -> Result<_, Fault> {
            match call.parameter(name) {
                Some(text) => {
                    let record = call.ledger.ids.find_token::<H>(Token::Cursor, text);
                    let message = "This is not a cursor of this list";
                    Ok(Some(record.ok_or_else(|| invalid(name, message, text))?.raw()))
                }
                None => Ok(None),
            }
        };
        let (after, before) = (cursor("after")?, cursor("before")?);
        let backward = match (first, last) {
            (Some(_), Some(_)) if call.relay_order => false,
            (Some(_), Some(_)) | (None, None) => before.is_some(),
            (first, _) => first.is_none() || before.is_some() && !call.relay_order,
        };
        let (size, other) = if backward { (last, first) } else { (first, last) };
        Ok(Self {
            backward,
            size: size.or(other).unwrap_or(DEFAULT_SIZE),
            last: last.filter(|_| call.relay_order && !backward),
            after,
            before,
        })
    }
}

fn invalid(parameter: &str, message: &str, input: &str) -> Fault {
    let loc = ["query", parameter].map(|step| LocationStep::Name(step.to_owned())).into();
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

/// A list, as runs of sorted lists without common items.
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

/// The positions of a part that lie between the cursors.
struct Run {
    range: Range<usize>,
    /// How many items of the part come before them, and after them, in the list's order.
    behind: usize,
    ahead: usize,
}

impl Sequence<'_> {
    fn page(&self, spec: PageSpec) -> Found {
        let upward = spec.backward == self.descending;
        let runs: Vec<_> = self.parts.iter().map(|part| self.run(part, spec)).collect();
        let sum = |count: fn(&Run) -> usize| runs.iter().map(count).fold(0, usize::saturating_add);
        let (behind, ahead) = (sum(|run| run.behind), sum(|run| run.ahead));
        let between = sum(|run| run.range.len());
        let total = between.saturating_add(behind).saturating_add(ahead);
        let ranges = runs.into_iter().map(|run| run.range).collect();
        let mut items = self.merge(ranges, upward, spec.size);
        let left = between > items.len();
        if spec.backward {
            items.reverse();
            return Found { items, total, has_previous: left || behind > 0, has_next: ahead > 0 };
        }
        let dropped = spec.last.map_or(0, |last| items.len().saturating_sub(last));
        items.drain(..dropped);
        let has_previous = behind > 0 || dropped > 0;
        Found { items, total, has_previous, has_next: left || ahead > 0 }
    }

    /// The positions of a part that lie between the cursors.
    fn run(&self, part: &Part<'_>, spec: PageSpec) -> Run {
        let whole = part.range.clone();
        // In an ascending list, items after a cursor are above it.
        let (above, below) = match self.descending {
            true => (spec.before, spec.after),
            false => (spec.after, spec.before),
        };
        let up_to = |cursor| part.list.count_while(&|item| (self.order)(item, cursor).is_le());
        let up_to_before =
            |cursor| part.list.count_while(&|item| (self.order)(item, cursor).is_lt());
        let start = above.map_or(whole.start, up_to).clamp(whole.start, whole.end);
        let end = below.map_or(whole.end, up_to_before).clamp(start, whole.end);
        let outside = (start.saturating_sub(whole.start), whole.end.saturating_sub(end));
        let (behind, ahead) =
            if self.descending { (outside.1, outside.0) } else { (outside.0, outside.1) };
        Run { range: start..end, behind, ahead }
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
