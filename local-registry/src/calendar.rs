//! Days and times, as numbers and in the API's text formats.

use isometric_registry::model::format::{is_date, is_timestamp};
use isometric_registry::model::scalar::{CalendarDate, Timestamp};
use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// A time, in microseconds since 1970 began in UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(pub(crate) i64);

/// A calendar day, in days since 1970 began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Day(pub(crate) i64);

/// The first and the last time that RFC 3339 can express.
const SPAN: (i64, i64) = (-62_135_596_800_000_000, 253_402_300_799_999_999);

impl Moment {
    /// The nearest time that RFC 3339 can express.
    pub(crate) fn clamped(microseconds: i64) -> Self {
        Self(microseconds.clamp(SPAN.0, SPAN.1))
    }

    /// The time of the given number of milliseconds since 1970.
    pub(crate) fn of_ms(milliseconds: i64) -> Self {
        Self::clamped(milliseconds.saturating_mul(1000))
    }

    pub(crate) fn ms(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub(crate) fn day(self) -> Day {
        Day(self.0.div_euclid(DAY_US))
    }

    pub(crate) fn plus_us(self, microseconds: i64) -> Self {
        Self::clamped(self.0.saturating_add(microseconds))
    }

    pub(crate) fn plus_ms(self, milliseconds: i64) -> Self {
        self.plus_us(milliseconds.saturating_mul(1000))
    }

    /// As Python writes it: with six digits of a second, or without any.
    pub(crate) fn timestamp(self) -> Timestamp {
        let (year, month, day) = self.day().civil();
        let rest = self.0.rem_euclid(DAY_US);
        let unit = |size: i64, count: i64| rest.div_euclid(size).rem_euclid(count);
        let mut text = format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
            unit(3_600_000_000, 24),
            unit(60_000_000, 60),
            unit(1_000_000, 60),
        );
        match unit(1, 1_000_000) {
            0 => {}
            fraction => text.push_str(&format!(".{fraction:06}")),
        }
        text.push('Z');
        Timestamp(text)
    }
}

impl Day {
    /// Year, month and day of the month (Howard Hinnant's `civil_from_days`).
    pub(crate) fn civil(self) -> (i64, i64, i64) {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let leaps = of_era
            .wrapping_sub(of_era.wrapping_div(1460))
            .wrapping_add(of_era.wrapping_div(36_524))
            .wrapping_sub(of_era.wrapping_div(146_096));
        let year_of_era = leaps.wrapping_div(365);
        let before = year_of_era
            .wrapping_mul(365)
            .wrapping_add(year_of_era.wrapping_div(4))
            .wrapping_sub(year_of_era.wrapping_div(100));
        let of_year = of_era.wrapping_sub(before);
        let shifted = of_year.wrapping_mul(5).wrapping_add(2).wrapping_div(153);
        let day = of_year
            .wrapping_sub(shifted.wrapping_mul(153).wrapping_add(2).wrapping_div(5))
            .wrapping_add(1);
        let month = if shifted < 10 { shifted.wrapping_add(3) } else { shifted.wrapping_sub(9) };
        let year = era.wrapping_mul(400).wrapping_add(year_of_era);
        (if month <= 2 { year.wrapping_add(1) } else { year }, month, day)
    }

    /// The day of this year, month and day of the month (Howard Hinnant's `days_from_civil`).
    pub(crate) fn from_civil(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year.wrapping_sub(1) } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = month.wrapping_add(9).rem_euclid(12);
        let of_year = shifted.wrapping_mul(153).wrapping_add(2).wrapping_div(5).wrapping_add(day);
        let of_era = year_of_era
            .wrapping_mul(365)
            .wrapping_add(year_of_era.wrapping_div(4))
            .wrapping_sub(year_of_era.wrapping_div(100))
            .wrapping_add(of_year)
            .wrapping_sub(1);
        Self(era.wrapping_mul(146_097).wrapping_add(of_era).wrapping_sub(719_468))
    }

    pub(crate) fn year(self) -> i64 {
        self.civil().0
    }

    pub(crate) fn start(self) -> Moment {
        Moment::clamped(self.0.saturating_mul(DAY_US))
    }

    pub(crate) fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    pub(crate) fn date(self) -> CalendarDate {
        let (year, month, day) = self.civil();
        CalendarDate(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Reads `2024-01-31`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !is_date(text.as_bytes()) {
            return None;
        }
        let mut parts = text.split('-').map(|part| part.parse().ok());
        Some(Self::from_civil(parts.next()??, parts.next()??, parts.next()??))
    }
}

/// Reads an RFC 3339 timestamp as microseconds since 1970; finer digits are cut off.
pub(crate) fn parse_microseconds(text: &str) -> Option<i64> {
    if !is_timestamp(text.as_bytes()) {
        return None;
    }
    let (date, time) = text.split_at_checked(10)?;
    let number = |from: usize, to: usize| time.get(from..to)?.parse::<i64>().ok();
    let seconds = number(1, 3)?
        .checked_mul(3600)?
        .checked_add(number(4, 6)?.checked_mul(60)?)?
        .checked_add(number(7, 9)?)?;
    let rest = time.get(9..)?;
    let digits = rest.strip_prefix('.').unwrap_or_default();
    let fraction: String =
        digits.chars().take_while(char::is_ascii_digit).chain("000000".chars()).take(6).collect();
    let zone = rest.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    let offset = match zone.split_at_checked(1)? {
        ("Z" | "z", _) => 0,
        (sign, clock) => {
            let (hours, minutes) = clock.split_once(':')?;
            let minutes = hours
                .parse::<i64>()
                .ok()?
                .checked_mul(60)?
                .checked_add(minutes.parse::<i64>().ok()?)?;
            minutes.checked_mul(if sign == "-" { -60 } else { 60 })?
        }
    };
    Day::parse(date)?
        .0
        .checked_mul(86_400)?
        .checked_add(seconds)?
        .checked_sub(offset)?
        .checked_mul(1_000_000)?
        .checked_add(fraction.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Day, Moment, parse_microseconds};

    #[test]
    fn days_go_there_and_back() {
        for number in (-800_000..800_000).step_by(17) {
            let day = Day(number);
            let (year, month, date) = day.civil();
            assert_eq!(Day::from_civil(year, month, date), day);
        }
        assert_eq!(Day::parse("2024-02-29").map(Day::date).unwrap().0, "2024-02-29");
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2023-02-29"), None);
    }

    #[test]
    fn moments_read_as_they_are_written() {
        let moment = Moment(1_705_924_608_520_641);
        assert_eq!(moment.timestamp().0, "2024-01-22T11:56:48.520641Z");
        assert_eq!(Moment::of_ms(-1).timestamp().0, "1969-12-31T23:59:59.999000Z");
        assert_eq!(Moment::of_ms(1000).timestamp().0, "1970-01-01T00:00:01Z");
        for (text, microseconds) in [
            ("2024-01-22T11:56:48.520Z", 1_705_924_608_520_000),
            ("2024-01-22T13:26:48.5200009+01:30", 1_705_924_608_520_000),
            ("2024-01-22t10:56:48.520641-01:00", 1_705_924_608_520_641),
            ("1969-12-31T23:59:59Z", -1_000_000),
        ] {
            assert_eq!(parse_microseconds(text), Some(microseconds), "{text}");
        }
        assert_eq!(parse_microseconds("2024-01-22T11:56:48"), None);
    }
}
