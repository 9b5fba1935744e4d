//! Ids: the number of a record, scrambled by the seed, so that ids are made and read without a map.

use isometric_registry::model::id::IdKind;

use super::arena::Handle;
use crate::random::mix;

/// Crockford's base 32, as the registry's own ids use it.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What a text stands for, other than a record's id.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token {
    Cursor,
    Secret,
    Access,
    Checkout,
}

/// Makes ids of numbers, and finds the numbers of ids.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    seed: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed: mix(seed) }
    }

    /// The id of a record.
    pub(crate) fn id<H: Handle>(&self, handle: H) -> String {
        self.id_of_kind(H::KIND, handle)
    }

    /// The id of something of another kind that is known by the same number.
    pub(crate) fn id_of_kind<H: Handle>(&self, kind: IdKind, handle: H) -> String {
        let mut id = kind.prefix().to_owned();
        self.write(&mut id, self.key(kind as u64, 0), handle.raw());
        id
    }

    /// The number of the record that has this id, if the text can be one.
    pub(crate) fn find<H: Handle>(&self, id: &str) -> Option<H> {
        let text = id.strip_prefix(H::KIND.prefix())?;
        H::from_raw(self.read(text, self.key(H::KIND as u64, 0))?)
    }

    /// A text that stands for a record in some other way than its id.
    pub(crate) fn token<H: Handle>(&self, token: Token, handle: H) -> String {
        let mut text = String::new();
        self.write(&mut text, self.key(H::KIND as u64, token as u64 | 8), handle.raw());
        text
    }

    /// The record that such a text stands for.
    pub(crate) fn find_token<H: Handle>(&self, token: Token, text: &str) -> Option<H> {
        H::from_raw(self.read(text, self.key(H::KIND as u64, token as u64 | 8))?)
    }

    fn key(&self, kind: u64, use_: u64) -> u64 {
        mix(self.seed ^ (kind << 8) ^ use_)
    }

    /// Appends 16 characters: 64 bits of the scrambled number and 16 to check them by.
    fn write(&self, text: &mut String, key: u64, number: u32) {
        let scrambled = scramble(key, number);
        let bits = (u128::from(scrambled) << 16) | u128::from(check(key, scrambled));
        for shift in (0..16_u32).rev() {
            let digit = (bits >> shift.wrapping_mul(5)) & 31;
            let letter = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit));
            text.extend(letter.map(|&byte| char::from(byte)));
        }
    }

    fn read(&self, text: &str, key: u64) -> Option<u32> {
        if text.len() != 16 {
            return None;
        }
        let bits = text.bytes().try_fold(0_u128, |bits, byte| {
            let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
            Some((bits << 5) | u128::try_from(digit).ok()?)
        })?;
        let scrambled = u64::try_from(bits >> 16).ok()?;
        let matches = u128::from(check(key, scrambled)) == bits & 0xFFFF;
        matches.then(|| unscramble(key, scrambled)).flatten()
    }
}

fn check(key: u64, scrambled: u64) -> u16 {
    u16::try_from(mix(key ^ scrambled) & 0xFFFF).unwrap_or_default()
}

/// The rounds of a Feistel network over two halves of 32 bits.
const ROUNDS: [u64; 4] = [1, 2, 3, 4];

fn round(key: u64, round: u64, half: u32) -> u32 {
    u32::try_from(mix(key ^ (round << 32) ^ u64::from(half)) >> 32).unwrap_or_default()
}

fn scramble(key: u64, number: u32) -> u64 {
    let (left, right) = ROUNDS
        .iter()
        .fold((0, number), |(left, right), &number| (right, left ^ round(key, number, right)));
    (u64::from(left) << 32) | u64::from(right)
}

fn unscramble(key: u64, scrambled: u64) -> Option<u32> {
    let halves =
        (u32::try_from(scrambled >> 32).ok()?, u32::try_from(scrambled & 0xFFFF_FFFF).ok()?);
    let (left, right) = ROUNDS
        .iter()
        .rev()
        .fold(halves, |(left, right), &number| (right ^ round(key, number, left), left));
    (left == 0).then_some(right)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::arena::{BatchNo, Handle, OrderNo};
    use super::{Ids, Token};
    use isometric_registry::model::id::{IdKind, is_id};

    #[test]
    fn ids_go_there_and_back_and_are_of_one_kind() {
        let ids = Ids::new(7);
        let mut seen = BTreeSet::new();
        for number in (1..=5000).chain([u32::MAX]) {
            let batch = BatchNo::from_raw(number).unwrap();
            let id = ids.id(batch);
            assert!(is_id(id.as_bytes()) && IdKind::CreditBatch.check(&id).is_ok(), "{id}");
            assert_eq!(ids.find(&id), Some(batch));
            assert_eq!(ids.find::<OrderNo>(&id.replace("ctb_", "ord_")), None);
            assert_eq!(Ids::new(8).find::<BatchNo>(&id), None);
            let cursor = ids.token(Token::Cursor, batch);
            assert_eq!(ids.find_token(Token::Cursor, &cursor), Some(batch));
            assert_eq!(ids.find_token::<BatchNo>(Token::Access, &cursor), None);
            assert!(seen.insert(id));
        }
        assert_eq!(ids.find::<BatchNo>("ctb_0000000000000000"), None);
        assert_eq!(ids.find::<BatchNo>("ctb_é"), None);
    }
}
