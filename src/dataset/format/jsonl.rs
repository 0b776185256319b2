//! Our own JSON Lines: `{"id", "themes", "text"}` or `{"id", "themes", "words"}`; also one list of
//! these.
//!
//! A paragraph does not have the themes that are in neither `themes` nor the optional `unknown`;
//! `alone` and `alone_unknown` say the same of a second judgement. A row of an article without
//! `themes` is its title or a paragraph on which nobody has decided. A record without `id` gets its
//! place as its id.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::{Object, names, objects, take_text};
use super::label_file::{LabelFile, Records};
use super::names::ThemeName;
use super::record::{Marks, Record, records};
use super::written::{Line, Skipped, object, put_judgement};
use crate::ThemeSet;
use crate::dataset::{Content, Example};
use crate::error::LabelProblem;

pub(super) fn read(file: &LabelFile) -> Records {
    let lines = records(objects(file.bytes), record);
    let read = || lines.iter().filter_map(|(_, record)| record.as_ref().ok());
    let unnamed = read().filter(|record| record.id.is_none()).count();
    let note = format!("{unnamed} paragraphs have no id: they are numbered by their place");
    Records { lines, notes: (unnamed > 0).then_some(note).into_iter().collect() }
}

fn record(mut object: Object) -> Result<Record, LabelProblem> {
    check(&object)?;
    let mut take = |field| take_names(&mut object, field);
    let [themes, unknown] = [take("themes")?, take("unknown")?];
    let alone = marks(take("alone")?, take("alone_unknown")?);
    let text = take_text(&mut object, "text")?;
    let words = object.shift_remove("words").filter(|words| !words.is_null());
    let words = words.map(counts).transpose()?;
    let decided = themes.is_some();
    let marked = marks(themes, unknown).filter(|_| decided).unwrap_or_default();
    let record = Record { words, alone, ..Record::of(object, text, marked)? };
    match record.article_place()? {
        Some(place) if place.is_title() && decided => Err(LabelProblem::TitleWithThemes),
        _ => Ok(record),
    }
}

/// Checks that a row has themes, or that it may be without as part of an article.
fn check(object: &Object) -> Result<(), LabelProblem> {
    let has = |field| object.get(field).is_some_and(|value: &Value| !value.is_null());
    if has("themes") || (has("document") && has("paragraph")) {
        return Ok(());
    }
    Err(LabelProblem::missing("field", "themes", object.keys()))
}

/// The themes in a field: a list, or a text with one or several separated by `;`.
fn take_names(object: &mut Object, field: &str) -> Result<Option<Vec<String>>, LabelProblem> {
    match object.shift_remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let named = text.split(';').map(str::trim).filter(|name| !name.is_empty());
            Ok(Some(named.map(str::to_owned).collect()))
        }
        Some(value) => names(field, value).map(Some),
    }
}

/// The count of each word.
fn counts(words: Value) -> Result<BTreeMap<String, u32>, LabelProblem> {
    let expected = "an object with the count of each word";
    let shown = words.to_string();
    serde_json::from_value(words).map_err(|_| LabelProblem::field("words", &shown, expected))
}

/// The marks of two lists of themes; `None` without lists.
fn marks(themes: Option<Vec<String>>, unknown: Option<Vec<String>>) -> Option<Marks> {
    if themes.is_none() && unknown.is_none() {
        return None;
    }
    let themes = themes.into_iter().flatten().map(|name| (ThemeName::Id(name), Some(true)));
    let unknown = unknown.into_iter().flatten().map(|name| (ThemeName::Id(name), None));
    Some(Marks { named: themes.chain(unknown).collect(), others: Some(false) })
}

#[expect(clippy::unnecessary_wraps, reason = "other formats cannot express every paragraph")]
pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    const TAKEN: [&str; 6] = ["themes", "unknown", "alone", "alone_unknown", "text", "words"];
    let mut line = object([("id", json!(example.id))]);
    if !example.is_context(themes) {
        put_judgement(&mut line, ["themes", "unknown"], example.in_context(), themes);
    }
    if example.alone.is_some() {
        put_judgement(&mut line, ["alone", "alone_unknown"], example.by_itself(), themes);
    }
    let (name, content) = match &example.content {
        Content::Text(text) => ("text", json!(text)),
        Content::Words(words) => ("words", json!(words)),
    };
    line.insert(name.to_owned(), content);
    Ok(Line::of_object(line, example, &TAKEN))
}
