//! A sorted list whose items are found by position as quickly as by value.

use super::arena::Handle;

/// The most items of a chunk.
const FULL: usize = 2048;

/// Numbers of records in an order that the caller knows, divided into chunks: inserting, removing, counting and jumping
/// to a position use one chunk and the lengths of the others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranked {
    chunks: Vec<Vec<u32>>,
    len: usize,
}

impl Ranked {
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }

    /// A list of items that are already in order.
    pub(crate) fn from_sorted(items: Vec<u32>) -> Self {
        Self { len: items.len(), chunks: vec![items] }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether a record is in a list in the order of creation.
    pub(crate) fn contains<H: Handle>(&self, record: H) -> bool {
        let item = record.raw();
        self.from(self.count_while(&|other| other < item)).next() == Some(item)
    }

    /// How many items satisfy a condition that the first ones satisfy and the later ones do not.
    pub(crate) fn count_while(&self, condition: &dyn Fn(u32) -> bool) -> usize {
        let chunk = self.chunk_while(condition);
        let before = self.chunks.iter().take(chunk).map(Vec::len).fold(0, usize::saturating_add);
        let within = self
            .chunks
            .get(chunk)
            .map_or(0, |items| items.partition_point(|&item| condition(item)));
        before.saturating_add(within)
    }

    /// The chunk in which the condition ends.
    fn chunk_while(&self, condition: &dyn Fn(u32) -> bool) -> usize {
        self.chunks.partition_point(|items| items.last().is_some_and(|&last| condition(last)))
    }

    /// Inserts an item after those that come before it.
    pub(crate) fn insert(&mut self, item: u32, comes_before: &dyn Fn(u32) -> bool) {
        self.len = self.len.saturating_add(1);
        let found = self.chunk_while(comes_before);
        let at_end = found == self.chunks.len();
        if at_end && self.chunks.last().is_none_or(|last| last.len() >= FULL) {
            self.chunks.push(vec![item]);
            return;
        }
        let chunk = found.min(self.chunks.len().saturating_sub(1));
        let Some(items) = self.chunks.get_mut(chunk) else { return };
        items.insert(items.partition_point(|&other| comes_before(other)), item);
        if items.len() > FULL {
            let rest = items.split_off(FULL.wrapping_div(2));
            self.chunks.insert(chunk.saturating_add(1), rest);
        }
    }

    /// Takes an item out.
    pub(crate) fn remove(&mut self, item: u32, comes_before: &dyn Fn(u32) -> bool) {
        let chunk = self.chunk_while(comes_before);
        let Some(items) = self.chunks.get_mut(chunk) else { return };
        let place = items.partition_point(|&other| comes_before(other));
        if items.get(place) != Some(&item) {
            return;
        }
        items.remove(place);
        if items.is_empty() {
            self.chunks.remove(chunk);
        }
        self.len = self.len.saturating_sub(1);
    }

    /// The items from this position on.
    pub(crate) fn from(&self, position: usize) -> impl Iterator<Item = u32> {
        let mut skip = position;
        let mut chunk = 0_usize;
        for items in &self.chunks {
            if skip < items.len() {
                break;
            }
            skip = skip.saturating_sub(items.len());
            chunk = chunk.saturating_add(1);
        }
        self.chunks
            .get(chunk..)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .flat_map(move |(index, items)| {
                items.get(if index == 0 { skip } else { 0 }..).unwrap_or_default()
            })
            .copied()
    }

    /// The items before this position, last to first.
    pub(crate) fn before(&self, position: usize) -> impl Iterator<Item = u32> {
        let mut skip = self.len.saturating_sub(position);
        let mut chunks = self.chunks.len();
        for items in self.chunks.iter().rev() {
            if skip < items.len() {
                break;
            }
            skip = skip.saturating_sub(items.len());
            chunks = chunks.saturating_sub(1);
        }
        self.chunks
            .get(..chunks)
            .unwrap_or_default()
            .iter()
            .rev()
            .enumerate()
            .flat_map(move |(index, items)| {
                let end = items.len().saturating_sub(if index == 0 { skip } else { 0 });
                items.get(..end).unwrap_or_default().iter().rev()
            })
            .copied()
    }
}

/// Lists are equal when their items are, however they are divided.
impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.from(0).eq(other.from(0))
    }
}

#[cfg(test)]
mod tests {
    use super::Ranked;
    use crate::random::Random;

    #[test]
    fn agrees_with_a_sorted_vector() {
        let mut random = Random::new(3);
        let mut ranked = Ranked::default();
        let mut plain: Vec<u32> = Vec::new();
        for step in 0..30_000_u32 {
            let item = u32::try_from(random.between(0, 20_000)).unwrap();
            match plain.binary_search(&item) {
                Ok(place) => {
                    plain.remove(place);
                    ranked.remove(item, &|other| other < item);
                }
                Err(place) => {
                    plain.insert(place, item);
                    ranked.insert(item, &|other| other < item);
                }
            }
            assert_eq!(ranked.len(), plain.len());
            if step % 500 == 0 {
                let place = plain.partition_point(|&other| other < item);
                assert_eq!(ranked.count_while(&|other| other < item), place);
                assert!(ranked.from(place).eq(plain[place..].iter().copied()));
                assert!(ranked.before(place).eq(plain[..place].iter().rev().copied()));
            }
        }
    }

    #[test]
    fn appending_fills_chunks() {
        let mut ranked = Ranked::default();
        for item in 0..10_000 {
            ranked.insert(item, &|other| other < item);
        }
        assert_eq!(ranked.chunks.len(), 5);
        assert!(ranked.before(10_000).eq((0..10_000).rev()));
        assert_eq!(ranked.from(10_000).next(), None);
    }
}
