//! The text formats that the registry uses: calendar dates, timestamps, e-mail addresses.

/// What came, in quotes and cut to a length that a message can bear.
#[must_use]
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut quoted = String::from("\"");
    for letter in text.chars().take(LONGEST) {
        if is_plain(letter) {
            quoted.push(letter);
        } else {
            quoted.extend(letter.escape_default());
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}

/// Whether a letter can stand in quotes as it is: whether it is seen, and changes nothing around it.
fn is_plain(letter: char) -> bool {
    !matches!(letter,
        '"' | '\\' | '\0'..='\x1f' | '\x7f'..='\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Reads the parts of a date or timestamp, front to back.
struct Parts<'a>(&'a [u8]);

impl Parts<'_> {
    /// Takes `count` digits and gives their value.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        head.iter().try_fold(0_u32, |value, &byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then(|| value.wrapping_mul(10).wrapping_add(u32::from(digit)))
        })
    }

    /// Takes one of these bytes.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        bytes.contains(&byte).then_some(byte)
    }

    fn date(&mut self) -> Option<()> {
        let year = self.digits(4)?;
        self.one_of(b"-")?;
        let month = self.digits(2)?;
        self.one_of(b"-")?;
        let day = self.digits(2)?;
        (1..=days_in_month(year, month)).contains(&day).then_some(())
    }

    fn clock(&mut self) -> Option<()> {
        let hour = self.digits(2)?;
        self.one_of(b":")?;
        let minute = self.digits(2)?;
        (hour < 24 && minute < 60).then_some(())
    }
}

/// Days of a month from 1 to 12, and none of any other.
fn days_in_month(year: u32, month: u32) -> u32 {
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

/// Whether the text is a day of the calendar: `2024-02-29`.
#[must_use]
pub fn is_date(text: &[u8]) -> bool {
    let mut parts = Parts(text);
    parts.date().is_some() && parts.0.is_empty()
}

/// Whether the text is an RFC 3339 timestamp: a date, a time of day with any fraction of a second,
/// and an offset.
#[must_use]
pub fn is_timestamp(text: &[u8]) -> bool {
    fn read(parts: &mut Parts<'_>) -> Option<()> {
        parts.date()?;
        parts.one_of(b"Tt")?;
        parts.clock()?;
        parts.one_of(b":")?;
        if parts.digits(2)? > 60 {
            return None;
        }
        if parts.0.first() == Some(&b'.') {
            parts.one_of(b".")?;
            parts.digits(1)?;
            while parts.0.first().is_some_and(u8::is_ascii_digit) {
                parts.digits(1)?;
            }
        }
        match parts.one_of(b"Zz+-")? {
            b'+' | b'-' => parts.clock(),
            _ => Some(()),
        }
    }
    let mut parts = Parts(text);
    read(&mut parts).is_some() && parts.0.is_empty()
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
    use super::{is_date, is_email, is_timestamp};

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
