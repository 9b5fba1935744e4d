//! The interpreter: reads a body along a table, checks it and writes records, in one pass.
//!
//! What breaks JSON's grammar ends the pass: [`Broken`]. A value that is well-formed but not what
//! the table says becomes [`tag::INVALID`], because a later duplicate of its key may replace it; it
//! makes the object around it invalid when that ends.

use super::fault::{FaultId, Faults, Problem};
use super::number::Number;
use super::records::{Records, Value, tag};
use super::scanner::Scanner;
use super::string;
use crate::model::format::{is_date, is_timestamp};
use crate::model::id::is_id;
use crate::model::table::{Kind, Property, Table};

/// How deep objects and lists may lie in each other.
const DEEPEST: u32 = 512;

/// The body is not JSON, for a reason that [`Interpreter::broken`] holds.
#[derive(Debug)]
pub(super) struct Broken;

/// The key of a property.
enum Key {
    /// The table has it at this place.
    Known(usize, &'static Property),
    /// The table does not have it.
    Unknown(Value),
}

/// A pass over a body.
pub(super) struct Interpreter<'a> {
    pub(super) scanner: Scanner<'a>,
    pub(super) records: &'a mut Records,
    pub(super) faults: Faults,
    /// The fault that ended the pass.
    pub(super) broken: FaultId,
    depth: u32,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(body: &'a [u8], records: &'a mut Records) -> Self {
        records.prepare(body.len());
        let scanner = Scanner::new(body);
        Self { scanner, records, faults: Faults::default(), broken: 0, depth: 0 }
    }

    /// Reads the whole body.
    pub(super) fn body(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        let value = self.value(kind, nullable)?;
        match self.scanner.peek_mark() {
            None => Ok(value),
            Some(_) => Err(self.break_off("the end of the body")),
        }
    }

