//! The place of a record in its source.

use std::fmt;

/// The place of a record in its source, counted as is usual for the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The whole source.
    Whole,
    /// A line, from 1.
    Line(u64),
    /// A row after the header, from 1.
    Row(u64),
    /// The byte at which it begins, from 0.
    Byte(u64),
    /// An entry, from 1.
    Entry(u64),
}

impl Place {
    /// The number of the place; 0 for a whole source.
    pub fn number(self) -> u64 {
        match self {
            Self::Whole => 0,
            Self::Line(number) | Self::Row(number) | Self::Byte(number) | Self::Entry(number) => {
                number
            }
        }
    }
}

/// Formats the place to follow the name of a source.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Line(line) => write!(formatter, ":{line}"),
            Self::Row(row) => write!(formatter, ", row {row}"),
            Self::Byte(byte) => write!(formatter, ", byte {byte}"),
            Self::Entry(entry) => write!(formatter, ", entry {entry}"),
        }
    }
}
