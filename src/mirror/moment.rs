//! Timestamps as microseconds.

use crate::model::format::{is_date, is_timestamp};

/// The number written by digits; `None` for more than 18 of them or for anything else.
fn number(digits: &str) -> Option<i64> {
    if digits.len() > 18 { None } else { digits.parse().ok() }
}

/// Microseconds since 1970 of an RFC 3339 timestamp; finer fractions are cut off.
#[must_use]
pub fn microseconds(text: &str) -> Option<i64> {
    if !is_timestamp(text.as_bytes()) {
        return None;
    }
    let part = |from: usize, to: usize| number(text.get(from..to)?);
    let days = days(part(0, 4)?, part(5, 7)?, part(8, 10)?)?;
    let (hours, minutes, seconds) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let rest = text.get(19..)?;
    let digits = rest.strip_prefix('.').map_or("", |fraction| {
        fraction.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default()
    });
    let six: String = digits.chars().chain("000000".chars()).take(6).collect();
    let zone = rest.get(digits.len().saturating_add(usize::from(!digits.is_empty()))..)?;
    let offset = match zone.as_bytes().first()? {
        b'Z' | b'z' => 0,
        sign => {
            let minutes = number(zone.get(1..3)?)?.checked_mul(60)?;
            let minutes = minutes.checked_add(number(zone.get(4..6)?)?)?;
            if *sign == b'-' { minutes.checked_neg()? } else { minutes }
        }
    };
    let minutes =
        days.checked_mul(1440)?.checked_add(hours.checked_mul(60)?)?.checked_add(minutes)?;
    let seconds = minutes.checked_sub(offset)?.checked_mul(60)?.checked_add(seconds)?;
    seconds.checked_mul(1_000_000)?.checked_add(number(&six)?)
}

/// Microseconds since 1970 of a timestamp, or of the start of a day in UTC.
#[must_use]
pub fn instant(text: &str) -> Option<i64> {
    if is_date(text.as_bytes()) {
        microseconds(&format!("{text}T00:00:00Z"))
    } else {
        microseconds(text)
    }
}

/// Days from 1970 to a day of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    // Years start in March, so that the leap day comes last.
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let month = if month <= 2 { month.checked_add(9)? } else { month.checked_sub(3)? };
    let leap_days =
        year.div_euclid(4).checked_sub(year.div_euclid(100))?.checked_add(year.div_euclid(400))?;
    let of_year = month.checked_mul(153)?.checked_add(2)?.div_euclid(5).checked_add(day)?;
    year.checked_mul(365)?.checked_add(leap_days)?.checked_add(of_year)?.checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use super::{instant, microseconds};

    #[test]
    fn timestamps_count_from_1970() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.000001Z", 1),
            ("2024-01-22T11:56:48.520641Z", 1_705_924_608_520_641),
            ("2024-02-29T23:59:59.5+05:30", 1_709_231_399_500_000),
            ("1969-12-31T23:59:59.999999999Z", -1),
            ("2000-03-01t00:00:00-00:00", 951_868_800_000_000),
        ] {
            assert_eq!(microseconds(text), Some(expected), "{text}");
        }
        assert_eq!(microseconds("2024-01-22"), None);
        assert_eq!(instant("1970-01-02"), Some(86_400_000_000));
        assert_eq!(instant("1970-01-01T00:00:01Z"), Some(1_000_000));
        assert_eq!([instant("1970-01"), instant("1970-02-30"), instant("")], [None; 3]);
    }
}
