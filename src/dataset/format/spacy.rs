//! spaCy's `cats`: lines of `{"text", "cats": {"trade": 1.0, "energy": 0.0}}` or `["text", {"cats":
//! {…}}]`.
//!
//! A missing theme is unknown, as in spaCy's own training and scoring of `textcat_multilabel`.

use serde_json::{Value, json};

use super::json::{Object, take_text};
use super::lines::{numbered_lines, parse};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record};
use super::written::{self, Line, Skipped, object};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

pub(super) fn read(bytes: &[u8]) -> Lines {
    let lines = numbered_lines(bytes);
    lines.map(|(line, number)| (LabelPlace::Line(number), record(line))).collect()
}

fn record(line: &[u8]) -> Result<Record, LabelProblem> {
    let (text, mut object) = if line.trim_ascii_start().starts_with(b"[") {
        let (text, annotations): (String, Object) = parse(line)?;
        (Some(text), annotations)
    } else {
        let mut object: Object = parse(line)?;
        (take_text(&mut object, "text")?, object)
    };
    let marks = marks(object.shift_remove("cats").unwrap_or_default())?;
    Record::of(object, text, marks)
}

fn marks(cats: Value) -> Result<Marks, LabelProblem> {
    let Value::Object(cats) = cats else {
        return Err(LabelProblem::field("cats", &cats, "an object of themes"));
    };
    let mark = |(name, value)| Ok((ThemeName::Name(name), mark(value)?));
    let named = cats.into_iter().map(mark).collect::<Result<_, LabelProblem>>()?;
    Ok(Marks { named, others: None })
}

fn mark(value: Value) -> Result<Option<bool>, LabelProblem> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(has) => Ok(Some(has)),
        Value::Number(ref number) if number.as_f64() == Some(1.0) => Ok(Some(true)),
        Value::Number(ref number) if number.as_f64() == Some(0.0) => Ok(Some(false)),
        other => Err(LabelProblem::field("cats", &other, "1, 0, true or false for each theme")),
    }
}

pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    let cats = json!(cats(themes, example));
    let line = object([("id", json!(example.id)), ("text", json!(text)), ("cats", cats)]);
    Ok(Line::of_object(line, example, &["text", "cats"]))
}

/// 1 or 0 for each known theme.
fn cats(themes: &ThemeSet, example: &Example) -> Object {
    let known = themes.ids().enumerate().filter(|(place, _)| !example.unknown.contains(place));
    let value = |has: bool| json!(if has { 1.0 } else { 0.0 });
    known.map(|(place, id)| (id.to_string(), value(example.themes.contains(&place)))).collect()
}
