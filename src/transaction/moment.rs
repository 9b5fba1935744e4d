//! Timestamps: conversion from and to RFC 3339.

/// Microseconds since 1970 of an RFC 3339 timestamp; finer digits are cut off.
pub(super) fn read(text: &str) -> Option<i64> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut numbers = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let (time, offset) = rest.split_at_checked(zone)?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut numbers = time.splitn(3, ':').map(str::parse::<i64>);
    let (hour, minute) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let second = numbers.next()?.ok()?;
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let seconds = days(year, month, day)
        .checked_mul(86_400)?
        .checked_add(hour.checked_mul(3600)?)?
        .checked_add(minute.checked_mul(60)?)?
        .checked_add(second)?
        .checked_sub(offset_seconds(offset)?)?;
    seconds.checked_mul(1_000_000)?.checked_add(digits.parse().ok()?)
}

fn offset_seconds(offset: &str) -> Option<i64> {
    let sign = match offset.get(..1)? {
        "+" => 1_i64,
        "-" => -1,
        _ => return Some(0),
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let minutes = hours.parse::<i64>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    sign.checked_mul(minutes.checked_mul(60)?)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years start in March here, so that the leap day is the last.
    let year = if month > 2 { year } else { year.saturating_sub(1) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let months = month.saturating_add(if month > 2 { -3 } else { 9 });
    let day_of_year = months
        .saturating_mul(153)
        .saturating_add(2)
        .div_euclid(5)
        .saturating_add(day)
        .saturating_sub(1);
    let day_of_era = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era.div_euclid(4))
        .saturating_sub(year_of_era.div_euclid(100))
        .saturating_add(day_of_year);
    era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)
}

/// A time in ms since 1970, in RFC 3339.
pub(super) fn write(ms: i64) -> String {
    let (seconds, ms) = (ms.div_euclid(1000), ms.rem_euclid(1000));
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = day.saturating_add(719_468);
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let leaps = of_era
        .div_euclid(1460)
        .saturating_sub(of_era.div_euclid(36_524))
        .saturating_add(of_era.div_euclid(146_096));
    let year_of_era = of_era.saturating_sub(leaps).div_euclid(365);
    let before = year_of_era
        .saturating_mul(365)
        .saturating_add(year_of_era.div_euclid(4))
        .saturating_sub(year_of_era.div_euclid(100));
    let of_year = of_era.saturating_sub(before);
    let shifted_month = of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let first = shifted_month.saturating_mul(153).saturating_add(2).div_euclid(5);
    let day = of_year.saturating_sub(first).saturating_add(1);
    let month = shifted_month.saturating_add(if shifted_month < 10 { 3 } else { -9 });
    let year =
        era.saturating_mul(400).saturating_add(year_of_era).saturating_add(i64::from(month <= 2));
    let (hour, rest) = (second.div_euclid(3600), second.rem_euclid(3600));
    let (minute, second) = (rest.div_euclid(60), rest.rem_euclid(60));
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn moments_are_read_as_they_are_written() {
        for ms in
            [0, 1, -1, 951_782_400_000, 1_709_164_800_123, 1_790_000_000_000, 4_107_542_400_000]
        {
            assert_eq!(read(&write(ms)), Some(ms * 1000), "{}", write(ms));
        }
        assert_eq!(write(951_782_400_000), "2000-02-29T00:00:00.000Z");
    }

    #[test]
    fn offsets_and_fractions_count() {
        assert_eq!(read("1970-01-01T01:00:00.5+01:00"), Some(500_000));
        assert_eq!(read("1969-12-31T23:30:00.0000019-00:30"), Some(1));
        assert_eq!(read("1970-01-01"), None);
    }
}
