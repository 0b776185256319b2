//! Tables: CSV whose first line names the columns.

use std::path::Path;

use ::csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};
use serde_json::Value;

use super::json::{Object, Objects};
use super::lines::without_mark;
use crate::error::{LabelPlace, LabelProblem};

/// Whether a file is a table, by its extension.
pub(super) fn is_named_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Whether bytes are a table rather than JSON.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    !matches!(without_mark(bytes).trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The names of the columns.
pub(super) fn columns(bytes: &[u8]) -> Vec<String> {
    let header = reader(bytes).byte_headers().cloned().unwrap_or_default();
    header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}

/// The rows as objects of strings, without empty cells.
pub(super) fn rows(bytes: &[u8]) -> Objects {
    let columns = columns(bytes);
    let mut rows = Vec::new();
    for row in reader(bytes).into_byte_records() {
        let line = |position: Option<&::csv::Position>| {
            LabelPlace::Line(
                position
                    .map_or(1, |position| usize::try_from(position.line()).unwrap_or(usize::MAX)),
            )
        };
        match row {
            Ok(row) => rows.push((line(row.position()), object(&columns, row))),
            Err(error) => {
                let problem = LabelProblem::field("the row", &error, "CSV");
                rows.push((line(error.position()), Err(problem)));
            }
        }
    }
    rows
}

fn reader(bytes: &[u8]) -> Reader<&[u8]> {
    ReaderBuilder::new().flexible(true).from_reader(without_mark(bytes))
}

fn object(columns: &[String], row: ByteRecord) -> Result<Object, LabelProblem> {
    if row.len() != columns.len() {
        return Err(LabelProblem::Columns { found: row.len(), expected: columns.len() });
    }
    let row = StringRecord::from_byte_record(row)
        .map_err(|error| LabelProblem::Utf8(error.utf8_error().valid_up_to()))?;
    let cells = columns.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
    Ok(cells.map(|(name, cell)| (name.clone(), Value::from(cell))).collect())
}
