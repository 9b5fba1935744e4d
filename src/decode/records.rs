//! Records: what a body decodes to, laid out for JavaScript to read out of memory.

use std::num::NonZeroU64;

/// What a value is: the low four bits of its first word.
///
/// The rest of that word is `aux`, 28 bits; the second word is the payload.
pub mod tag {
    /// No value: an optional property that is missing, or an object without unknown properties.
    pub const ABSENT: u32 = 0;
    /// `null`.
    pub const NULL: u32 = 1;
    /// `true`.
    pub const TRUE: u32 = 2;
    /// `false`.
    pub const FALSE: u32 = 3;
    /// A number; payload: its value, an `i32`.
    pub const INTEGER: u32 = 4;
    /// A number; payload: its place in `numbers`.
    pub const NUMBER: u32 = 5;
    /// A bigint; payload: its place in `integers`.
    pub const BIGINT: u32 = 6;
    /// A string of ASCII; aux: its length, payload: its offset in `text`.
    pub const TEXT: u32 = 7;
    /// Any other string; aux: its length in UTF-16 units, payload: its offset in `units`.
    pub const WIDE: u32 = 8;
    /// A number that needs an exact conversion of its decimal text, laid out as `TEXT` is.
    pub const DECIMAL: u32 = 9;
    /// A bigint beyond 64 bits, as decimal text laid out as `TEXT` is.
    pub const BIGTEXT: u32 = 10;
    /// An object of a model; aux: its shape, payload: the place in `values` of the `MAP` of those
    /// properties that the model does not know. The properties that it does know come after it.
    pub const OBJECT: u32 = 11;
    /// A list; aux: its length, payload: the place of its first item in `values`.
    pub const LIST: u32 = 12;
    /// Any other object; aux: the number of its properties, payload: the place in `values` where
    /// they are, a key and a value in turn.
    pub const MAP: u32 = 13;
    /// A value that is not what the model says; payload: its fault. Never in finished records.
    pub(crate) const INVALID: u32 = 14;
}

/// A value: a tag, aux and payload in two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value(NonZeroU64);

impl Value {
    pub(super) const NULL: Self = Self::constant(tag::NULL);
    pub(super) const TRUE: Self = Self::constant(tag::TRUE);
    pub(super) const FALSE: Self = Self::constant(tag::FALSE);

    const fn constant(tag: u32) -> Self {
        Self(NonZeroU64::MIN.saturating_add(tag.wrapping_sub(1) as u64))
    }

    /// Aux and payload are below [`super::LONGEST_BODY`] and 2^32.
    pub(super) fn new(tag: u32, aux: usize, payload: usize) -> Self {
        Self::with_bits(tag, aux, payload as u32)
    }

    pub(super) fn with_bits(tag: u32, aux: usize, payload: u32) -> Self {
        let head = tag | (aux as u32) << 4;
        Self(Self::constant(tag).0 | u64::from(head) | u64::from(payload) << 32)
    }

    pub(super) fn tag(self) -> u32 {
        self.0.get() as u32 & 15
    }

    pub(super) fn aux(self) -> usize {
        (self.0.get() as u32 >> 4) as usize
    }

    pub(super) fn payload(self) -> u32 {
        (self.0.get() >> 32) as u32
    }

    /// What stands for it in [`Records::values`], where 0 is no value.
    pub(super) fn word_pair(self) -> u64 {
        self.0.get()
    }

    pub(super) fn from_word_pair(words: u64) -> Option<Self> {
        NonZeroU64::new(words).map(Self)
    }
}

/// A decoded body, and the memory that the next one is decoded into.
#[derive(Debug, Default)]
pub struct Records {
    pub(super) values: Vec<u64>,
    pub(super) numbers: Vec<f64>,
    pub(super) integers: Vec<i64>,
    pub(super) units: Vec<u16>,
    pub(super) text: TextRun,
    /// Items of lists and maps that have not ended yet.
    pub(super) open: Vec<u64>,
}

