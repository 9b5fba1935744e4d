//! The scanner: a position in a body, and the tokens of JSON.

/// A position in a body.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Starts at the front.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The position, in bytes from the front of the body.
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The unread part.
    #[inline(always)]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The part that has been read since `start`.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn advance(&mut self, count: usize) {
        self.at = self.at.wrapping_add(count);
    }

    /// Moves to another position, in bytes from the front of the body.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is not white space, after moving there.
    #[inline(always)]
    pub(super) fn peek_mark(&mut self) -> Option<u8> {
        match self.peek() {
            Some(..=b' ') => self.skip_space(),
            next => next,
        }
    }

    fn skip_space(&mut self) -> Option<u8> {
        let mut next = self.peek();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = next {
            self.advance(1);
            next = self.peek();
        }
        next
    }

    /// Takes the next byte if it is this one.
    #[inline(always)]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.advance(usize::from(is_next));
        is_next
    }

    /// Takes the next byte that is not white space if it is this one.
    #[inline(always)]
    pub(super) fn take_mark(&mut self, byte: u8) -> bool {
        let is_next = self.peek_mark() == Some(byte);
        self.advance(usize::from(is_next));
        is_next
    }

    /// Takes this word if it is next.
    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.advance(word.len());
        }
        is_next
    }

    /// Takes the next byte if it is a digit, and returns its value.
    #[inline(always)]
    pub(super) fn take_digit(&mut self) -> Option<u8> {
        let digit = self.peek()?.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        self.advance(1);
        Some(digit)
    }

    /// Takes this key in quotation marks and the colon after it if they are next, without spaces.
    #[inline(always)]
    pub(super) fn take_property(&mut self, key: &[u8]) -> bool {
        let end = self.at.wrapping_add(key.len().wrapping_add(3));
        if let Some([b'"', next @ .., b'"', b':']) = self.bytes.get(self.at..end)
            && is_same(next, key)
        {
            self.at = end;
            return true;
        }
        false
    }
}

/// Whether two slices of one length are equal, compared by their ends, which may overlap. The compiler's own comparison
/// goes byte by byte in WebAssembly.
#[inline(always)]
fn is_same(left: &[u8], right: &[u8]) -> bool {
    if left.len() > 32 {
        left == right
    } else if left.len() >= 16 {
        has_same_ends::<16>(left, right)
    } else if left.len() >= 8 {
        has_same_ends::<8>(left, right)
    } else if left.len() >= 4 {
        has_same_ends::<4>(left, right)
    } else {
        left.iter().eq(right)
    }
}

#[inline(always)]
fn has_same_ends<const SIZE: usize>(left: &[u8], right: &[u8]) -> bool {
    left.first_chunk::<SIZE>() == right.first_chunk()
        && left.last_chunk::<SIZE>() == right.last_chunk()
}
