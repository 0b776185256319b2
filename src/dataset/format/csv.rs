//! Our own CSV: columns `text` and `themes`, and if you like `id`, `unknown`, `weight` and
//! any others, which are kept as fields.
//!
//! Themes are separated by `;`. One that is in neither column is not the paragraph's.

use std::collections::BTreeSet;
use std::io::{self, Write};

use ::csv::Writer;

use super::json::{Object, records, take_text};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record};
use super::table;
use super::written::{Written, ids, is_weighted};
use crate::dataset::{Dataset, Example};
use crate::error::LabelProblem;

/// The columns that are no fields.
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

pub(super) fn write(dataset: &Dataset, out: &mut dyn Write) -> io::Result<Written> {
    let mut written = Written::default();
    let fields = fields(dataset);
    let mut table = Writer::from_writer(out);
    table.write_record(COLUMNS.into_iter().chain(fields.iter().copied()))?;
    for example in &dataset.examples {
        let Some(text) = written.text(example) else { continue };
        let themes = ids(dataset, &example.themes).join(";");
        let unknown = ids(dataset, &example.unknown).join(";");
        let weight = if is_weighted(example) { example.weight.to_string() } else { String::new() };
        let cells = [example.id.as_str(), text, &themes, &unknown, &weight];
        let field = |name: &&str| example.fields.get(*name).map_or("", String::as_str);
        table.write_record(cells.into_iter().chain(fields.iter().map(field)))?;
        lose(&mut written, example);
        written.count += 1;
    }
    table.flush()?;
    Ok(written)
}

/// The fields that some paragraph has and a column may be named after.
fn fields(dataset: &Dataset) -> BTreeSet<&str> {
    let names = dataset.examples.iter().flat_map(|example| example.fields.keys());
    names.map(String::as_str).filter(|name| !COLUMNS.contains(name)).collect()
}

/// Counts fields that are columns of another meaning, and those an empty cell would hide.
fn lose(written: &mut Written, example: &Example) {
    let fields = written.fields(example, |name| COLUMNS.contains(&name));
    let empty = fields.into_iter().filter(|(_, value)| value.is_empty());
    empty.for_each(|(name, _)| written.lose(format!("the field `{name}`, which is empty")));
}
