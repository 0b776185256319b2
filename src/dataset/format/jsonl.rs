//! Our own JSON Lines: `{"id", "themes", "text"}` or `{"id", "themes", "words"}`.
//!
//! A paragraph does not have the themes that are in neither `themes` nor the optional `unknown`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::json::scalar;
use super::lines::{numbered_lines, parse};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record};
use super::written::{Line, Skipped, ids, object};
use crate::dataset::{Content, Example};
use crate::error::{LabelPlace, LabelProblem};
use crate::{ThemeId, ThemeSet};

#[derive(Deserialize)]
struct Labelled {
    id: String,
    themes: Vec<String>,
    #[serde(default)]
    unknown: Vec<String>,
    text: Option<String>,
    words: Option<BTreeMap<String, u32>>,
    weight: Option<f32>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

pub(super) fn read(bytes: &[u8]) -> Lines {
    let lines = numbered_lines(bytes);
    lines.map(|(line, number)| (LabelPlace::Line(number), parse(line).and_then(record))).collect()
}

fn record(line: Labelled) -> Result<Record, LabelProblem> {
    let mark = |has: Option<bool>| {
        move |id: &String| {
            let id = id.parse::<ThemeId>();
            let id = id.map_err(|error| LabelProblem::ThemeId(error.to_string()))?;
            Ok((ThemeName::Id(id), has))
        }
    };
    let themes = line.themes.iter().map(mark(Some(true)));
    let named = themes.chain(line.unknown.iter().map(mark(None)));
    let named = named.collect::<Result<_, LabelProblem>>()?;
    let fields = line.others.into_iter().filter_map(|(name, value)| Some((name, scalar(value)?)));
    Ok(Record {
        id: Some(line.id),
        text: line.text,
        words: line.words,
        marks: Marks { named, others: Some(false) },
        weight: line.weight,
        fields: fields.collect(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "other formats cannot express every paragraph")]
pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    const TAKEN: [&str; 4] = ["themes", "unknown", "text", "words"];
    let named = json!(ids(themes, &example.themes));
    let mut line = object([("id", json!(example.id)), ("themes", named)]);
    if !example.unknown.is_empty() {
        line.insert("unknown".to_owned(), json!(ids(themes, &example.unknown)));
    }
    let (name, content) = match &example.content {
        Content::Text(text) => ("text", json!(text)),
        Content::Words(words) => ("words", json!(words)),
    };
    line.insert(name.to_owned(), content);
    Ok(Line::of_object(line, example, &TAKEN))
}
