//! Ids: the time of a record's id, and the record's number, scrambled by the seed. So ids are created and read without
//! a map, and look like those of the real registry: the kind's prefix, nine characters of milliseconds, `SBX`, and four
//! more.

use isometric_registry::model::id::IdKind;

use super::Ledger;
use super::arena::Handle;
use crate::calendar::Moment;
use crate::random::mix;

/// Crockford's base 32, as in the registry's own ids.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The text between an id's time and its last characters, as in the sandbox.
const MARK: &str = "SBX";

/// How many numbers the last four characters can distinguish.
const TAILS: u32 = 1 << 20;

/// The last millisecond that nine characters can express.
const LAST_MS: i64 = (1 << 45) - 1;

/// How much older than its record an id can be, in ms.
const MOST_LAG_MS: u64 = 20_000;

/// The meaning of a text other than a record's id.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token {
    Cursor,
    Secret,
    Access,
    Checkout,
}

/// Converts numbers to ids, and ids to numbers.
#[derive(Debug, Clone)]
pub(crate) struct Ids {
    seed: u64,
    /// The seed of credentials.
    credentials: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed: mix(seed), credentials: mix(seed) }
    }

    /// Derives credentials from another seed than the rest.
    pub(crate) fn set_credentials(&mut self, seed: u64) {
        self.credentials = mix(seed);
    }

    /// The id of a record of this kind and number, made at this time.
    fn id(&self, kind: IdKind, number: u32, made: i64) -> String {
        let mut id = kind.prefix().to_owned();
        push_digits(&mut id, made.unsigned_abs().into(), 9);
        id.push_str(MARK);
        push_digits(&mut id, scramble_tail(self.tail_key(kind, made), number % TAILS).into(), 4);
        id
    }

    /// The time of an id, and the number modulo the range of its last characters, if the text can be an id.
    fn read_id(&self, kind: IdKind, id: &str) -> Option<(i64, u32)> {
        let (time, rest) = id.strip_prefix(kind.prefix())?.split_at_checked(9)?;
        let tail = rest.strip_prefix(MARK).filter(|tail| tail.len() == 4)?;
        let made = i64::try_from(read_digits(time)?).ok()?;
        let tail = u32::try_from(read_digits(tail)?).ok()?;
        Some((made, unscramble_tail(self.tail_key(kind, made), tail)))
    }

    /// When the id of a record is created: usually with the record, sometimes up to 20 s earlier.
    fn made(&self, kind: IdKind, number: u32, at: Moment) -> i64 {
        let chance = mix(self.key(kind as u64, 1) ^ u64::from(number));
        let lag = if chance.is_multiple_of(4) { (chance >> 8) % (MOST_LAG_MS + 1) } else { 0 };
        let lag = i64::try_from(lag).unwrap_or_default();
        at.ms().saturating_sub(lag).clamp(0, LAST_MS)
    }

    fn tail_key(&self, kind: IdKind, made: i64) -> u64 {
        mix(self.key(kind as u64, 0) ^ made.unsigned_abs())
    }

    /// A text that refers to a record in some other way than its id.
    pub(crate) fn token<H: Handle>(&self, token: Token, handle: H) -> String {
        let mut text = String::new();
        self.write(&mut text, self.token_key::<H>(token), handle.raw());
        text
    }

    /// The record that such a text refers to.
    pub(crate) fn find_token<H: Handle>(&self, token: Token, text: &str) -> Option<H> {
        H::from_raw(self.read(text, self.token_key::<H>(token))?)
    }

    fn token_key<H: Handle>(&self, token: Token) -> u64 {
        let key = self.key(H::KIND as u64, token as u64 | 8);
        match token {
            Token::Secret | Token::Access => mix(key ^ self.credentials),
            Token::Cursor | Token::Checkout => key,
        }
    }

    fn key(&self, kind: u64, use_: u64) -> u64 {
        mix(self.seed ^ (kind << 8) ^ use_)
    }

    /// Appends 16 characters: 64 bits of the scrambled number and 16 check bits.
    fn write(&self, text: &mut String, key: u64, number: u32) {
        let scrambled = scramble(key, number);
        let bits = (u128::from(scrambled) << 16) | u128::from(check(key, scrambled));
        push_digits(text, bits, 16);
    }

    fn read(&self, text: &str, key: u64) -> Option<u32> {
        if text.len() != 16 {
            return None;
        }
        let bits = read_digits(text)?;
        let scrambled = u64::try_from(bits >> 16).ok()?;
        let matches = u128::from(check(key, scrambled)) == bits & 0xFFFF;
        matches.then(|| unscramble(key, scrambled)).flatten()
    }
}

impl Ledger {
    /// The id of a record.
    pub(crate) fn id<H: Handle>(&self, handle: H) -> String {
        self.id_of_kind(H::KIND, handle)
    }

    /// The id of something of another kind with the same number.
    pub(crate) fn id_of_kind<H: Handle>(&self, kind: IdKind, handle: H) -> String {
        let made = H::records(&self.books).made(handle).unwrap_or_default();
        self.ids.id(kind, handle.raw(), made)
    }

