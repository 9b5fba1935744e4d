//! Records: the decoded form of a body, laid out for JavaScript to read from memory.

use std::num::NonZeroU64;

use super::chunk::SIZE;
use super::string::strings;

/// The kind of a value: the low four bits of its first word.
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
    /// A string; payload: its place among the `texts`.
    pub const TEXT: u32 = 7;
    /// A short string; aux: its length, payload: its offset in the last of the `texts`.
    pub const SHORT: u32 = 14;
    /// A string with characters beyond ASCII; payload: its place among the `wide` texts.
    pub const WIDE: u32 = 8;
    /// A number that needs an exact conversion of its decimal text; payload: that text's place among
    /// the `texts`.
    pub const DECIMAL: u32 = 9;
    /// A bigint beyond 64 bits, as decimal text; payload: its place among the `texts`.
    pub const BIGTEXT: u32 = 10;
    /// An object of a model; aux: its shape, payload: the place in `values` of the `MAP` of the properties that the
    /// model does not have. The model's own properties follow it. If the object has drifted from its model, [`DRIFTED`]
    /// is added to aux, and values may be of any kind or missing.
    pub const OBJECT: u32 = 11;
    /// A list; aux: its length, payload: the place of its first item in `values`.
    pub const LIST: u32 = 12;
    /// Any other object; aux: the number of its properties, payload: the place in `values` where
    /// they are, a key and a value in turn.
    pub const MAP: u32 = 13;
    /// Added to the shape of an object that has drifted from its model.
    pub const DRIFTED: u32 = 256;
    /// The tags by name, for the façade's reader.
    #[cfg(not(target_arch = "wasm32"))]
    pub const PRINTED: &[(&str, u32)] = &[
        ("ABSENT", ABSENT),
        ("NULL", NULL),
        ("TRUE", TRUE),
        ("FALSE", FALSE),
        ("INTEGER", INTEGER),
        ("NUMBER", NUMBER),
        ("BIGINT", BIGINT),
        ("TEXT", TEXT),
        ("WIDE", WIDE),
        ("DECIMAL", DECIMAL),
        ("BIGTEXT", BIGTEXT),
        ("OBJECT", OBJECT),
        ("LIST", LIST),
        ("MAP", MAP),
        ("SHORT", SHORT),
        ("DRIFTED", DRIFTED),
    ];
    /// A value that does not match the model; payload: its fault. Never in finished records.
    pub(crate) const INVALID: u32 = 15;
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

    pub(super) fn payload(self) -> u32 {
        (self.0.get() >> 32) as u32
    }

    /// The substitute for it in [`Records::values`], where 0 is no value.
    pub(super) fn word_pair(self) -> u64 {
        self.0.get()
    }

    pub(super) fn from_word_pair(words: u64) -> Option<Self> {
        NonZeroU64::new(words).map(Self)
    }
}

/// A decoded body, and the memory that is reused for the next one.
#[derive(Debug, Default)]
pub struct Records {
    pub(super) values: Values,
    pub(super) numbers: Vec<f64>,
    pub(super) integers: Vec<i64>,
    pub(super) texts: TextList,
    pub(super) wide: TextList,
    pub(super) short: ShortRun,
    /// Items of lists and maps that have not ended yet.
    pub(super) open: Vec<u64>,
}

impl Records {
    /// The values, two words each (the first in the low half). The last one is the whole body's.
    #[must_use]
    pub fn values(&self) -> &[u64] {
        self.values.from(0)
    }

    /// Numbers other than small integers.
    #[must_use]
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// Bigints.
    #[must_use]
    pub fn integers(&self) -> &[i64] {
        &self.integers
    }

    /// All strings of ASCII only, as a list of JSON. The short ones are one string, at its end.
    #[must_use]
    pub fn texts(&self) -> &[u8] {
        self.texts.json()
    }

    /// All other strings, as a list of JSON.
    #[must_use]
    pub fn wide(&self) -> &[u8] {
        self.wide.json()
    }

