//! Tables: CSV and its kin, whose first line names the columns.

use std::path::Path;

use ::csv::{ByteRecord, Position, Reader, ReaderBuilder, StringRecord};
use memchr::memchr_iter;
use serde_json::Value;

use super::json::{Object, Objects};
use super::label_file::LabelFile;
use super::lines::without_mark;
use crate::document::{Delimiter, InputFormat};
use crate::error::{LabelPlace, LabelProblem};

/// Whether a file is a table, by its extension.
pub(super) fn is_named_table(path: &Path) -> bool {
    matches!(InputFormat::of_name(path), Some(InputFormat::Csv | InputFormat::Tsv))
}

/// A table that is not yet cut into rows.
pub(super) struct Table<'a> {
    /// The bytes from the first line that is not blank.
    bytes: &'a [u8],
    delimiter: Delimiter,
    /// The line of the header, from 1.
    header: usize,
    /// The names of the columns.
    pub(super) columns: Vec<String>,
}

impl<'a> Table<'a> {
    pub(super) fn of(file: &LabelFile<'a>) -> Self {
        let all = without_mark(file.bytes);
        let blank = all.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let (declared, bytes) = declared(&all[blank..]);
        let skipped = &all[..all.len() - bytes.len()];
        let header = 1 + memchr_iter(b'\n', skipped).count();
        let delimiter = file.delimiter.or(declared);
        let delimiter = delimiter.unwrap_or_else(|| told(file.path, bytes));
        let mut table = Self { bytes, delimiter, header, columns: Vec::new() };
        let names = table.reader().byte_headers().cloned().unwrap_or_default();
        let name = |name: &[u8]| String::from_utf8_lossy(name).trim().to_owned();
        table.columns = names.iter().map(name).collect();
        table
    }

    /// Whether it has a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column == name)
    }

    /// The place of the header.
    pub(super) fn place(&self) -> LabelPlace {
        LabelPlace::Line(self.header)
    }

    /// Checks that there are columns.
    pub(super) fn check<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<(), LabelProblem> {
        for name in names {
            match self.columns.iter().filter(|column| *column == name).count() {
                0 => return Err(LabelProblem::missing("column", name, &self.columns)),
                1 => {}
                _ => return Err(LabelProblem::RepeatedColumn(name.to_owned())),
            }
        }
        Ok(())
    }

    /// The rows as objects of strings, without empty cells.
    pub(super) fn rows(&self) -> Objects {
        let (mut line, mut counted) = (self.header, 0);
        let mut place = |position: Option<&Position>| {
            let begin = position.and_then(|position| usize::try_from(position.byte()).ok());
            let begin = self.begin_of_row(begin.unwrap_or(counted));
            line += memchr_iter(b'\n', &self.bytes[counted..begin]).count();
            counted = begin;
            LabelPlace::Line(line)
        };
        let rows = self.reader().into_byte_records();
        rows.map(|row| match row {
            Ok(row) => (place(row.position()), self.object(row)),
            Err(error) => {
                let problem = LabelProblem::field("the row", &error, "CSV");
                (place(error.position()), Err(problem))
            }
        })
        .collect()
    }

    /// Where a row begins that the parser says begins at a byte, which may be in the line end before.
    fn begin_of_row(&self, byte: usize) -> usize {
        let rest = self.bytes.get(byte..).unwrap_or_default();
        byte + rest.iter().take_while(|byte| b"\r\n".contains(byte)).count()
    }

    fn reader(&self) -> Reader<&'a [u8]> {
        let delimiter = self.delimiter.byte();
        ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(self.bytes)
    }

    fn object(&self, row: ByteRecord) -> Result<Object, LabelProblem> {
        let columns = &self.columns;
        if row.len() != columns.len() {
            return Err(LabelProblem::Columns { found: row.len(), expected: columns.len() });
        }
        let row = StringRecord::from_byte_record(row)
            .map_err(|error| LabelProblem::Utf8(error.utf8_error().valid_up_to()))?;
        let cells = columns.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        Ok(cells.map(|(name, cell)| (name.clone(), Value::from(cell))).collect())
    }
}

/// The delimiter that a first line such as `sep=;` declares, and the rest.
fn declared(bytes: &[u8]) -> (Option<Delimiter>, &[u8]) {
    let end = bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| end + 1);
    let declared = Delimiter::declared(&bytes[..end]);
    (declared, if declared.is_some() { &bytes[end..] } else { bytes })
}

/// The delimiter that the header tells.
fn told(path: &Path, bytes: &[u8]) -> Delimiter {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let is_tsv = InputFormat::of_name(path) == Some(InputFormat::Tsv);
    let usual = if is_tsv { Delimiter::TAB } else { Delimiter::COMMA };
    Delimiter::of_header(&bytes[..end], usual)
}