    /// The record that has this id.
    pub(crate) fn find<H: Handle>(&self, id: &str) -> Option<H> {
        let (made, tail) = self.ids.read_id(H::KIND, id)?;
        self.alike(tail).find(|&handle| H::records(&self.books).made(handle) == Some(made))
    }

    /// When the id of the next record of a kind is created.
    pub(super) fn making<H: Handle>(&self, next: H, at: Moment) -> i64 {
        let made = self.ids.made(H::KIND, next.raw(), at);
        // Two ids of one millisecond could end alike only with more than a million records between them.
        let taken: Vec<_> = self
            .alike(next.raw() % TAILS)
            .filter_map(|handle: H| H::records(&self.books).made(handle))
            .collect();
        (made..).find(|made| !taken.contains(made)).unwrap_or(made)
    }

    /// The records whose ids end alike, if they are of one millisecond.
    fn alike<H: Handle>(&self, tail: u32) -> impl Iterator<Item = H> + use<H> {
        let last = u32::try_from(H::records(&self.books).len()).unwrap_or(u32::MAX);
        let step = usize::try_from(TAILS).unwrap_or(usize::MAX);
        (tail..=last).step_by(step).filter_map(H::from_raw)
    }
}

/// Appends the last digits of a number in base 32.
fn push_digits(text: &mut String, bits: u128, digits: u32) {
    for place in (0..digits).rev() {
        let digit = (bits >> place.wrapping_mul(5)) & 31;
        let letter = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit));
        text.extend(letter.map(|&byte| char::from(byte)));
    }
}

fn read_digits(text: &str) -> Option<u128> {
    text.bytes().try_fold(0_u128, |bits, byte| {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        Some((bits << 5) | u128::try_from(digit).ok()?)
    })
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

/// The same over two halves of ten bits.
fn scramble_tail(key: u64, tail: u32) -> u32 {
    let (left, right) = ROUNDS.iter().fold((tail >> 10, tail & 0x3FF), |(left, right), &number| {
        (right, left ^ (round(key, number, right) & 0x3FF))
    });
    (left << 10) | right
}

fn unscramble_tail(key: u64, tail: u32) -> u32 {
    let halves = (tail >> 10, tail & 0x3FF);
    let (left, right) = ROUNDS
        .iter()
        .rev()
        .fold(halves, |(left, right), &number| (right ^ (round(key, number, left) & 0x3FF), left));
    (left << 10) | right
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::Ledger;
    use super::super::arena::{BatchNo, Handle, OrganisationNo};
    use super::super::party::NewOrganisation;
    use super::{Ids, MARK, TAILS, Token, read_digits, scramble_tail, unscramble_tail};
    use crate::calendar::Moment;
    use isometric_registry::model::id::{IdKind, is_id};

    /// A ledger with so many organisations, of a few to each millisecond.
    fn ledger(seed: u64) -> Ledger {
        let mut ledger = Ledger::new(seed);
        for number in 0..5000 {
            let new = NewOrganisation { name: number.to_string(), domain: None };
            let now = Moment::of_ms(1_790_000_000_000 + number / 7);
            ledger.add_organisation(new, false, now).unwrap();
        }
        ledger
    }

    #[test]
    fn ids_go_there_and_back_and_are_of_one_kind() {
        let (ledger, other) = (ledger(7), ledger(8));
        let (mut seen, mut early) = (BTreeSet::new(), 0);
        for number in ledger.books.organisations.handles() {
            let id = ledger.id(number);
            assert!(is_id(id.as_bytes()) && IdKind::Organisation.check(&id).is_ok(), "{id}");
            assert_eq!((id.len(), id.get(13..16).unwrap()), (20, MARK));
            assert_eq!(ledger.find(&id), Some(number));
            assert_eq!(ledger.find::<BatchNo>(&id.replace("org_", "ctb_")), None);
            assert_ne!(other.find::<OrganisationNo>(&id), Some(number));
            let at = 1_790_000_000_000 + i64::from((number.raw() - 1) / 7);
            let made = i64::try_from(read_digits(id.get(4..13).unwrap()).unwrap()).unwrap();
            assert!((at - 20_000..=at).contains(&made), "{id}");
            early += u32::from(made < at);
            assert!(seen.insert(id));
        }
        assert!((1000..1500).contains(&early), "{early}");
        for id in ["org_0000000000000000", "org_é", "org_01K5RGKA0SBX0000x", ""] {
            assert_eq!(ledger.find::<OrganisationNo>(id), None);
        }
    }

    #[test]
    fn tails_and_tokens_go_there_and_back() {
        let ids = Ids::new(7);
        let tails: BTreeSet<_> = (0..TAILS).map(|tail| scramble_tail(3, tail)).collect();
        assert_eq!(tails.len(), 1 << 20);
        assert!((0..TAILS).step_by(97).all(|one| unscramble_tail(5, scramble_tail(5, one)) == one));
        for number in (1..=5000).chain([u32::MAX]) {
            let batch = BatchNo::from_raw(number).unwrap();
            let cursor = ids.token(Token::Cursor, batch);
            assert_eq!(ids.find_token(Token::Cursor, &cursor), Some(batch));
            assert_eq!(ids.find_token::<BatchNo>(Token::Access, &cursor), None);
        }
    }
}
