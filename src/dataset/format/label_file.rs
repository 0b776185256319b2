//! A label file to read, and what is read from it.

use std::path::Path;

use super::lines::without_mark;
use super::record::Lines;
use crate::ThemeSet;
use crate::document::Delimiter;
use crate::error::{LabelPlace, LabelProblem};

/// The text of a label file, and what is known about it.
#[derive(Clone, Copy)]
pub(in super::super) struct LabelFile<'a> {
    pub(in super::super) path: &'a Path,
    /// The text in UTF-8; bytes that could not be decoded are invalid.
    pub(in super::super) bytes: &'a [u8],
    pub(in super::super) themes: Option<&'a ThemeSet>,
    /// The columns or fields that the user says have the themes.
    pub(in super::super) columns: &'a [String],
    /// The control of Label Studio that the user says has the themes.
    pub(in super::super) control: Option<&'a str>,
    /// The delimiter of a table; `None` to detect it.
    pub(in super::super) delimiter: Option<Delimiter>,
}

impl LabelFile<'_> {
    /// Whether the file is a table rather than JSON.
    pub(super) fn is_table(&self) -> bool {
        !matches!(without_mark(self.bytes).trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// The column or field that the user says has the themes.
    pub(super) fn column(&self) -> Option<&str> {
        self.columns.first().map(String::as_str)
    }
}

/// The records of a file, and what was taken for themes if that was not certain.
pub(in super::super) struct Records {
    pub(in super::super) lines: Lines,
    pub(in super::super) notes: Vec<String>,
}

impl Records {
    /// The error of a whole file.
    pub(super) fn failed(place: LabelPlace, problem: LabelProblem) -> Self {
        Self { lines: vec![(place, Err(problem))], notes: Vec::new() }
    }
}

impl From<Lines> for Records {
    fn from(lines: Lines) -> Self {
        Self { lines, notes: Vec::new() }
    }
}