    /// The strings of [`texts`](Self::texts) and [`wide`](Self::wide), for use in Rust. Lone surrogates are replaced.
    #[must_use]
    pub fn strings(&self) -> [Vec<String>; 2] {
        [strings(self.texts()), strings(self.wide())]
    }

    /// Releases memory that an unusually large body needed. To be called when the records have been read.
    pub fn trim(&mut self) {
        const KEPT: usize = 1 << 20;
        if self.texts.bytes.len() > KEPT {
            *self = Self::default();
        }
    }

    /// Empties the records and makes room for the text of a body of this length.
    pub(super) fn prepare(&mut self, body_length: usize) {
        self.values.clear();
        self.numbers.clear();
        self.integers.clear();
        self.open.clear();
        self.texts.prepare(body_length);
        self.wide.prepare(0);
        self.short.len = 0;
    }

    /// The number of values so far, including those of unfinished lists and maps.
    #[inline(always)]
    pub(super) fn count(&self) -> usize {
        self.values.len().wrapping_add(self.open.len())
    }

    /// The length of the text.
    pub(super) fn mark(&self) -> Mark {
        Mark { len: self.texts.len, count: self.texts.count, short: self.short.len }
    }

    /// Removes the text that has been added since then, except wide text.
    pub(super) fn reset(&mut self, mark: Mark) {
        self.texts.len = mark.len;
        self.texts.count = mark.count;
        self.short.len = mark.short;
    }

    /// Ends the lists of texts.
    pub(super) fn finish(&mut self) {
        let short = self.short.bytes.get(..self.short.len).unwrap_or_default();
        self.texts.push(short);
        self.texts.finish();
        self.wide.finish();
    }

    /// Ends a list or map whose items have been in `open` since `start`: moves them to the values and returns their
    /// number and place.
    pub(super) fn close(&mut self, start: usize) -> (usize, usize) {
        let items = self.open.get(start..).unwrap_or_default();
        let count = items.len();
        let place = self.values.extend(items);
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

    #[inline(always)]
    pub(super) fn bigint(&mut self, value: i64) -> Value {
        let place = self.integers.len();
        self.integers.push(value);
        Value::new(tag::BIGINT, 0, place)
    }
}

/// Values in a buffer that is longer than their number, so that making room for a record costs nothing.
#[derive(Debug, Default)]
pub(super) struct Values {
    buffer: Vec<u64>,
    len: usize,
}

impl Values {
    fn clear(&mut self) {
        self.len = 0;
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Removes all values from a place on.
    pub(super) fn truncate(&mut self, place: usize) {
        self.len = place;
    }

    /// The values from a place on.
    pub(super) fn from(&self, place: usize) -> &[u64] {
        self.buffer.get(place..self.len).unwrap_or_default()
    }

    /// Makes room for the given number of values, which must then be set, and returns the place of the first.
    #[inline(always)]
    pub(super) fn reserve(&mut self, count: usize) -> usize {
        let place = self.len;
        self.len = place.wrapping_add(count);
        if self.buffer.len() < self.len {
            self.grow();
        }
        place
    }

    #[cold]
    fn grow(&mut self) {
        const LEAST: usize = 1 << 10;
        let length = self.len.max(self.buffer.len().saturating_mul(2)).max(LEAST);
        self.buffer.resize(length, 0);
    }

    #[inline(always)]
    pub(super) fn set(&mut self, place: usize, value: Value) {
        if let Some(slot) = self.buffer.get_mut(place) {
            *slot = value.word_pair();
        }
    }

    /// Sets the values from one place up to another to no value.
    pub(super) fn empty(&mut self, from: usize, to: usize) {
        for slot in self.buffer.get_mut(from..to).unwrap_or_default() {
            *slot = 0;
        }
    }

    /// Adds values and returns the place of the first.
    pub(super) fn extend(&mut self, values: &[u64]) -> usize {
        let place = self.reserve(values.len());
        for (slot, value) in self.buffer.iter_mut().skip(place).zip(values) {
            *slot = *value;
        }
        place
    }
}

/// Texts as a list of JSON, each as written in the body: JavaScript parses all of them at once, and each becomes a
/// string of its own. Parts of one long string would keep all of it in memory as long as one of them is in use.
#[derive(Debug, Default)]
pub(super) struct TextList {
    /// The list without its end, up to the quotation mark that opens the next text. The buffer is longer, so that a
    /// whole chunk can be written where less is needed.
    bytes: Vec<u8>,
    len: usize,
    count: usize,
}

/// The length of the text at some time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    len: usize,
    count: usize,
    short: usize,
}

impl TextList {
    const OPENING: &[u8; 2] = b"[\"";
    const BETWEEN: &[u8; 2] = b",\"";