    /// Reads a value of this kind.
    #[inline(always)]
    fn value(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
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
            (Some(b'"'), Kind::Id(_)) => self.text_that(is_id, kind, nullable),
            (Some(b'"'), Kind::Date) => self.text_that(is_date, kind, nullable),
            (Some(b'"'), Kind::Timestamp) => self.text_that(is_timestamp, kind, nullable),
            (Some(b'n'), _) if nullable => self.untyped(),
            (Some(b'{'), Kind::Object(table)) => self.object(table),
            (Some(b'['), Kind::List(list)) => self.list(&list.item),
            (Some(b't' | b'f'), Kind::Boolean | Kind::Accepted)
            | (Some(b'{'), Kind::AnyObject)
            | (_, Kind::Any) => self.untyped(),
            (Some(b'-' | b'0'..=b'9'), _) => self.number_of_kind(kind, nullable),
            _ => self.refuse(kind, nullable),
        }
    }

    /// Reads a string that this must hold for.
    #[inline]
    fn text_that(
        &mut self,
        is_right: fn(&[u8]) -> bool,
        kind: &Kind,
        nullable: bool,
    ) -> Result<Value, Broken> {
        let start = self.scanner.at();
        let value = self.string()?;
        if is_right(self.records.ascii(value)) {
            Ok(value)
        } else {
            Ok(self.invalid(kind, nullable, start))
        }
    }

    /// Reads a number that must be of this kind.
    fn number_of_kind(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
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
        if is_right {
            Ok(self.float(&number, start))
        } else {
            Ok(self.invalid(kind, nullable, start))
        }
    }

    /// Reads over a value of another kind.
    #[cold]
    fn refuse(&mut self, kind: &Kind, nullable: bool) -> Result<Value, Broken> {
        let start = self.scanner.at();
        let place = self.records.values.len();
        self.untyped()?;
        self.records.values.truncate(place);
        Ok(self.invalid(kind, nullable, start))
    }

    /// What stands for a value that is not of its kind.
    #[cold]
    fn invalid(&mut self, kind: &Kind, nullable: bool, start: usize) -> Value {
        let fault = self.faults.wrong(Problem::new(kind, nullable), start);
        Value::new(tag::INVALID, 0, fault)
    }

    /// Ends the pass: what comes next is not what JSON expects there.
    #[cold]
    pub(super) fn break_off(&mut self, expected: &'static str) -> Broken {
        self.broken = self.faults.wrong(Problem::Syntax(expected), self.scanner.at());
        Broken
    }

    /// Reads a string.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Value, Broken> {
        self.scanner.advance(1);
        string::read(&mut self.scanner, self.records).map_err(|expected| self.break_off(expected))
    }

    pub(super) fn number(&mut self) -> Result<Number, Broken> {
        Number::read(&mut self.scanner).map_err(|expected| self.break_off(expected))
    }

    /// Goes into an object or list. Whether there is something in it.
    pub(super) fn enter(&mut self, end: u8) -> Result<bool, Broken> {
        if self.depth == DEEPEST {
            return Err(self.break_off("at most 512 objects and lists in each other"));
        }
        self.scanner.advance(1);
        self.depth = self.depth.wrapping_add(1);
        Ok(!self.leave(end))
    }

    /// Whether there is more in an object or list.
    #[inline]
    pub(super) fn goes_on(&mut self, end: u8) -> Result<bool, Broken> {
        if self.scanner.take(b',') { Ok(true) } else { self.goes_on_or_ends(end) }
    }

    fn goes_on_or_ends(&mut self, end: u8) -> Result<bool, Broken> {
        if self.scanner.take_mark(b',') {
            Ok(true)
        } else if self.leave(end) {
            Ok(false)
        } else {
            Err(self.break_off(if end == b'}' { "`,` or `}`" } else { "`,` or `]`" }))
        }
    }

    fn leave(&mut self, end: u8) -> bool {
        let has_ended = self.scanner.take_mark(end);
        self.depth = self.depth.wrapping_sub(u32::from(has_ended));
        has_ended
    }

    /// Reads an object along its table.
    #[inline(never)]
    fn object(&mut self, table: &'static Table) -> Result<Value, Broken> {
        let record = self.records.reserve(table.properties.len().wrapping_add(1));
        let unknown = self.records.open.len();
        let mut next: usize = 0;
        let mut goes_on = self.enter(b'}')?;
        while goes_on {
            let start = self.scanner.at();
            match self.key(table, next)? {
                Key::Known(index, property) => {
                    let value =
                        self.value(&property.kind, property.nullable).inspect_err(|_| {
                            self.broken = self.faults.in_property(property.name, self.broken);
                        })?;
                    next = index.wrapping_add(1);
                    self.records.set(record.wrapping_add(next), value);
                }
                Key::Unknown(key) => self.unknown_property(key, start)?,
            }
            goes_on = self.goes_on(b'}')?;
        }
        if self.records.open.len() > unknown {
            let rest = self.close_map(unknown);
            self.records.set(record, rest);
        }
        if let Some(fault) = self.fault_of_object(table, record) {
            self.records.values.truncate(record);
            return Ok(Value::new(tag::INVALID, 0, fault));
        }
        Ok(Value::new(tag::OBJECT, table.shape as usize, record))
    }

    /// The first fault among the properties of an object.
    fn fault_of_object(&mut self, table: &'static Table, record: usize) -> Option<FaultId> {
        let slots = self.records.values.get(record.wrapping_add(1)..).unwrap_or_default();
        for (property, &slot) in table.properties.iter().zip(slots) {
            let fault = match Value::from_word_pair(slot) {
                Some(value) if value.tag() == tag::INVALID => value.payload() as usize,
                None if !property.optional => {
                    self.faults.missing(Problem::new(&property.kind, property.nullable))
                }
                _ => continue,
            };
            return Some(self.faults.in_property(property.name, fault));
        }
        None
    }

    /// Reads a key and the colon behind it. Most bodies hold the properties in the table's order,
    /// without space.
    #[inline]
    fn key(&mut self, table: &'static Table, next: usize) -> Result<Key, Broken> {
        match table.properties.get(next) {
            Some(property) if self.scanner.take_property(property.name.as_bytes()) => {
                Ok(Key::Known(next, property))
            }
            _ => self.any_key(table),
        }
    }

    fn any_key(&mut self, table: &'static Table) -> Result<Key, Broken> {
        let text = self.records.text.len;
        let key = self.untyped_key()?;
        let name = self.records.ascii(key);
        let mut known = table.properties.iter().enumerate();
        Ok(match known.find(|(_, property)| property.name.as_bytes() == name) {
            Some((index, property)) => {
                self.records.text.len = text;
                Key::Known(index, property)
            }
            None => Key::Unknown(key),
        })
    }

    #[inline(never)]
    /// Reads a list. It is invalid when one of its items is; what comes after that one must only be
    /// JSON.
    pub(super) fn list(&mut self, item: &Kind) -> Result<Value, Broken> {
        let place = self.records.values.len();
        let open = self.records.open.len();
        let mut index: usize = 0;
        let mut fault = None;
        let mut goes_on = self.enter(b']')?;
        while goes_on {
            let kind = if fault.is_none() { item } else { &Kind::Any };
            let value = self.value(kind, false).inspect_err(|_| {
                self.broken = self.faults.in_item(index, self.broken);
            })?;
            if value.tag() == tag::INVALID {
                fault = Some(self.faults.in_item(index, value.payload() as usize));
            }
            if fault.is_some() {
                self.records.values.truncate(place);
            } else {
                self.records.open.push(value.word_pair());
            }
            index = index.wrapping_add(1);
            goes_on = self.goes_on(b']')?;
        }
        if let Some(fault) = fault {
            self.records.open.truncate(open);
            return Ok(Value::new(tag::INVALID, 0, fault));
        }
        let (count, place) = self.records.close(open);
        Ok(Value::new(tag::LIST, count, place))
    }
}
