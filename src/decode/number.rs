//! Numbers: their grammar, and their exact values without parsing a float.

use super::scanner::Scanner;

/// The largest integer up to which a JavaScript `number` holds every integer.
const LARGEST_SAFE: u64 = (1 << 53) - 1;

/// The longest number, in bytes: the cost of a conversion grows faster than the length.
const LONGEST: usize = 1000;

/// 19 digits always fit 64 bits.
const FULL: u64 = 1_000_000_000_000_000_000;

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// A number of few digits and without an exponent, as most are: `digits / 10^decimals`, not negative.
#[derive(Debug)]
pub(super) struct ShortNumber {
    /// All digits, at most 15, so that a double holds them exactly.
    pub(super) digits: i64,
    decimals: usize,
    /// How long it is, in bytes.
    pub(super) length: usize,
}

impl ShortNumber {
    /// Reads such a number from the front, if there is one.
    #[inline(always)]
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        const LONGEST_SHORT: usize = 16;
        let mut digits: i64 = 0;
        let mut length: usize = 0;
        let mut point: usize = 0;
        loop {
            let byte = *bytes.get(length)?;
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                digits = digits.wrapping_mul(10).wrapping_add(i64::from(digit));
            } else if byte == b'.' && point == 0 && length > 0 {
                point = length;
            } else {
                let has_exponent = byte | 0x20 == b'e';
                let ends_in_point = point.wrapping_add(1) == length && point > 0;
                let is_padded = bytes.first() == Some(&b'0') && length > 1 && point != 1;
                let is_short = length > 0 && length < LONGEST_SHORT;
                if has_exponent || byte == b'.' || ends_in_point || is_padded || !is_short {
                    return None;
                }
                let decimals =
                    if point == 0 { 0 } else { length.wrapping_sub(point).wrapping_sub(1) };
                return Some(Self { digits, decimals, length });
            }
            length = length.wrapping_add(1);
        }
    }

    /// Its value if it is written as an integer.
    pub(super) fn integer(&self) -> Option<i64> {
        (self.decimals == 0).then_some(self.digits)
    }

    /// The nearest double.
    pub(super) fn to_f64(&self) -> f64 {
        let power = POWERS.get(self.decimals).copied().unwrap_or(f64::NAN);
        self.digits as f64 / power
    }
}

/// A number as written: `digits * 10^exponent`, possibly negative.
#[derive(Debug, PartialEq)]
pub(super) struct Number {
    negative: bool,
    /// The first 19 digits.
    digits: u64,
    exponent: i64,
    /// Whether a digit after the first 19 is not zero.
    more: bool,
    /// Whether it is written without fraction and exponent.
    pub(super) is_plain: bool,
}

