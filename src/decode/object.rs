//! Objects along their tables.

use super::fault::{FaultId, Problem};
use super::interpreter::{Broken, Interpreter};
use super::records::{Value, tag};
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
        let record = self.records.reserve(table.properties.len().wrapping_add(1));
        let unknown = self.records.open.len();
        let mut next: usize = 0;
        // Whether all properties were there, once and in the table's order, and each what it should be.
        let mut in_order = true;
        let mut goes_on = self.enter(b'}')?;
        while goes_on {
            let start = self.scanner.at();
            match self.key(table, next)? {
                Key::Known(index, property) => {
                    let value =
                        self.value(&property.kind, property.nullable).inspect_err(|_| {
                            self.broken = self.faults.in_property(property.name, self.broken);
                        })?;
                    in_order &= index == next && value.tag() != tag::INVALID;
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
        if in_order && next == table.properties.len() {
            return Ok(Value::new(tag::OBJECT, table.shape as usize, record));
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
}
