//! The summary of a run, printed at its end.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The counts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Summary {
    pub(super) documents: u64,
    /// Paragraphs or sentences that got a row.
    pub(super) units: u64,
    /// Paragraphs or sentences skipped because they are too short.
    pub(super) short: u64,
    /// Documents left out because they have no theme.
    pub(super) documents_left_out: u64,
    /// Paragraphs or sentences left out because they have no theme.
    pub(super) units_left_out: u64,
    /// Documents and records that could not be read, or only partly.
    pub(super) unreadable: u64,
    /// Documents with invalid bytes, which were replaced by `?`.
    pub(super) damaged: u64,
}

impl Summary {
    /// Whether everything could be read.
    pub(super) fn is_complete(&self) -> bool {
        self.unreadable == 0 && self.damaged == 0
    }

    /// Whether the summary says more than the output.
    pub(super) fn is_worth_saying(&self) -> bool {
        self.documents + self.unreadable > 1
            || self.short + self.documents_left_out + self.units_left_out > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, units, short, unreadable, damaged, .. } = *self;
        write!(formatter, "done: {}, {}", count(documents, "document"), count(units, "paragraph"))?;
        if short > 0 {
            write!(formatter, ", {short} too short")?;
        }
        if damaged > 0 {
            write!(formatter, ", {damaged} with bytes replaced by `?`")?;
        }
        if unreadable > 0 {
            write!(formatter, ", {unreadable} unreadable")?;
        }
        self.left_out(formatter)
    }
}

impl Summary {
    /// What was left out because it has no theme.
    fn left_out(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left_out = [(self.documents_left_out, "document"), (self.units_left_out, "paragraph")];
        let left_out = left_out.map(|(number, what)| (number > 0).then(|| count(number, what)));
        let left_out: Vec<_> = left_out.into_iter().flatten().collect();
        if left_out.is_empty() {
            return Ok(());
        }
        let were = if self.documents_left_out + self.units_left_out == 1 { "was" } else { "were" };
        write!(formatter, "; {} without a label {were} not written", left_out.join(" and "))
    }
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
