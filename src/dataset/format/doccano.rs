//! doccano's exports of text classification: JSON Lines, a list in JSON, or CSV.
//!
//! `{"id", "text", "label": ["trade"]}`; in CSV labels are joined by `#`, in older exports
//! the text is `data`. A label that is not there is not the paragraph's, nor is any where
//! there is none: doccano can not say that nobody has looked at a text, so export only what
//! is approved.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json::{Object, names, objects, records, take_text, write_line};
use super::record::{Lines, Marks, Record};
use super::table;
use super::written::{PARTLY_UNKNOWN, Written, ids, object};
use crate::dataset::Dataset;
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

pub(super) fn write(dataset: &Dataset, out: &mut dyn Write) -> io::Result<Written> {
    const TAKEN: [&str; 6] = ["text", "data", "label", "labels", "Comments", "meta"];
    let mut written = Written::default();
    for example in &dataset.examples {
        let Some(text) = written.text(example) else { continue };
        if !example.unknown.is_empty() {
            written.leave_out(example, PARTLY_UNKNOWN);
            continue;
        }
        let label = json!(ids(dataset, &example.themes));
        let mut line = object([("id", json!(example.id)), ("text", json!(text)), ("label", label)]);
        written.put_rest(&mut line, example, &TAKEN);
        write_line(out, &line)?;
        written.count += 1;
    }
    Ok(written)
}
