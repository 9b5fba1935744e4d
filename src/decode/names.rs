//! Counts the different names of properties that no model has. Each one is hashed, compared and kept by the JavaScript
//! engine, which takes much longer than reading it.

/// The most names: more than the 20,000 batches of an issuance, in case an answer used their ids as names.
const MOST: usize = 1 << 15;

/// How far a name is searched for from its place. If it is not found, it counts again.
const FARTHEST: usize = 16;

/// The names so far, by their hashes: two names with the same one count once.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Zero for an empty place. Its length is a power of two, and it is at most half full.
    slots: Vec<u32>,
    count: usize,
}

impl Names {
    /// Records a name. Returns whether there are not too many.
    pub(super) fn note(&mut self, name: &[u8]) -> bool {
        if self.count.wrapping_mul(2) >= self.slots.len() {
            self.grow();
        }
        if self.insert(hash(name)) {
            self.count = self.count.wrapping_add(1);
        }
        self.count <= MOST
    }

    #[cold]
    fn grow(&mut self) {
        let length = self.slots.len().wrapping_mul(4).max(64);
        let hashes = core::mem::replace(&mut self.slots, vec![0; length]);
        for hash in hashes.into_iter().filter(|&hash| hash != 0) {
            self.insert(hash);
        }
    }

    /// Whether the hash was not there.
    fn insert(&mut self, hash: u32) -> bool {
        let mask = self.slots.len().wrapping_sub(1);
        for step in 0..FARTHEST {
            let place = ((hash >> 1) as usize).wrapping_add(step) & mask;
            match self.slots.get_mut(place) {
                Some(slot) if *slot == 0 => {
                    *slot = hash;
                    return true;
                }
                Some(slot) if *slot != hash => {}
                _ => return false,
            }
        }
        true
    }
}

/// FNV-1a, mixed; never zero.
fn hash(name: &[u8]) -> u32 {
    let hash = name
        .iter()
        .fold(0x811c_9dc5_u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b) | 1
}
