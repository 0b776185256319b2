//! doccano's exports of text classification: JSON Lines, a list in JSON, or CSV.
//!
//! `{"id", "text", "label": ["trade"]}`. In CSV, labels are joined by `#`; in older exports the
//! text is called `data`. A paragraph does not have the themes that are not listed. doccano does
//! not mark texts that nobody has looked at, so export approved texts only.

use serde_json::{Value, json};

use super::json::{Object, names, objects, take_text};
use super::record::{Lines, Marks, Record, records};
use super::table;
use super::written::{self, Line, Skipped, ids, object, partly_unknown};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::LabelProblem;

pub(super) fn read(bytes: &[u8]) -> Lines {
    if table::is_table(bytes) {
        let split = |mut row: Object| {
            let label = row.get("label").and_then(Value::as_str).unwrap_or_default();
            let labels: Vec<_> = label.split('#').filter(|label| !label.is_empty()).collect();
            let labels = json!(labels);
            row.insert("label".to_owned(), labels);
            record(row)
        };
        return records(table::rows(bytes), split);
    }
    records(objects(bytes), record)
}

fn record(mut object: Object) -> Result<Record, LabelProblem> {
    let text = take_text(&mut object, "text")?;
    let text = text.map_or_else(|| take_text(&mut object, "data"), |text| Ok(Some(text)))?;
    let field = if object.contains_key("label") { "label" } else { "labels" };
    let labels = object.shift_remove(field).unwrap_or_default();
    let marks = Marks::only(names(field, labels)?);
    object.shift_remove("Comments");
    if let Some(Value::Object(meta)) = object.shift_remove("meta") {
        object.extend(meta);
    }
    Record::of(object, text, marks)
}

pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    const TAKEN: [&str; 6] = ["text", "data", "label", "labels", "Comments", "meta"];
    let text = written::text(example)?;
    if !example.unknown.is_empty() {
        return Err(partly_unknown(example));
    }
    let label = json!(ids(themes, &example.themes));
    let line = object([("id", json!(example.id)), ("text", json!(text)), ("label", label)]);
    Ok(Line::of_object(line, example, &TAKEN))
}
