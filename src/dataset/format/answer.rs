//! What an annotator said with a control of Label Studio.

use serde_json::Value;

use super::json::names;
use crate::error::LabelProblem;

/// An answer by one control.
pub(super) struct Answer {
    /// The name of the control.
    pub(super) control: String,
    /// Its kind, such as `choices`.
    pub(super) kind: String,
    /// The themes chosen; `None` if answers of this kind are no themes.
    pub(super) themes: Option<Vec<String>>,
}

impl Answer {
    /// Parses a result of an annotation.
    pub(super) fn of_result(result: &Value) -> Result<Self, LabelProblem> {
        let text = |field: &str| result[field].as_str().map(str::to_owned);
        let kind = text("type").unwrap_or_else(|| "unknown".to_owned());
        let themes = themes(&kind, &result["value"])?;
        Ok(Self { control: text("from_name").unwrap_or_else(|| kind.clone()), kind, themes })
    }

    /// Parses the value of a control as JSON-MIN and CSV have it: a text is one choice, an object has
    /// several.
    pub(super) fn of_value(control: &str, value: Value) -> Result<Vec<Self>, LabelProblem> {
        match value {
            Value::Null => Ok(Vec::new()),
            Value::String(choice) => Ok(vec![Self::new(control, "choices", Some(vec![choice]))]),
            Value::Array(values) => {
                let answers = values.into_iter().map(|value| Self::of_value(control, value));
                answers
                    .collect::<Result<Vec<_>, _>>()
                    .map(|answers| answers.into_iter().flatten().collect())
            }
            Value::Object(ref object) => {
                let kinds = || object.keys().map(String::as_str);
                let kind = kinds().find(|kind| is_of_themes(kind)).or_else(|| kinds().next());
                let kind = kind.unwrap_or("unknown");
                Ok(vec![Self::new(control, kind, themes(kind, &value)?)])
            }
            Value::Bool(_) | Value::Number(_) => Ok(vec![Self::new(control, "number", None)]),
        }
    }

    fn new(control: &str, kind: &str, themes: Option<Vec<String>>) -> Self {
        Self { control: control.to_owned(), kind: kind.to_owned(), themes }
    }
}

/// Whether answers of a kind name themes: choices, paths of a taxonomy, labels of a part of a text.
fn is_of_themes(kind: &str) -> bool {
    kind == "choices" || kind == "taxonomy" || kind.ends_with("labels")
}

/// The themes in the value of an answer; `None` if answers of this kind are no themes.
fn themes(kind: &str, value: &Value) -> Result<Option<Vec<String>>, LabelProblem> {
    if !is_of_themes(kind) {
        return Ok(None);
    }
    let named = match &value[kind] {
        Value::Array(paths) if kind == "taxonomy" => paths.iter().map(last).collect(),
        value => value.clone(),
    };
    names(kind, named).map(Some)
}

/// The last part of a path, which is the narrowest.
fn last(path: &Value) -> Value {
    path.as_array().and_then(|path| path.last()).unwrap_or(path).clone()
}
