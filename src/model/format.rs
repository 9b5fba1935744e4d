//! The text formats that the registry uses: calendar dates, timestamps, e-mail addresses.

use std::borrow::Cow;

use crate::text::concat;

/// The value that was found, in quotes and shortened to fit into a message.
#[must_use]
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut quoted = String::from("\"");
    for (index, letter) in text.chars().enumerate() {
        if index == LONGEST {
            quoted.push('…');
            break;
        }
        match letter {
            '"' | '\\' => quoted.push('\\'),
            '\n' => {
                quoted.push_str("\\n");
                continue;
            }
            _ if is_unseen(letter) => {
                push_escaped(&mut quoted, letter);
                continue;
            }
            _ => {}
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

/// The text, or its first characters up to the given number, with a mark that it continues.
#[must_use]
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => concat(&[text.get(..end).unwrap_or_default(), "…"]).into(),
        None => text.into(),
    }
}

/// Whether a character is invisible, or would change how the text around it is displayed.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Appends a character by its number, as `\u{200b}`.
fn push_escaped(text: &mut String, letter: char) {
    text.push_str("\\u{");
    let number = u32::from(letter);
    let digits = number.checked_ilog2().unwrap_or(0) >> 2;
    for place in (0..=digits).rev() {
        text.extend(char::from_digit(number >> (place << 2) & 15, 16));
    }
    text.push('}');
}

/// How many Unicode code points text has.
#[must_use]
pub fn count_letters(text: &str) -> usize {
    let is_first = |byte: &&u8| **byte & 0xc0 != 0x80;
    text.as_bytes().iter().filter(is_first).count()
}

/// The value of two digits, or a number above every limit if they are not digits.
fn pair(tens: u8, units: u8) -> u8 {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    if tens < 10 && units < 10 { tens.wrapping_mul(10).wrapping_add(units) } else { u8::MAX }
}

/// The number of days in a month from 1 to 12; 0 for any other month.
fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The values of the digits in text that follows a pattern, checked all at once: `0` in the pattern stands for a digit,
/// and every other character for itself. `largest` has the largest difference allowed for each byte: the largest digit
/// where the pattern has a digit, otherwise 0.
fn digits(text: [u8; 8], pattern: &[u8; 8], largest: [u8; 8]) -> Option<[u8; 8]> {
    const HIGH_BITS: u64 = u64::from_ne_bytes([0x80; 8]);
    let values = u64::from_ne_bytes(text) ^ u64::from_ne_bytes(*pattern);
    // What is larger reaches the high bit.
    let missing = u64::from_ne_bytes(largest) ^ !HIGH_BITS;
    let excess = values.wrapping_add(missing);
    ((values | excess) & HIGH_BITS == 0).then(|| values.to_ne_bytes())
}

/// Whether the text is a day of the calendar: `2024-02-29`.
#[must_use]
pub fn is_date(text: &[u8]) -> bool {
    let &[ref year_and_month @ .., d1, d2] = text else { return false };
    year_and_month.as_array().is_some_and(|front| is_day(*front, pair(d1, d2)))
}

/// Whether `2024-02-` has this day.
fn is_day(front: [u8; 8], day: u8) -> bool {
    let Some([c1, c2, y1, y2, _, m1, m2, _]) = digits(front, b"0000-00-", [9, 9, 9, 9, 0, 1, 9, 0])
    else {
        return false;
    };
    let two = |tens: u8, units: u8| tens.wrapping_mul(10).wrapping_add(units);
    let year = u16::from(two(c1, c2)).wrapping_mul(100).wrapping_add(u16::from(two(y1, y2)));
    day > 0 && day <= days_in_month(year, two(m1, m2))
}

/// Whether these are hours and minutes.
fn is_clock(h1: u8, h2: u8, m1: u8, m2: u8) -> bool {
    pair(h1, h2) < 24 && pair(m1, m2) < 60
}

/// Whether the text is an RFC 3339 timestamp: a date, a time of day with any fraction of a second,
/// and an offset.
#[must_use]
pub fn is_timestamp(text: &[u8]) -> bool {
    let Some((front, rest)) = text.split_first_chunk::<8>() else { return false };
    let Some((&[d1, d2, t, h1, h2, colon, m1, m2], rest)) = rest.split_first_chunk::<8>() else {
        return false;
    };
    let Some([d1, d2, _, h1, h2, ..]) =
        digits([d1, d2, t | 0x20, h1, h2, colon, m1, m2], b"00t00:00", [3, 9, 0, 2, 9, 0, 5, 9])
    else {
        return false;
    };
    let &[b':', s1, s2, ref rest @ ..] = rest else { return false };
    let offset = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 { &[] } else { fraction.get(digits..).unwrap_or_default() }
        }
        offset => offset,
    };
    let has_offset = match *offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => is_clock(h1, h2, m1, m2),
        _ => false,
    };
    let two = |tens: u8, units: u8| tens.wrapping_mul(10).wrapping_add(units);
    is_day(*front, two(d1, d2)) && two(h1, h2) < 24 && pair(s1, s2) <= 60 && has_offset
}

/// Whether the text has the shape of an e-mail address: one `@`, something in front of it, a dotted
/// domain behind it, and no white space.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let labels_are_there = || domain.split('.').all(|label| !label.is_empty());
    !local.is_empty()
        && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
        && !domain.contains('@')
        && domain.contains('.')
        && labels_are_there()
}

#[cfg(test)]
mod tests {
    use super::{count_letters, is_date, is_email, is_timestamp, quote};

    #[test]
    fn quotes_show_what_is_there() {
        for (text, quoted) in [
            ("Söhne 🌍", "\"Söhne 🌍\""),
            ("a\"b\\c\nd\te", "\"a\\\"b\\\\c\\nd\\u{9}e\""),
            ("\0\u{200b}\u{202e}\u{feff}", "\"\\u{0}\\u{200b}\\u{202e}\\u{feff}\""),
        ] {
            assert_eq!(quote(text), quoted);
        }
        assert_eq!(quote(&"é".repeat(60)), format!("\"{}\"", "é".repeat(60)));
        assert_eq!(quote(&"é".repeat(61)), format!("\"{}…\"", "é".repeat(60)));
    }

    #[test]
    fn letters_are_counted_by_code_point() {
        assert_eq!(count_letters("aé€🌍"), 4);
        assert_eq!(count_letters(""), 0);
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        for date in ["2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01"] {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2024-4-1",
            "2024-01-01T",
            "",
            "٢٠٢٤-01-01",
        ] {
            assert!(!is_date(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn timestamps_need_an_offset() {
        for text in [
            "2024-01-22T11:56:48.520641Z",
            "2024-01-22T11:56:48Z",
            "2024-01-22t11:56:60+05:30",
            "2024-01-22T11:56:48.123456789012-00:00",
        ] {
            assert!(is_timestamp(text.as_bytes()), "{text}");
        }
        for text in [
            "2024-01-22T11:56:48",
            "2024-01-22",
            "2024-01-22T24:00:00Z",
            "2024-01-22T11:60:00Z",
            "2024-01-22T11:56:48.Z",
            "2024-01-22T11:56:48+0530",
            "2024-01-22 11:56:48Z",
            "2024-02-30T11:56:48Z",
            "2024-01-22T11:56:48Zz",
        ] {
            assert!(!is_timestamp(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn addresses_have_a_dotted_domain() {
        assert!(is_email("ada@example.com"));
        for text in [
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "ada@example.",
            "a b@example.com",
            "a@b@example.com",
            "ada@example.com\n",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }
}
