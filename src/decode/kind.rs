//! Values of the tables' kinds: each is read, then checked.

use super::drift::Found;
use super::fault::Problem;
use super::interpreter::{Broken, Interpreter, Note};
use super::number::ShortNumber;
use super::records::{Value, tag};
use super::string::{self, is_escaped, unescaped};
use crate::model::format::{is_date, is_timestamp};
use crate::model::id::is_id;
use crate::model::table::Kind;

impl Interpreter<'_> {
    /// Reads a value of this kind at a place where it is rare: not inlined.
    #[inline(never)]
    pub(super) fn one_value(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        self.value(kind, nullable)
    }

    /// Reads a value of this kind.
    #[inline(always)]
    pub(super) fn value(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        match (self.scanner.peek_mark(), kind) {
            (
                Some(b'"'),
                Kind::Text
                | Kind::LimitedText(_)
                | Kind::NonEmptyText
                | Kind::Email
                | Kind::Constant(_)
                | Kind::Enum(_)
                | Kind::TextOrInteger,
            ) => self.string(),
            (Some(b'"'), Kind::Id(_)) => self.id(kind, nullable),
            (Some(b'"'), Kind::Date | Kind::Timestamp) => self.formatted(kind, nullable),
            (Some(b'n'), _) if nullable => self.word(b"null", Value::NULL),
            (Some(b't'), Kind::Boolean | Kind::Accepted) => self.word(b"true", Value::TRUE),
            (Some(b'{'), Kind::Object(table)) => self.object(table),
            (Some(b'['), Kind::List(list)) => self.list(&list.item),
            (Some(b'f'), Kind::Boolean | Kind::Accepted)
            | (Some(b'{'), Kind::AnyObject)
            | (_, Kind::Any) => self.untyped(),
            (Some(b'-' | b'0'..=b'9'), _) => self.number_of_kind(kind, nullable),
            _ => self.misfit(kind, nullable, self.scanner.at()),
        }
    }

    /// Reads a word of four letters whose first letter is there.
    #[inline(always)]
    fn word(&mut self, word: &[u8; 4], value: Value) -> Result<Value, Broken> {
        if self.scanner.rest().first_chunk() == Some(word) {
            self.scanner.advance(4);
            Ok(value)
        } else {
            self.untyped()
        }
    }

    /// Reads a string that must be an id.
    #[inline(never)]
    fn id(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        let start = self.scanner.at();
        self.scanner.advance(1);
        if let Some(id) = string::read_id(&mut self.scanner, self.records) {
            return Ok(id);
        }
        self.scanner.go_to(start);
        self.formatted(kind, nullable)
    }

    /// Reads a string that must have the format of an id, a date or a timestamp.
    #[inline(never)]
    fn formatted(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        let start = self.scanner.at();
        let value = self.one_string()?;
        let has_format = |text: &[u8]| match kind {
            Kind::Id(_) => is_id(text),
            Kind::Date => is_date(text),
            _ => is_timestamp(text),
        };
        let text = self.written_since(start);
        let is_right =
            has_format(text) || (is_escaped(text) && has_format(unescaped(text).as_bytes()));
        if is_right { Ok(value) } else { self.misfit(kind, nullable, start) }
    }

    /// Reads a number that must be of this kind.
    fn number_of_kind(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        if let Some(number) = ShortNumber::read(self.scanner.rest()) {
            let value = match (kind, number.integer()) {
                (Kind::Kilograms | Kind::PositiveKilograms, Some(integer)) => {
                    Some(self.records.bigint(integer))
                }
                (Kind::Number, _)
                | (Kind::Integer | Kind::BoundedInteger(..) | Kind::TextOrInteger, Some(_)) => {
                    Some(self.records.number(number.to_f64()))
                }
                _ => None,
            };
            if let Some(value) = value {
                self.scanner.advance(number.length);
                return Ok(value);
            }
        }
        let start = self.scanner.at();
        let number = self.number()?;
        let is_right = match kind {
            Kind::Kilograms | Kind::PositiveKilograms => {
                if let Some(kilograms) = number.to_i64() {
                    return Ok(self.records.bigint(kilograms));
                }
                false
            }
            Kind::Number => number.is_finite(),
            Kind::Latitude => number.is_within(90),
            Kind::Longitude => number.is_within(180),
            Kind::Integer | Kind::BoundedInteger(..) | Kind::TextOrInteger => {
                number.is_safe_integer()
            }
            _ => false,
        };
        if is_right { Ok(self.float(&number, start)) } else { self.misfit(kind, nullable, start) }
    }

    /// Reads a value that is not of its kind, from its start.
    #[cold]
    fn misfit(&mut self, kind: &Kind, nullable: bool, start: usize) -> Result<Value, Broken> {
        let place = self.records.values.len();
        self.scanner.go_to(start);
        let found = Found::of(self.scanner.peek());
        let value = self.untyped()?;
        let problem = Problem::new(kind, nullable);
        self.drifted_at = start;
        if !self.tells_drift {
            self.records.values.truncate(place);
            return Ok(self.refused(problem));
        }
        let drift = self.faults.drifted(problem, found);
        self.drifts.push(Note { drift, slot: 0 });
        Ok(value)
    }

    /// Reads a list. It is invalid if one of its items is; the items after that only need to be JSON.
    #[inline(never)]
    pub(super) fn list(&mut self, item: &Kind) -> Result<Value, Broken> {
        let place = self.records.values.len();
        let open = self.records.open.len();
        let drifts = self.drifts.len();
        let mut index: usize = 0;
        let mut fault = None;
        let mut goes_on = self.enter(b']')?;
        while goes_on {
            let kind = if fault.is_none() { item } else { &Kind::Any };
            let drifted = self.drifts.len();
            self.is_item = true;
            let value = self.one_value(kind, false).inspect_err(|_| {
                self.broken = self.faults.in_item(index, self.broken);
            })?;
            self.is_item = false;
            if value.tag() == tag::INVALID {
                fault = Some(self.faults.in_item(index, value.payload() as usize));
            }
            if fault.is_some() {
                self.records.values.truncate(place);
            } else {
                self.records.open.push(value.word_pair());
                self.bound()?;
            }
            if self.drifts.len() > drifted {
                self.note_item(drifts, drifted);
            }
            index = index.wrapping_add(1);
            goes_on = self.goes_on(b']')?;
        }
        if let Some(fault) = fault {
            self.records.open.truncate(open);
            self.drifts.truncate(drifts);
            return Ok(Value::new(tag::INVALID, 0, fault));
        }
        let (count, place) = self.records.close(open);
        Ok(Value::new(tag::LIST, count, place))
    }

    /// Records the drift of an item, recorded from `drifted` on, as that of the list, whose own was recorded from
    /// `drifts` on: the same drift in many items counts once.
    #[cold]
    fn note_item(&mut self, drifts: usize, drifted: usize) {
        let mut kept = drifted;
        for at in drifted..self.drifts.len() {
            let Some(note) = self.drifts.get(at).copied() else { break };
            let drift = self.faults.drifted_in_item(note.drift);
            let known = self.drifts.get(drifts..kept).unwrap_or_default();
            if known.iter().all(|note| note.drift != drift)
                && let Some(place) = self.drifts.get_mut(kept)
            {
                *place = Note { drift, slot: 0 };
                kept = kept.wrapping_add(1);
            }
        }
        self.drifts.truncate(kept);
    }
}
