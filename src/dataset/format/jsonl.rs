//! Our own JSON Lines: `{"id", "themes", "text"}` or `{"id", "themes", "words"}`.
//!
//! A theme that is neither in `themes` nor in the optional `unknown` is not the paragraph's.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::json::{scalar, write_line};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record};
use super::written::{Written, ids, object};
use crate::ThemeId;
use crate::dataset::{Content, Dataset};
use crate::error::{LabelPlace, LabelProblem};

#[derive(Deserialize)]
struct Line {
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

/// The lines that are not blank, with their number from 1.
pub(in super::super) fn numbered_lines(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let lines = super::json::without_mark(bytes).split(|&byte| byte == b'\n').zip(1..);
    lines.filter(|(line, _)| !line.trim_ascii().is_empty())
}

/// What a line says of a paragraph, as JSON.
pub(in super::super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, LabelProblem> {
    serde_json::from_str(text(line)?).map_err(LabelProblem::json)
}

/// A line as text.
pub(super) fn text(line: &[u8]) -> Result<&str, LabelProblem> {
    str::from_utf8(line).map_err(|error| LabelProblem::Utf8(error.valid_up_to()))
}

pub(super) fn read(bytes: &[u8]) -> Lines {
    let lines = numbered_lines(bytes);
    lines.map(|(line, number)| (LabelPlace::Line(number), parse(line).and_then(record))).collect()
}

fn record(line: Line) -> Result<Record, LabelProblem> {
    let mark = |has: Option<bool>| {
        move |id: &String| {
            Ok((ThemeName::Id(id.parse::<ThemeId>().map_err(LabelProblem::from)?), has))
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

pub(super) fn write(dataset: &Dataset, out: &mut dyn Write) -> io::Result<Written> {
    const TAKEN: [&str; 4] = ["themes", "unknown", "text", "words"];
    let mut written = Written::default();
    for example in &dataset.examples {
        let (id, themes) = (json!(example.id), json!(ids(dataset, &example.themes)));
        let mut line = object([("id", id), ("themes", themes)]);
        if !example.unknown.is_empty() {
            line.insert("unknown".to_owned(), json!(ids(dataset, &example.unknown)));
        }
        let (name, content) = match &example.content {
            Content::Text(text) => ("text", json!(text)),
            Content::Words(words) => ("words", json!(words)),
        };
        line.insert(name.to_owned(), content);
        written.put_rest(&mut line, example, &TAKEN);
        write_line(out, &line)?;
        written.count += 1;
    }
    Ok(written)
}