impl Records {
    /// The values, two words each (the first in the low half). The last one is the whole body's.
    #[must_use]
    pub fn values(&self) -> &[u64] {
        &self.values
    }

    /// Numbers that are no small integers.
    #[must_use]
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// Bigints.
    #[must_use]
    pub fn integers(&self) -> &[i64] {
        &self.integers
    }

    /// The text of all strings of ASCII, one after the other.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        self.text.bytes.get(..self.text.len).unwrap_or_default()
    }

    /// The UTF-16 units of all other strings, one after the other.
    #[must_use]
    pub fn units(&self) -> &[u16] {
        &self.units
    }

    /// Gives memory back that an unusually large body needed. To be called when the records have
    /// been read.
    pub fn trim(&mut self) {
        const KEPT: usize = 1 << 20;
        if self.text.bytes.len() > KEPT {
            *self = Self::default();
        }
    }

    /// Empties the records and makes room for the text of a body of this length.
    pub(super) fn prepare(&mut self, body_length: usize) {
        self.values.clear();
        self.numbers.clear();
        self.integers.clear();
        self.units.clear();
        self.open.clear();
        self.text.prepare(body_length);
    }

    /// Makes room for so many values and gives the place of the first.
    #[inline(always)]
    pub(super) fn reserve(&mut self, count: usize) -> usize {
        let place = self.values.len();
        self.values.resize(place.wrapping_add(count), 0);
        place
    }

    #[inline(always)]
    pub(super) fn set(&mut self, place: usize, value: Value) {
        if let Some(slot) = self.values.get_mut(place) {
            *slot = value.word_pair();
        }
    }

    /// Ends a list or map whose items have been in `open` since `start`: moves them to the values
    /// and gives their number and place.
    pub(super) fn close(&mut self, start: usize) -> (usize, usize) {
        let place = self.values.len();
        let items = self.open.get(start..).unwrap_or_default();
        let count = items.len();
        self.values.extend_from_slice(items);
        self.open.truncate(start);
        (count, place)
    }

    #[inline(always)]
    pub(super) fn number(&mut self, value: f64) -> Value {
        let integer = value as i32;
        if f64::from(integer).to_bits() == value.to_bits() {
            return Value::with_bits(tag::INTEGER, 0, integer.cast_unsigned());
        }
        let place = self.numbers.len();
        self.numbers.push(value);
        Value::new(tag::NUMBER, 0, place)
    }

    /// The text of a string if that is of ASCII.
    #[inline(always)]
    pub(super) fn ascii(&self, string: Value) -> &[u8] {
        match string.tag() {
            tag::TEXT => self.text.get(string.payload() as usize, string.aux()),
            _ => &[],
        }
    }

    #[inline(always)]
    pub(super) fn bigint(&mut self, value: i64) -> Value {
        let place = self.integers.len();
        self.integers.push(value);
        Value::new(tag::BIGINT, 0, place)
    }
}

/// A run of ASCII text. Its buffer is longer than the run, so that eight bytes can be written where
/// fewer are wanted.
#[derive(Debug, Default)]
pub(super) struct TextRun {
    pub(super) bytes: Vec<u8>,
    pub(super) len: usize,
}

impl TextRun {
    fn prepare(&mut self, body_length: usize) {
        self.len = 0;
        let needed = body_length.saturating_add(16);
        if self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    /// Adds text and gives its place. A body never has more text than bytes.
    pub(super) fn push(&mut self, text: impl ExactSizeIterator<Item = u8>) -> usize {
        let place = self.len;
        let length = text.len();
        let room = self.bytes.get_mut(place..).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(text) {
            *to = from;
        }
        self.len = place.saturating_add(length);
        place
    }

    pub(super) fn get(&self, place: usize, length: usize) -> &[u8] {
        self.bytes.get(place..place.saturating_add(length)).unwrap_or_default()
    }
}
