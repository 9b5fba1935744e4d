//! The interpreter: reads a body along a table, checks it and writes records, in one pass.
//!
//! Invalid JSON ends the pass: [`Broken`]. A value that is well-formed but does not match the table has drifted, and is
//! kept together with a record of that. If drift is rejected, it becomes [`INVALID`](super::tag), because a later
//! duplicate of its key may replace it; it makes the enclosing object invalid when that ends.

use super::drift::Drift;
use super::fault::{FaultId, Faults, Problem};
use super::names::Names;
use super::number::Number;
use super::records::{Records, Value, tag};
use super::scanner::Scanner;
use super::string;
use crate::model::table::Kind;

/// How deeply objects and lists may be nested.
const DEEPEST: u32 = 512;

/// How many values a body may hold: 20,000 credit batches have some 700,000. Two bytes of a body can become fifty bytes
/// of memory.
const MOST_VALUES: usize = 1 << 20;

/// The most objects and lists in a body: 20,000 credit batches have 100,000. Each costs JavaScript far more memory than
/// the two bytes that it needs in a body.
const MOST_NESTS: u32 = 1 << 18;

/// The body is not JSON, for a reason that [`Interpreter::broken`] holds.
#[derive(Debug)]
pub(super) struct Broken;

/// A pass over a body.
pub(super) struct Interpreter<'a> {
    pub(super) scanner: Scanner<'a>,
    pub(super) records: &'a mut Records,
    pub(super) faults: Faults,
    /// The fault that ended the pass.
    pub(super) broken: FaultId,
    /// Whether drift is reported rather than rejected.
    pub(super) tells_drift: bool,
    /// The drift of values that have been read and of unfinished objects and lists.
    pub(super) drifts: Vec<Note>,
    /// The place of the value that has drifted last.
    pub(super) drifted_at: usize,
    /// Whether the next object is an item of a list.
    pub(super) is_item: bool,
    /// The names of properties that no table knows.
    names: Names,
    depth: u32,
    /// The number of objects and lists so far.
    nests: u32,
}

/// A drift, and the slot of the property that it is in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Note {
    pub(super) drift: FaultId,
    pub(super) slot: usize,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(body: &'a [u8], tells_drift: bool, records: &'a mut Records) -> Self {
        records.prepare(body.len());
        let mut scanner = Scanner::new(body);
        scanner.take_word("\u{feff}".as_bytes());
        Self {
            scanner,
            records,
            faults: Faults::default(),
            broken: 0,
            tells_drift,
            drifts: Vec::new(),
            drifted_at: 0,
            is_item: false,
            names: Names::default(),
            depth: 0,
            nests: 0,
        }
    }

    /// Reads the whole body.
    pub(super) fn body(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        let mut value = self.one_value(kind, nullable)?;
        // The body contains nothing of what was requested.
        let here = self.drifts.first().and_then(|note| self.faults.drifted_here(note.drift));
        if let Some((problem, _)) = here {
            value = self.refused(problem);
        }
        match self.scanner.peek_mark() {
            None => Ok(value),
            Some(_) => Err(self.break_off("the end of the body")),
        }
    }

    /// The substitute for the value that has drifted last, if drift is rejected.
    #[cold]
    pub(super) fn refused(&mut self, problem: Problem) -> Value {
        let fault = self.faults.wrong(problem, self.drifted_at);
        Value::new(tag::INVALID, 0, fault)
    }

    /// All drift in words, each place once.
    pub(super) fn told_drifts(&self) -> Vec<Drift> {
        self.drifts.iter().filter_map(|note| self.faults.describe_drift(note.drift)).collect()
    }

    /// Ends the pass: JSON expects something else here.
    #[cold]
    pub(super) fn break_off(&mut self, expected: &'static str) -> Broken {
        self.broken = self.faults.wrong(Problem::Syntax(expected), self.scanner.at());
        Broken
    }

    /// Reads a string at a place where strings are rare: not inlined.
    #[inline(never)]
    pub(super) fn one_string(&mut self) -> Result<Value, Broken> {
        self.string()
    }

    /// Reads a string.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Value, Broken> {
        self.scanner.advance(1);
        string::read(&mut self.scanner, self.records).map_err(|expected| self.break_off(expected))
    }

    /// The string that began at `start` and has just been read, as written between its quotation marks.
    pub(super) fn written_since(&self, start: usize) -> &'a [u8] {
        if let [_, text @ .., _] = self.scanner.since(start) { text } else { &[] }
    }

    pub(super) fn number(&mut self) -> Result<Number, Broken> {
        Number::read(&mut self.scanner).map_err(|expected| self.break_off(expected))
    }

    /// Enters an object or list. Returns whether it has contents.
    #[inline(always)]
    pub(super) fn enter(&mut self, end: u8) -> Result<bool, Broken> {
        if self.depth == DEEPEST {
            return Err(self.break_off("at most 512 objects and lists in each other"));
        }
        if self.nests == MOST_NESTS {
            return Err(self.break_off("at most 262,144 objects and lists"));
        }
        self.nests = self.nests.wrapping_add(1);
        self.bound()?;
        self.scanner.advance(1);
        self.depth = self.depth.wrapping_add(1);
        Ok(!self.leave(end))
    }

    /// Ends the pass if there are more values than a body may hold.
    #[inline(always)]
    pub(super) fn bound(&mut self) -> Result<(), Broken> {
        if self.records.count() > MOST_VALUES {
            return Err(self.break_off("at most 1,048,576 values"));
        }
        Ok(())
    }

    /// Records the name of an unknown property, which began at `start` and has just been read. Ends the pass if there
    /// are too many of them.
    pub(super) fn note_name(&mut self, start: usize) -> Result<(), Broken> {
        let written = self.written_since(start);
        if self.names.note(written) {
            Ok(())
        } else {
            self.scanner.go_to(start);
            Err(self.break_off("at most 32,768 different names beyond the model's"))
        }
    }

    /// Whether an object or list continues.
    #[inline(always)]
    pub(super) fn goes_on(&mut self, end: u8) -> Result<bool, Broken> {
        if self.scanner.take(b',') { Ok(true) } else { self.goes_on_or_ends(end) }
    }

    #[inline(always)]
    fn goes_on_or_ends(&mut self, end: u8) -> Result<bool, Broken> {
        if self.scanner.take_mark(b',') {
            Ok(true)
        } else if self.leave(end) {
            Ok(false)
        } else {
            Err(self.break_off(if end == b'}' { "`,` or `}`" } else { "`,` or `]`" }))
        }
    }

    #[inline(always)]
    fn leave(&mut self, end: u8) -> bool {
        let has_ended = self.scanner.take_mark(end);
        self.depth = self.depth.wrapping_sub(u32::from(has_ended));
        has_ended
    }
}
