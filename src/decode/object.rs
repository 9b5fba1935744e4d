//! Objects, by their tables.

use super::drift::{Found, is_vital};
use super::fault::{FaultId, Problem};
use super::interpreter::{Broken, Interpreter, Note};
use super::records::{Value, tag};
use super::string::{is_escaped, unescaped};
use crate::model::table::{Property, Table};

/// The key of a property.
enum Key {
    /// The table has it, at this place.
    Known(usize, &'static Property),
    /// The table does not have it.
    Unknown(Value),
}

impl Interpreter<'_> {
    /// Reads an object by its table.
    #[inline(never)]
    pub(super) fn object(&mut self, table: &'static Table) -> Result<Value, Broken> {
        let size = table.properties.len().wrapping_add(1);
        let record = self.records.values.reserve(size);
        let end = record.wrapping_add(size);
        let unknown = self.records.open.len();
        let is_item = core::mem::take(&mut self.is_item);
        let drifts = self.drifts.len();
        let mut drifted = drifts;
        let mut next: usize = 0;
        // Whether the properties so far were all in the table's order, so that no slot before `next` is empty.
        let mut in_order = true;
        // Whether all values so far match the table, except further inside.
        let mut is_right = true;
        let mut goes_on = self.enter(b'}')?;
        while goes_on {
            let start = self.scanner.at();
            match self.key(table, next)? {
                Key::Known(index, property) => {
                    let mut value =
                        self.value(&property.kind, property.nullable).inspect_err(|_| {
                            self.broken = self.faults.in_property(property.name, self.broken);
                        })?;
                    if in_order && index != next {
                        in_order = false;
                        self.records.values.empty(record.wrapping_add(next).wrapping_add(1), end);
                    }
                    next = index.wrapping_add(1);
                    if !in_order {
                        self.forget(drifts, &mut drifted, next);
                    }
                    if self.drifts.len() != drifted {
                        let here = self.note_property(table, property, is_item, drifted, next);
                        drifted = self.drifts.len();
                        is_right &= here.is_none();
                        if let Some(Some(refused)) = here {
                            value = refused;
                        }
                    }
                    is_right &= value.tag() != tag::INVALID;
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
        if let Some(fault) = self.fault_of_object(table, record, is_item) {
            self.records.values.truncate(record);
            self.drifts.truncate(drifts);
            return Ok(Value::new(tag::INVALID, 0, fault));
        }
        let is_complete = self.note_missing(table, record);
        let drifted = if is_right && is_complete { 0 } else { tag::DRIFTED };
        Ok(Value::new(tag::OBJECT, (table.shape as u32 | drifted) as usize, record))
    }

    /// Records the drift of a property, recorded from `drifted` on, as that of the object. Returns whether the value
    /// itself has drifted, with its substitute if drift is rejected.
    #[cold]
    fn note_property(
        &mut self,
        table: &'static Table,
        property: &'static Property,
        is_item: bool,
        drifted: usize,
        slot: usize,
    ) -> Option<Option<Value>> {
        let first = self.drifts.get(drifted)?.drift;
        let here = self.faults.drifted_here(first);
        if let Some((problem, found)) = here
            && is_vital(table, property, is_item, found)
        {
            self.drifts.truncate(drifted);
            return Some(Some(self.refused(problem)));
        }
        for note in self.drifts.get_mut(drifted..).unwrap_or_default() {
            let drift = self.faults.drifted_in_property(property.name, note.drift);
            *note = Note { drift, slot };
        }
        here.map(|_| None)
    }

    /// Discards the drift of an object that was recorded for an earlier value of a property.
    fn forget(&mut self, drifts: usize, drifted: &mut usize, slot: usize) {
        if drifts == *drifted {
            return;
        }
        let mut at = drifts;
        while at < *drifted {
            if self.drifts.get(at).is_some_and(|note| note.slot == slot) {
                self.drifts.remove(at);
                *drifted = drifted.wrapping_sub(1);
            } else {
                at = at.wrapping_add(1);
            }
        }
    }

    /// The first fault among the properties of an object.
    fn fault_of_object(
        &mut self,
        table: &'static Table,
        record: usize,
        is_item: bool,
    ) -> Option<FaultId> {
        let slots = self.records.values.from(record.wrapping_add(1));
        for (property, &slot) in table.properties.iter().zip(slots) {
            let is_refused =
                || !self.tells_drift || is_vital(table, property, is_item, Found::Nothing);
            let fault = match Value::from_word_pair(slot) {
                Some(value) if value.tag() == tag::INVALID => value.payload() as usize,
                None if !property.optional && is_refused() => {
                    self.faults.missing(Problem::new(&property.kind, property.nullable))
                }
                _ => continue,
            };
            return Some(self.faults.in_property(property.name, fault));
        }
        None
    }

    /// Records the missing properties of an object. Returns whether there are none.
    fn note_missing(&mut self, table: &'static Table, record: usize) -> bool {
        let mut is_complete = true;
        let slots = self.records.values.from(record.wrapping_add(1));
        for (index, (property, &slot)) in table.properties.iter().zip(slots).enumerate() {
            if slot == 0 && !property.optional {
                is_complete = false;
                let problem = Problem::new(&property.kind, property.nullable);
                let drift = self.faults.drifted(problem, Found::Nothing);
                let drift = self.faults.drifted_in_property(property.name, drift);
                self.drifts.push(Note { drift, slot: index.wrapping_add(1) });
            }
        }
        is_complete
    }

    /// Reads a key and the colon after it. Most bodies have the properties in the table's order, without spaces.
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
        if known.is_none() {
            self.note_name(start)?;
        }
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