    /// Empties the list, and makes room for texts of the given number of bytes in all.
    fn prepare(&mut self, length: usize) {
        self.len = 0;
        self.count = 0;
        self.grow(length);
        self.write(Self::OPENING);
    }

    /// Makes room for at least the given number of bytes.
    fn grow(&mut self, length: usize) {
        const SPARE: usize = 64;
        let needed = self.len.saturating_add(length).saturating_add(SPARE);
        if self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
    }

    fn write(&mut self, bytes: &[u8; 2]) {
        let room = self.bytes.get_mut(self.len..).unwrap_or_default();
        if let Some(room) = room.first_chunk_mut() {
            *room = *bytes;
        }
        self.len = self.len.wrapping_add(bytes.len());
    }

    /// Where the next text is written, with its closing quotation mark.
    #[inline(always)]
    pub(super) fn room(&mut self) -> &mut [u8] {
        let end = self.bytes.len().wrapping_sub(Self::BETWEEN.len());
        self.bytes.get_mut(self.len..end).unwrap_or_default()
    }

    /// Ends the text of the given number of bytes that has been written, and returns its place.
    #[inline(always)]
    pub(super) fn end(&mut self, length: usize) -> usize {
        self.len = self.len.wrapping_add(length).wrapping_add(1);
        self.write(Self::BETWEEN);
        let place = self.count;
        self.count = place.wrapping_add(1);
        place
    }

    /// Adds a text, as written between quotation marks, and returns its place.
    pub(super) fn push(&mut self, text: &[u8]) -> usize {
        // Room for the same amount again, so that not every text has to make room.
        let length = text.len().saturating_add(1);
        if self.room().len() < length {
            self.grow(self.len.saturating_add(length));
        }
        if let Some((room, rest)) = self.room().split_at_mut_checked(text.len()) {
            room.copy_from_slice(text);
            if let Some(byte) = rest.first_mut() {
                *byte = b'"';
            }
        }
        self.end(text.len())
    }

    /// Ends the list.
    fn finish(&mut self) {
        // Replaces the opening of the next text.
        let end = self.len.wrapping_sub(if self.count == 0 { 1 } else { 2 });
        if let Some(byte) = self.bytes.get_mut(end) {
            *byte = b']';
        }
        self.len = end.wrapping_add(1);
    }

    fn json(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Strings so short that engines copy them when they are cut from a longer one, which is cheaper than a list: one after
/// the other.
#[derive(Debug, Default)]
pub(super) struct ShortRun {
    bytes: Vec<u8>,
    len: usize,
}

impl ShortRun {
    /// The longest string that V8 copies; other engines copy shorter ones.
    pub(super) const LONGEST: usize = 12;

    /// Adds the given number of bytes of a chunk and returns their place.
    #[inline(always)]
    pub(super) fn push(&mut self, chunk: &[u8; SIZE], length: usize) -> usize {
        let place = self.len;
        if self.bytes.len() < place.wrapping_add(SIZE) {
            self.grow();
        }
        if let Some(room) = self.bytes.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
            *room = *chunk;
        }
        self.len = place.wrapping_add(length);
        place
    }

    #[cold]
    fn grow(&mut self) {
        let more = self.bytes.len().max(1 << 12);
        self.bytes.resize(self.bytes.len().saturating_add(more), 0);
    }
}
