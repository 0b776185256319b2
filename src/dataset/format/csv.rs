//! Our own CSV: the columns `text` and `themes`; optionally `id`, `unknown` and `weight`. Other
//! columns are kept as fields.
//!
//! Themes are separated by `;`. A paragraph does not have the themes that are in neither column.

use ::csv::Writer;

use super::json::{Object, take_text};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, records};
use super::table;
use super::written::{self, Line, Shape, Skipped, ids, is_weighted};
use crate::dataset::Example;
use crate::error::LabelProblem;

/// The columns that are not fields.
const COLUMNS: [&str; 5] = ["id", "text", "themes", "unknown", "weight"];
const SEPARATOR: char = ';';

pub(super) fn read(bytes: &[u8]) -> Lines {
    records(table::rows(bytes), record)
}

fn record(mut row: Object) -> Result<Record, LabelProblem> {
    let text = take_text(&mut row, "text")?;
    let mut named = Vec::new();
    for (column, has) in [("themes", Some(true)), ("unknown", None)] {
        let cell = take_text(&mut row, column)?.unwrap_or_default();
        let cell = cell.split(SEPARATOR).map(str::trim).filter(|name| !name.is_empty());
        named.extend(cell.map(|name| (ThemeName::Name(name.to_owned()), has)));
    }
    Record::of(row, text, Marks { named, others: Some(false) })
}

/// The line that names the columns.
pub(super) fn header(shape: &Shape) -> Vec<u8> {
    row(COLUMNS.into_iter().chain(columns(shape)))
}

pub(super) fn write(example: &Example, shape: &Shape) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    let themes = ids(shape.themes, &example.themes).join(";");
    let unknown = ids(shape.themes, &example.unknown).join(";");
    let weight = if is_weighted(example) { example.weight.to_string() } else { String::new() };
    let cells = [example.id.as_str(), text, &themes, &unknown, &weight];
    let field = |name| example.fields.get(name).map_or("", String::as_str);
    let bytes = row(cells.into_iter().chain(columns(shape).map(field)));
    Ok(Line { bytes, dropped: dropped(example) })
}

/// The columns of fields. A field with the name of one of [`COLUMNS`] has no column.
fn columns<'s>(shape: &'s Shape) -> impl Iterator<Item = &'s str> {
    shape.fields.iter().copied().filter(|name| !COLUMNS.contains(name))
}

fn row<'c>(cells: impl Iterator<Item = &'c str>) -> Vec<u8> {
    let mut row = Writer::from_writer(Vec::new());
    row.write_record(cells).expect("memory can be written to");
    row.into_inner().expect("memory can be written to")
}

/// The fields without a column, and the empty fields, since an empty cell is not read as a field.
fn dropped(example: &Example) -> Vec<String> {
    let (fields, mut dropped) = written::fields(example, |name| COLUMNS.contains(&name));
    let empty = fields.into_iter().filter(|(_, value)| value.is_empty());
    dropped.extend(empty.map(|(name, _)| format!("the field `{name}`, which is empty")));
    dropped
}
