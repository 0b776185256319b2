//! Our own CSV: the columns `text` and `themes`; optionally `id`, `unknown`, `alone`,
//! `alone_unknown` and `weight`. Other columns are kept as fields.
//!
//! Themes are separated by `;`, or they are a list as JSON or Python prints it. A paragraph does not
//! have the themes that are in neither column; `alone` and `alone_unknown` say the same of a second
//! judgement, which is of all rows or of none.

use ::csv::Writer;

use super::cell::cell_names;
use super::json::{Object, take_text};
use super::label_file::{LabelFile, Records};
use super::names::ThemeName;
use super::record::{Marks, Record, records};
use super::table::Table;
use super::written::{self, Line, Shape, Skipped, ids, is_weighted};
use crate::dataset::Example;
use crate::error::LabelProblem;

/// The columns that are not fields.
const COLUMNS: [&str; 7] = ["id", "text", "themes", "unknown", "weight", "alone", "alone_unknown"];
/// The number of these that every file has.
const ALWAYS: usize = 5;

pub(super) fn read(file: &LabelFile) -> Records {
    let (table, named) = (Table::of(file), file.column());
    let column = named.unwrap_or("themes");
    if let Err(problem) = table.check(["text", column]) {
        return Records::failed(table.place(), problem);
    }
    let judged_alone = table.has("alone") || table.has("alone_unknown");
    let lines = records(table.rows(), |row| record(row, column, judged_alone));
    let note = named.map(|column| format!("themes are the column {column}"));
    Records { lines, notes: note.into_iter().collect() }
}

fn record(mut row: Object, column: &str, judged_alone: bool) -> Result<Record, LabelProblem> {
    let text = take_text(&mut row, "text")?;
    let judgement = marks(&mut row, [column, "unknown"])?;
    let alone = judged_alone.then(|| marks(&mut row, ["alone", "alone_unknown"])).transpose()?;
    Ok(Record { alone, ..Record::of(row, text, judgement)? })
}

/// The marks in the columns of themes and of unknown themes.
fn marks(row: &mut Object, [themes, unknown]: [&str; 2]) -> Result<Marks, LabelProblem> {
    let mut named = Vec::new();
    for (column, has) in [(themes, Some(true)), (unknown, None)] {
        let cell = take_text(row, column)?.unwrap_or_default();
        let of_cell = cell_names(column, &cell)?.into_iter();
        named.extend(of_cell.map(|name| (ThemeName::Name(name), has)));
    }
    Ok(Marks { named, others: Some(false) })
}

/// The line that names the columns.
pub(super) fn header(shape: &Shape) -> Vec<u8> {
    let own = if shape.judged_alone { &COLUMNS[..] } else { &COLUMNS[..ALWAYS] };
    row(own.iter().copied().chain(columns(shape)))
}

pub(super) fn write(example: &Example, shape: &Shape) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    let [themes, unknown] = cells(example, shape, example.in_context());
    let alone = cells(example, shape, example.by_itself());
    let alone = alone.iter().filter(|_| shape.judged_alone).map(String::as_str);
    let weight = if is_weighted(example) { example.weight.to_string() } else { String::new() };
    let own = [example.id.as_str(), text, &themes, &unknown, &weight];
    let field = |name| example.fields.get(name).map_or("", String::as_str);
    let bytes = row(own.into_iter().chain(alone).chain(columns(shape).map(field)));
    Ok(Line { bytes, dropped: dropped(example, shape) })
}

/// The cells of a judgement. Those of a title are empty, although its themes are unknown.
fn cells(example: &Example, shape: &Shape, (has, unknown): (&[usize], &[usize])) -> [String; 2] {
    let unknown = if example.is_title() { &[] } else { unknown };
    [has, unknown].map(|places| ids(shape.themes, places).join(";"))
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

/// The fields without a column, and the empty fields, since an empty cell is not read as a field. A
/// paragraph that was judged once gets the same judgement twice.
fn dropped(example: &Example, shape: &Shape) -> Vec<String> {
    let (fields, mut dropped) = written::fields(example, |name| COLUMNS.contains(&name));
    let empty = fields.into_iter().filter(|(_, value)| value.is_empty());
    dropped.extend(empty.map(|(name, _)| format!("the field `{name}`, which is empty")));
    if shape.judged_alone && example.alone.is_none() && !example.is_context(shape.themes) {
        dropped.push("that there is no judgement `alone`".to_owned());
    }
    dropped
}