impl Number {
    /// Reads a number. The error is what was expected.
    pub(super) fn read(scanner: &mut Scanner<'_>) -> Result<Self, &'static str> {
        const DIGIT: &str = "a digit";
        let start = scanner.at();
        let negative = scanner.take(b'-');
        let mut number = Self { negative, digits: 0, exponent: 0, more: false, is_plain: true };
        if !scanner.take(b'0') {
            number.push(scanner.take_digit().ok_or(DIGIT)?);
            while let Some(digit) = scanner.take_digit() {
                number.push(digit);
            }
        }
        if scanner.take(b'.') {
            number.is_plain = false;
            number.push_decimal(scanner.take_digit().ok_or(DIGIT)?);
            while let Some(digit) = scanner.take_digit() {
                number.push_decimal(digit);
            }
        }
        if let Some(b'e' | b'E') = scanner.peek() {
            scanner.advance(1);
            number.is_plain = false;
            let is_negative = scanner.take(b'-');
            if !is_negative {
                scanner.take(b'+');
            }
            let mut exponent = i64::from(scanner.take_digit().ok_or(DIGIT)?);
            while let Some(digit) = scanner.take_digit() {
                exponent = exponent.saturating_mul(10).saturating_add(i64::from(digit));
            }
            let exponent = if is_negative { exponent.saturating_neg() } else { exponent };
            number.exponent = number.exponent.saturating_add(exponent);
        }
        if scanner.since(start).len() > LONGEST {
            scanner.go_to(start);
            return Err("a number of at most 1,000 digits");
        }
        Ok(number)
    }

    #[inline(always)]
    fn push(&mut self, digit: u8) {
        if self.digits < FULL {
            self.digits = self.digits.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else {
            self.exponent = self.exponent.saturating_add(1);
            self.more |= digit != 0;
        }
    }

    #[inline(always)]
    fn push_decimal(&mut self, digit: u8) {
        self.push(digit);
        self.exponent = self.exponent.saturating_sub(1);
    }

    /// Its magnitude without the fraction, and whether there is a fraction. `None` if it does not fit in 64 bits. With
    /// more than 19 digits it may be rounded down, which then counts as a fraction.
    fn whole(&self) -> Option<(u64, bool)> {
        if self.digits == 0 || self.exponent == 0 {
            return Some((self.digits, self.more));
        }
        let power =
            u32::try_from(self.exponent.unsigned_abs()).ok().and_then(|n| 10_u64.checked_pow(n));
        if self.exponent >= 0 {
            return self.digits.checked_mul(power?).map(|whole| (whole, self.more));
        }
        let whole = power.and_then(|power| self.digits.checked_div(power)).unwrap_or(0);
        let rest = power.and_then(|power| self.digits.checked_rem(power)).unwrap_or(1);
        Some((whole, self.more || rest != 0))
    }

    /// Its value if that is a whole number of 64 bits.
    pub(super) fn to_i64(&self) -> Option<i64> {
        match self.whole()? {
            (whole, false) if self.negative => 0_i64.checked_sub_unsigned(whole),
            (whole, false) => i64::try_from(whole).ok(),
            _ => None,
        }
    }

    /// Whether it is a whole number that a JavaScript `number` holds exactly.
    pub(super) fn is_safe_integer(&self) -> bool {
        self.whole().is_some_and(|(whole, rest)| !rest && whole <= LARGEST_SAFE)
    }

    /// Whether its magnitude is at most this.
    pub(super) fn is_within(&self, bound: u64) -> bool {
        self.whole().is_some_and(|(whole, rest)| whole < bound || (whole == bound && !rest))
    }

    /// Whether the nearest double is finite.
    pub(super) fn is_finite(&self) -> bool {
        /// The first 19 digits of the smallest number that becomes an infinite double, which has 309 digits.
        const INFINITE: u64 = 1_797_693_134_862_315_808;
        if self.exponent < 280 {
            return true;
        }
        let Some(log) = self.digits.checked_ilog10() else { return true };
        match self.exponent.saturating_add(i64::from(log)) {
            308 => {
                let missing = 18_u32.saturating_sub(log);
                self.digits.saturating_mul(10_u64.saturating_pow(missing)) < INFINITE
            }
            magnitude => magnitude < 308,
        }
    }

    /// The nearest double if one operation produces it.
    pub(super) fn to_f64(&self) -> Option<f64> {
        let (mut digits, mut exponent) = (self.digits, self.exponent);
        while digits > LARGEST_SAFE && digits.is_multiple_of(10) {
            digits = digits.checked_div(10)?;
            exponent = exponent.saturating_add(1);
        }
        let is_exact = digits <= LARGEST_SAFE && !self.more;
        let power = POWERS.get(usize::try_from(exponent.unsigned_abs()).ok()?);
        let magnitude = match power {
            _ if self.digits == 0 => 0.0,
            Some(power) if is_exact && exponent < 0 => digits as f64 / power,
            Some(power) if is_exact => digits as f64 * power,
            _ => return None,
        };
        Some(if self.negative { -magnitude } else { magnitude })
    }
}
