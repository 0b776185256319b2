//! doccano's exports of text classification: JSON Lines, a list in JSON, or CSV.
//!
//! `{"id", "text", "label": ["trade"]}`; a label of a part of the text, `[0, 5, "trade"]`, is a label
//! of the text. In CSV, labels are joined by `#`; in older exports the
//! text is called `data`. A paragraph does not have the themes that are not listed. doccano does
//! not mark texts that nobody has looked at, so export approved texts only.

use serde_json::{Value, json};

use super::json::{Object, names, objects, take_text};
use super::label_file::{LabelFile, Records};
use super::record::{Marks, Record, records};
use super::table::Table;
use super::written::{self, Line, Skipped, ids, object, partly_unknown};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::LabelProblem;

pub(super) fn read(file: &LabelFile) -> Records {
    if file.is_table() {
        let table = Table::of(file);
        let text = if table.has("data") { "data" } else { "text" };
        if let Err(problem) = table.check([text, "label"]) {
            return Records::failed(table.place(), problem);
        }
        let split = |mut row: Object| {
            let label = row.get("label").and_then(Value::as_str).unwrap_or_default();
            let labels: Vec<_> = label.split('#').filter(|label| !label.is_empty()).collect();
            let labels = json!(labels);
            row.insert("label".to_owned(), labels);
            record(row)
        };
        return records(table.rows(), split).into();
    }
    records(objects(file.bytes), record).into()
}

fn record(mut object: Object) -> Result<Record, LabelProblem> {
    let text = take_text(&mut object, "text")?;
    let text = text.map_or_else(|| take_text(&mut object, "data"), |text| Ok(Some(text)))?;
    let Some(field) = ["label", "labels"].into_iter().find(|field| object.contains_key(*field))
    else {
        return Err(LabelProblem::missing("field", "label", object.keys()));
    };
    let labels = object.shift_remove(field).map(without_spans).unwrap_or_default();
    let marks = Marks::only(names(field, labels)?);
    object.shift_remove("Comments");
    if let Some(Value::Object(meta)) = object.shift_remove("meta") {
        object.extend(meta);
    }
    Record::of(object, text, marks)
}

/// The labels with `[0, 5, "trade"]` replaced by `"trade"`.
fn without_spans(labels: Value) -> Value {
    let label = |label: Value| match label.as_array().map(Vec::as_slice) {
        Some([Value::Number(_), Value::Number(_), name @ Value::String(_)]) => name.clone(),
        _ => label,
    };
    match labels {
        Value::Array(labels) => labels.into_iter().map(label).collect(),
        other => other,
    }
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
