//! Where a field is in a record.

use std::fmt;

/// The way to a field: its name, `article.body` for one inside another, or a JSON Pointer
/// (RFC 6901) such as `/article/paragraphs/0`.
///
/// A field whose own name has a dot in it is found first.
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

/// RFC 6901, section 4.
fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

impl FieldPath {
    /// The path as a field of its own.
    pub(super) fn name(&self) -> &str {
        &self.whole
    }

    /// The field of a record the way begins with, and the rest of the way.
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
