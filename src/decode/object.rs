//! Objects along their tables.

use super::fault::{FaultId, Problem};
use super::interpreter::{Broken, Interpreter};
use super::records::{Value, tag};
use super::string::{is_escaped, unescaped};
use crate::model::table::{Property, Table};

/// The key of a property.
enum Key {
    /// The table has it at this place.
    Known(usize, &'static Property),
    /// The table does not have it.
    Unknown(Value),
}

impl Interpreter<'_> {
    /// Reads an object along its table.
    #[inline(never)]
    pub(super) fn object(&mut self, table: &'static Table) -> Result<Value, Broken> {
        let size = table.properties.len().wrapping_add(1);
        let record = self.records.values.reserve(size);
        let end = record.wrapping_add(size);
        let unknown = self.records.open.len();
        let mut next: usize = 0;
        // Whether the properties so far were all in the table's order, so that no slot before `next` is empty.
        let mut in_order = true;
        let mut is_right = true;
        let mut goes_on = self.enter(b'}')?;
        while goes_on {
            let start = self.scanner.at();
            match self.key(table, next)? {
                Key::Known(index, property) => {
                    let value =
                        self.value(&property.kind, property.nullable).inspect_err(|_| {
                            self.broken = self.faults.in_property(property.name, self.broken);
                        })?;
                    if in_order && index != next {
                        in_order = false;
                        self.records.values.empty(record.wrapping_add(next).wrapping_add(1), end);
                    }
                    is_right &= value.tag() != tag::INVALID;
                    next = index.wrapping_add(1);
                    self.records.values.set(record.wrapping_add(next), value);
                }
                Key::Unknown(key) => self.unknown_property(key, start)?,
            }
            goes_on = self.goes_on(b'}')?;
        }
        self.records.values.empty(record, record.wrapping_add(1));
        if self.records.open.len() > unknown {
            let rest = self.close_map(unknown);
            self.records.values.set(record, rest);
        }
        if in_order {
            if is_right && next == table.properties.len() {
                return Ok(Value::new(tag::OBJECT, table.shape as usize, record));
            }
            self.records.values.empty(record.wrapping_add(next).wrapping_add(1), end);
        }
        if let Some(fault) = self.fault_of_object(table, record) {
            self.records.values.truncate(record);
            return Ok(Value::new(tag::INVALID, 0, fault));
        }
        Ok(Value::new(tag::OBJECT, table.shape as usize, record))
    }

    /// The first fault among the properties of an object.
    fn fault_of_object(&mut self, table: &'static Table, record: usize) -> Option<FaultId> {
        let slots = self.records.values.from(record.wrapping_add(1));
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
    #[inline(always)]
    fn key(&mut self, table: &'static Table, next: usize) -> Result<Key, Broken> {
        match table.properties.get(next) {
            Some(property) if self.scanner.take_property(property.name.as_bytes()) => {
                Ok(Key::Known(next, property))
            }
            _ => self.any_key(table),
        }
    }

    fn any_key(&mut self, table: &'static Table) -> Result<Key, Broken> {
        let texts = self.records.mark();
        let start = self.start_of_key()?;
        let key = self.one_string()?;
        let written = self.written_since(start);
        let find = |name: &[u8]| {
            let mut known = table.properties.iter().enumerate();
            known.find(|(_, property)| property.name.as_bytes() == name)
        };
        let known =
            if is_escaped(written) { find(unescaped(written).as_bytes()) } else { find(written) };
        self.colon()?;
        Ok(match known {
            Some((index, property)) => {
                self.records.reset(texts);
                Key::Known(index, property)
            }
            None => Key::Unknown(key),
        })
    }
}
