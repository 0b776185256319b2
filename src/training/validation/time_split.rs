//! Splits labelled paragraphs by their date.

use crate::Result;
use chrono::NaiveDate;

use crate::dataset::Dataset;
use crate::error::Problem;

/// The dates of labels in a field, and the date to split at.
pub(in crate::training) struct Dates<'a> {
    pub(in crate::training) dataset: &'a Dataset,
    pub(in crate::training) field: &'a str,
    pub(in crate::training) from: &'a str,
}

/// The side of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::training) enum Side {
    /// Before the date.
    Earlier,
    /// On the date or after it.
    Later,
}

impl Dates<'_> {
    /// The side of each paragraph; `None` without a date.
    pub(in crate::training) fn sides(&self) -> Result<Vec<Option<Side>>> {
        check(self.from).map_err(|found| Problem::Date { place: SPLIT.to_owned(), found })?;
        let dates = self.dataset.field(self.field).zip(&self.dataset.examples);
        dates
            .map(|(date, example)| date.map(|date| self.side(date, &example.id)).transpose())
            .collect()
    }

    fn side(&self, date: &str, id: &str) -> Result<Side> {
        let place = || format!("`{}` of the paragraph `{id}`", self.field);
        check(date).map_err(|found| Problem::Date { place: place(), found })?;
        if date.len() < self.from.len() && self.from.starts_with(date) {
            let found = format!("`{date}`, which is neither before nor after {}", self.from);
            return Err(Problem::Date { place: place(), found }.into());
        }
        Ok(if date < self.from { Side::Earlier } else { Side::Later })
    }

    /// Refuses a date with all paragraphs on one side.
    pub(in crate::training) fn check(&self, earlier: &[usize], later: &[usize]) -> Result<()> {
        let Self { field, from, .. } = self;
        let found = match (earlier.is_empty(), later.is_empty()) {
            (false, false) => return Ok(()),
            (true, true) => format!("{from}, but no label has a field `{field}`"),
            (false, true) => format!("{from}, after every `{field}`"),
            (true, false) => format!("{from}, before every `{field}`"),
        };
        Err(Problem::Date { place: SPLIT.to_owned(), found }.into())
    }
}

const SPLIT: &str = "the date to split at";

/// Checks that a date begins with the year, followed by month and day (ISO 8601), as dates are
/// compared as text. Returns a date that does not.
fn check(date: &str) -> std::result::Result<(), String> {
    const LENGTH: usize = "2024-05-09".len();
    let (day, time) = date.split_at_checked(LENGTH).unwrap_or((date, ""));
    let rest = match day.len() {
        4 => "-01-01",
        7 => "-01",
        _ => "",
    };
    let day = day.to_owned() + rest;
    // chrono also accepts spaces, signs, and numbers of one digit.
    let is_digit = |(at, byte): (usize, u8)| [4, 7].contains(&at) || byte.is_ascii_digit();
    let padded = day.len() == LENGTH && day.bytes().enumerate().all(is_digit);
    let valid = padded && NaiveDate::parse_from_str(&day, "%Y-%m-%d").is_ok();
    if valid && !time.starts_with(|c: char| c.is_ascii_digit()) {
        Ok(())
    } else {
        Err(format!("`{date}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn dates_are_years_with_or_without_months_and_days() {
        for date in ["2024", "2024-05", "2024-05-09", "2024-05-09T10:00:00Z"] {
            assert_eq!(check(date), Ok(()), "{date}");
        }
        for date in [
            "",
            "24",
            "May 2024",
            "2024-5-9",
            "2024/05/09",
            "09-05-2024",
            "2024-13",
            "2024-05-32",
            "2024-02-30",
            "-024-05-09",
            " 024-05-09",
            "2024-05-099",
            "2024-",
        ] {
            assert_eq!(check(date), Err(format!("`{date}`")));
        }
    }

    fn sides(dates: &[&str], from: &str) -> Result<Vec<Option<Side>>> {
        let line = |(id, date): (usize, &&str)| {
            format!("{{\"id\":\"{id}\",\"themes\":[\"war\"],\"text\":\"t\",\"date\":\"{date}\"}}")
        };
        let mut lines: Vec<_> = dates.iter().enumerate().map(line).collect();
        lines.push("{\"id\":\"undated\",\"themes\":[],\"text\":\"t\"}".to_owned());
        let file = (Path::new("a"), lines.join("\n").into_bytes());
        let dataset = Dataset::parse(&[file], None).unwrap();
        let dates = Dates { dataset: &dataset, field: "date", from };
        dates.sides()
    }

    #[test]
    fn a_date_is_on_one_side_or_none_at_all() {
        let found =
            sides(&["2023-12-31", "2024-05", "2025", "2024-04-30T23:59"], "2024-05").unwrap();
        let [earlier, later] = [Some(Side::Earlier), Some(Side::Later)];
        assert_eq!(found, [earlier, later, later, earlier, None]);
        let message = sides(&["2024"], "2024-05").unwrap_err().to_string();
        let expected = "`date` of the paragraph `0`: expected a date such as 2024, 2024-05 or \
                        2024-05-09, got `2024`, which is neither before nor after 2024-05";
        assert_eq!(message, expected);
    }
}
