//! A value that says whether a paragraph has a theme.

use serde_json::Value;

use super::cell::is_missing;

/// A value that is not a mark.
pub(super) struct NotAMark;

/// Parses a mark: whether a paragraph has a theme, or `None` for unknown.
pub(super) fn mark(value: &Value) -> Result<Option<bool>, NotAMark> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::Bool(has) => return Ok(Some(*has)),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_ascii_lowercase(),
        Value::Array(_) | Value::Object(_) => return Err(NotAMark),
    };
    match text.as_str() {
        "true" | "yes" => Ok(Some(true)),
        "false" | "no" => Ok(Some(false)),
        missing if is_missing(missing) => Ok(None),
        number => match number.parse::<f64>() {
            Ok(-1.0) => Ok(None),
            Ok(0.0) => Ok(Some(false)),
            Ok(1.0) => Ok(Some(true)),
            _ => Err(NotAMark),
        },
    }
}
