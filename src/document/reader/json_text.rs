//! The text of a JSON value: a string, a list of paragraphs, or the parts of a text with markup.

use serde::Deserialize;

use super::super::FieldPath;
use crate::error::RecordProblem;

/// A text, or a part of one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Text(String),
    /// A part that is bold, a link, a hashtag and the like, as chats export it.
    Marked {
        #[serde(default, rename = "type")]
        kind: Option<String>,
        text: String,
    },
}

impl Part {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Marked { text, .. } => text,
        }
    }

    /// Whether it is a part of a line.
    fn is_inline(&self) -> bool {
        const BLOCKS: [&str; 8] =
            ["paragraph", "p", "heading", "header", "h1", "h2", "h3", "list_item"];
        match self {
            Self::Text(_) => false,
            Self::Marked { kind, .. } => {
                kind.as_deref().is_some_and(|kind| !BLOCKS.contains(&kind))
            }
        }
    }
}

/// The text of a value. A list of texts is a list of paragraphs; parts with a kind, such as bold
/// words, are joined as they are.
///
/// # Errors
/// If it is something else.
pub(super) fn text_of(path: &FieldPath, value: &str) -> Result<String, RecordProblem> {
    let found = match value.as_bytes().first() {
        Some(b'"') => return serde_json::from_str(value).map_err(RecordProblem::json),
        Some(b'[') => match serde_json::from_str::<Vec<Part>>(value) {
            Ok(parts) => return Ok(joined(&parts)),
            Err(_) => "a list with other values",
        },
        Some(b'{') => "an object",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        _ => "a number",
    };
    Err(RecordProblem::NoText { field: path.to_string(), found })
}

fn joined(parts: &[Part]) -> String {
    let texts: Vec<_> = parts.iter().map(Part::text).collect();
    texts.join(if parts.iter().any(Part::is_inline) { "" } else { "\n\n" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_and_paragraphs_are_not() {
        for (value, expected) in [
            (r#""a b""#, Some("a b")),
            (r#"["a", "b"]"#, Some("a\n\nb")),
            ("[]", Some("")),
            (r#"["a ", {"type": "bold", "text": "b"}, "c"]"#, Some("a bc")),
            (r#"[{"type": "link", "text": "b"}, {"type": "plain", "text": " c"}]"#, Some("b c")),
            (r#"[{"type": "text_link", "text": "b", "href": "x"}]"#, Some("b")),
            (r#"[{"text": "a"}, {"text": "b"}]"#, Some("a\n\nb")),
            (r#"[{"type": "paragraph", "text": "a"}, {"type": "p", "text": "b"}]"#, Some("a\n\nb")),
            (r#"["a", 1]"#, None),
            (r#"["a", {"type": "bold"}]"#, None),
            ("null", None),
            ("{}", None),
        ] {
            assert_eq!(text_of(&"t".into(), value).ok().as_deref(), expected, "for {value}");
        }
    }
}
