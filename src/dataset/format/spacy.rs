//! spaCy's `cats`: lines of `{"text", "cats": {"trade": 1.0, "energy": 0.0}}` or `["text", {"cats":
//! {…}}]`.
//!
//! A missing theme is unknown, as in spaCy's own training and scoring of `textcat_multilabel`.

use serde_json::{Value, json};

use super::json::{Object, is_list, object_in, objects, take_text};
use super::label_file::{LabelFile, Records};
use super::lines::{numbered_lines, parse};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, records};
use super::written::{self, Line, Skipped, object};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

pub(super) fn read(file: &LabelFile) -> Records {
    if is_list(file.bytes) && !is_tuple(file.bytes) {
        return records(objects(file.bytes), of_object).into();
    }
    let lines = numbered_lines(file.bytes);
    let lines: Lines =
        lines.map(|(line, number)| (LabelPlace::Line(number), of_line(line))).collect();
    lines.into()
}

/// Whether the first line is `["text", {"cats": …}]`, and not the begin of a list of objects.
fn is_tuple(bytes: &[u8]) -> bool {
    let first = numbered_lines(bytes).next();
    first.is_some_and(|(line, _)| parse::<(String, Object)>(line).is_ok())
}

fn of_line(line: &[u8]) -> Result<Record, LabelProblem> {
    if !line.trim_ascii_start().starts_with(b"[") {
        return of_object(object_in(line)?);
    }
    let expected = "a text and an object with cats";
    let shown = || LabelProblem::field("the line", &String::from_utf8_lossy(line), expected);
    let (text, annotations): (String, Object) = parse(line).map_err(|_| shown())?;
    record(Some(text), annotations)
}

fn of_object(mut object: Object) -> Result<Record, LabelProblem> {
    check(&object)?;
    let text = take_text(&mut object, "text")?;
    record(text, object)
}

fn check(object: &Object) -> Result<(), LabelProblem> {
    let missing = || LabelProblem::missing("field", "cats", object.keys());
    if object.contains_key("cats") { Ok(()) } else { Err(missing()) }
}

fn record(text: Option<String>, mut object: Object) -> Result<Record, LabelProblem> {
    check(&object)?;
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
