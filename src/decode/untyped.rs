//! Values without a table: any JSON, as `JSON.parse` would read it, but with exact integers.

use super::interpreter::{Broken, Interpreter};
use super::number::{Number, ShortNumber};
use super::records::{Value, tag};
use crate::model::table::Kind;

impl Interpreter<'_> {
    /// Reads any value.
    pub(super) fn untyped(&mut self) -> Result<Value, Broken> {
        let (word, value): (&[u8], _) = match self.scanner.peek_mark() {
            Some(b'"') => return self.one_string(),
            Some(b'{') => return self.map(),
            Some(b'[') => return self.list(&Kind::Any),
            Some(b'-' | b'0'..=b'9') => return self.untyped_number(),
            Some(b't') => (b"true", Value::TRUE),
            Some(b'f') => (b"false", Value::FALSE),
            _ => (b"null", Value::NULL),
        };
        if self.scanner.take_word(word) { Ok(value) } else { Err(self.break_off("a JSON value")) }
    }

    fn untyped_number(&mut self) -> Result<Value, Broken> {
        if let Some(number) = ShortNumber::read(self.scanner.rest()) {
            self.scanner.advance(number.length);
            return Ok(self.records.number(number.to_f64()));
        }
        let start = self.scanner.at();
        let number = self.number()?;
        if !number.is_plain || number.is_safe_integer() {
            return Ok(self.float(&number, start));
        }
        Ok(match number.to_i64() {
            Some(integer) => self.records.bigint(integer),
            None => self.literal(tag::BIGTEXT, start),
        })
    }

    /// The value of a number that began at `start` and becomes a JavaScript `number`.
    pub(super) fn float(&mut self, number: &Number, start: usize) -> Value {
        match number.to_f64() {
            Some(float) => self.records.number(float),
            None => self.literal(tag::DECIMAL, start),
        }
    }

    /// The text of a number that began at `start`, for JavaScript to convert.
    fn literal(&mut self, tag: u32, start: usize) -> Value {
        Value::new(tag, 0, self.records.texts.push(self.scanner.since(start)))
    }

    /// Reads an object.
    fn map(&mut self) -> Result<Value, Broken> {
        let open = self.records.open.len();
        let mut goes_on = self.enter(b'}')?;
        while goes_on {
            let start = self.start_of_key()?;
            let key = self.one_string()?;
            self.note_name(start)?;
            self.colon()?;
            self.unknown_property(key, start)?;
            goes_on = self.goes_on(b'}')?;
        }
        Ok(self.close_map(open))
    }

    /// Where the next key starts.
    pub(super) fn start_of_key(&mut self) -> Result<usize, Broken> {
        if self.scanner.peek_mark() == Some(b'"') {
            Ok(self.scanner.at())
        } else {
            Err(self.break_off("a key"))
        }
    }

    /// Reads the colon after a key.
    pub(super) fn colon(&mut self) -> Result<(), Broken> {
        if self.scanner.take_mark(b':') { Ok(()) } else { Err(self.break_off("`:`")) }
    }

    /// Reads the value of a property whose key began at `start`.
    pub(super) fn unknown_property(&mut self, key: Value, start: usize) -> Result<(), Broken> {
        self.records.open.push(key.word_pair());
        let value = self.untyped().inspect_err(|_| {
            self.broken = self.faults.in_key(start, self.broken);
        })?;
        self.records.open.push(value.word_pair());
        self.bound()
    }

    /// Ends an object whose keys and values have been in `open` since there.
    pub(super) fn close_map(&mut self, open: usize) -> Value {
        let (count, place) = self.records.close(open);
        Value::new(tag::MAP, count >> 1, place)
    }
}
