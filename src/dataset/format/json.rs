//! JSON objects, one per line or all in one list.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lines::{numbered_lines, parse, text, without_mark};
use crate::error::{LabelPlace, LabelProblem};

/// The fields of a record in the order of the file.
pub(super) type Object = IndexMap<String, Value>;

/// Objects or errors, each with its place.
pub(super) type Objects = Vec<(LabelPlace, Result<Object, LabelProblem>)>;

/// The objects of a file, one per line or in one list.
pub(super) fn objects(bytes: &[u8]) -> Objects {
    if is_list(bytes) { listed(bytes) } else { lines(bytes) }
}

/// Whether a file is one JSON list.
pub(super) fn is_list(bytes: &[u8]) -> bool {
    without_mark(bytes).trim_ascii_start().starts_with(b"[")
}

/// The objects of a file, one per line.
pub(super) fn lines(bytes: &[u8]) -> Objects {
    numbered_lines(bytes)
        .map(|(line, number)| (LabelPlace::Line(number), object_in(line)))
        .collect()
}

fn listed(bytes: &[u8]) -> Objects {
    let text = text(without_mark(bytes));
    let all: Vec<Listed> = match text.map(serde_json::from_str) {
        Ok(Ok(all)) => all,
        Ok(Err(error)) => return vec![broken(error)],
        Err(problem) => return vec![(LabelPlace::File, Err(problem))],
    };
    let numbered = all.into_iter().zip(1..);
    numbered.map(|(listed, number)| (LabelPlace::Record(number), listed.object())).collect()
}

/// The error of a list, at its line.
fn broken(error: serde_json::Error) -> (LabelPlace, Result<Object, LabelProblem>) {
    let (line, at) = (error.line(), format!(" at line {} column", error.line()));
    let problem = match LabelProblem::json(error) {
        LabelProblem::Json(message) => LabelProblem::Json(message.replace(&at, " at column")),
        other => other,
    };
    (LabelPlace::Line(line), Err(problem))
}

/// Parses a line with an object.
pub(super) fn object_in(line: &[u8]) -> Result<Object, LabelProblem> {
    serde_json::from_str(text(line)?).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => not_an_object(&parse(line).unwrap_or_default()),
        _ => LabelProblem::json(error),
    })
}

fn not_an_object(found: &Value) -> LabelProblem {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    LabelProblem::Kind { expected: "an object such as {\"text\": …}", found }
}

/// A member of a list, which should be an object.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    Object(Object),
    Other(Value),
}

impl Listed {
    fn object(self) -> Result<Object, LabelProblem> {
        match self {
            Self::Object(object) => Ok(object),
            Self::Other(value) => Err(not_an_object(&value)),
        }
    }
}

/// A scalar value as text; `None` for a list, an object or `null`.
pub(super) fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Removes a text from an object.
pub(super) fn take_text(object: &mut Object, field: &str) -> Result<Option<String>, LabelProblem> {
    match object.shift_remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(LabelProblem::field(field, &other, "a text")),
    }
}

/// The names in a list, or a single name.
pub(super) fn names(field: &str, value: Value) -> Result<Vec<String>, LabelProblem> {
    let allowed = "a list of themes";
    let name = |value| match value {
        Value::String(name) => Ok(name),
        other => Err(LabelProblem::field(field, &other, allowed)),
    };
    match value {
        Value::Array(values) => {
            values.into_iter().filter(|value| !value.is_null()).map(name).collect()
        }
        value => name(value).map(|name| vec![name]),
    }
}

/// A value as a line of JSON.
pub(super) fn line_of_json(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).expect("texts, numbers, and lists of them are JSON");
    line.push(b'\n');
    line
}
