//! Our own JSON Lines: `{"id", "themes", "text"}` or `{"id", "themes", "words"}`.
//!
//! A paragraph does not have the themes that are in neither `themes` nor the optional `unknown`;
//! `alone` and `alone_unknown` say the same of a second judgement. A row of an article without
//! `themes` is its title or a paragraph on which nobody has decided.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::Error;
use serde_json::{Value, json};

use super::json::scalar;
use super::lines::{numbered_lines, parse};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record};
use super::written::{Line, Skipped, object, put_judgement};
use crate::dataset::article_place::ArticlePlace;
use crate::dataset::{Content, Example};
use crate::error::{LabelPlace, LabelProblem};
use crate::{ThemeId, ThemeSet};

#[derive(Deserialize)]
struct Labelled {
    id: String,
    themes: Option<Vec<String>>,
    unknown: Option<Vec<String>>,
    alone: Option<Vec<String>>,
    alone_unknown: Option<Vec<String>>,
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
    let fields = line.others.into_iter().filter_map(|(name, value)| Some((name, scalar(value)?)));
    let fields = fields.collect();
    check(line.themes.is_some(), ArticlePlace::of(&fields)?)?;
    let marked = marks(line.themes.as_deref(), line.unknown.as_deref())?;
    Ok(Record {
        id: Some(line.id),
        text: line.text,
        words: line.words,
        marks: marked.filter(|_| line.themes.is_some()).unwrap_or_default(),
        alone: marks(line.alone.as_deref(), line.alone_unknown.as_deref())?,
        weight: line.weight,
        fields,
    })
}

/// Checks that a row has themes, or that it may be without as part of an article.
fn check(has_themes: bool, place: Option<ArticlePlace>) -> Result<(), LabelProblem> {
    match place {
        Some(place) if place.is_title() && has_themes => Err(LabelProblem::TitleWithThemes),
        None if !has_themes => Err(LabelProblem::json(serde_json::Error::missing_field("themes"))),
        _ => Ok(()),
    }
}

/// The marks of two lists of themes; `None` without lists.
fn marks(
    themes: Option<&[String]>,
    unknown: Option<&[String]>,
) -> Result<Option<Marks>, LabelProblem> {
    if themes.is_none() && unknown.is_none() {
        return Ok(None);
    }
    let themes = themes.unwrap_or_default().iter().map(|id| (id, Some(true)));
    let named = themes.chain(unknown.unwrap_or_default().iter().map(|id| (id, None)));
    let named = named.map(|(id, has)| {
        let id = id.parse::<ThemeId>();
        let id = id.map_err(|error| LabelProblem::ThemeId(error.to_string()))?;
        Ok((ThemeName::Id(id), has))
    });
    Ok(Some(Marks { named: named.collect::<Result<_, LabelProblem>>()?, others: Some(false) }))
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
