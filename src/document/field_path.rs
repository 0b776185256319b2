//! Paths to fields of records.

use std::fmt;

/// The path to a field: its name, `article.body` for a nested field, or a JSON Pointer
/// (RFC 6901) such as `/article/paragraphs/0`.
///
/// A field whose name is the whole path, with its dots, takes precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    whole: String,
    steps: Vec<String>,
}

impl From<&str> for FieldPath {
    fn from(path: &str) -> Self {
        let steps = match path.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(unescaped).collect(),
            None => path.split('.').map(str::to_owned).collect(),
        };
        Self { whole: path.to_owned(), steps }
    }
}

/// Decodes a step of a JSON Pointer (RFC 6901, section 4).
fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl FieldPath {
    /// The whole path, as the name of one field.
    pub(super) fn name(&self) -> &str {
        &self.whole
    }

    /// The first field of the path, and the rest.
    pub(super) fn split(&self) -> (&str, &[String]) {
        let (first, rest) = self.steps.split_first().map_or(("", &[][..]), |(f, r)| (f, r));
        (first, rest)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.whole)
    }
}
