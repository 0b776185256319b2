//! Points in time as the formats write them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};

/// A point in time in the years that every format can write, 1000 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timestamp(DateTime<Utc>);

/// The formats of times without a zone, which are read as UTC.
const TIMES: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];

const DATES: [&str; 2] = ["%Y-%m-%d", "%Y/%m/%d"];

impl Timestamp {
    /// The time a number of seconds after the start of 1970, but at most the end of 9999.
    pub(super) fn of_seconds(seconds: u64) -> Self {
        const LAST: i64 = 253_402_300_799;
        let seconds = i64::try_from(seconds).unwrap_or(LAST).min(LAST);
        Self(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
    }

    /// Parses a time or a date as feeds, pages, mails and databases write them.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let zoned =
            DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
        let zoned = zoned.ok().map(|time| time.to_utc());
        let moment = zoned.or_else(|| Some(without_zone(text)?.and_utc()))?;
        (1000..=9999).contains(&moment.year()).then_some(Self(moment))
    }

    /// The date, such as `2024-05-01`.
    pub(super) fn date(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// The time in milliseconds, such as `2024-05-01T09:30:00.000Z`, as STIX requires.
    pub(super) fn time(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    /// The seconds since 1970.
    pub(super) fn seconds(self) -> i64 {
        self.0.timestamp()
    }
}

fn without_zone(text: &str) -> Option<NaiveDateTime> {
    let time = TIMES.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let date = || DATES.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    time.or_else(|| date()?.and_hms_opt(0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_sources_write_them() {
        for (text, time) in [
            ("2024-05-01T11:30:00+02:00", Some("2024-05-01T09:30:00.000Z")),
            ("2024-05-01T09:30:00.1239Z", Some("2024-05-01T09:30:00.123Z")),
            ("Wed, 01 May 2024 09:30:00 GMT", Some("2024-05-01T09:30:00.000Z")),
            ("2024-05-01 09:30:00", Some("2024-05-01T09:30:00.000Z")),
            ("2024-05-01T09:30", Some("2024-05-01T09:30:00.000Z")),
            ("2024-05-01", Some("2024-05-01T00:00:00.000Z")),
            ("2024/5/1", Some("2024-05-01T00:00:00.000Z")),
            ("9999-12-31T23:59:59-12:00", None),
            ("0999-01-01", None),
            ("+12024-05-01", None),
            ("2024-02-30", None),
            ("yesterday", None),
            ("", None),
        ] {
            let found = Timestamp::parse(text).map(Timestamp::time);
            assert_eq!(found.as_deref(), time, "for {text:?}");
        }
    }

    #[test]
    fn no_number_of_seconds_is_too_large() {
        assert_eq!(Timestamp::of_seconds(0).date(), "1970-01-01");
        assert_eq!(Timestamp::of_seconds(u64::MAX).time(), "9999-12-31T23:59:59.000Z");
    }
}
