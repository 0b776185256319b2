//! Errors in label files, line by line.

use std::fmt;
use std::path::PathBuf;

/// A line of a label file that cannot be used.
#[derive(Debug)]
pub(crate) struct LabelError {
    /// The file.
    pub(crate) path: PathBuf,
    /// The place in the file.
    pub(crate) place: LabelPlace,
    /// The problem there.
    pub(crate) problem: LabelProblem,
}

/// The place of a record in a label file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LabelPlace {
    /// The line on which it begins, from 1.
    Line(usize),
    /// Its number in a list of JSON, from 1.
    Record(usize),
}

/// Formats the place to follow the name of its file.
impl fmt::Display for LabelPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(formatter, ":{line}"),
            Self::Record(record) => write!(formatter, ": record {record}"),
        }
    }
}

impl fmt::Display for LabelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}: {}", self.path.display(), self.place, self.problem)
    }
}

/// A problem with a labelled paragraph.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LabelProblem {
    #[error("invalid UTF-8 at byte {0} of the line")]
    Utf8(usize),
    /// The parser's message. It is part of ours, since one error lists many lines and cannot have a
    /// source for each.
    #[error("invalid JSON: {0}")]
    Json(String),
    #[error("unknown theme `{found}`: expected one of {expected}")]
    UnknownTheme { found: String, expected: String },
    /// The message of the error.
    #[error("{0}")]
    ThemeId(String),
    #[error("paragraph `{0}` has no text")]
    Empty(String),
    #[error("duplicate id `{id}`, first used at {first}")]
    DuplicateId { id: String, first: String },
    #[error("duplicate paragraph {paragraph} of document `{document}`, first used at {first}")]
    DuplicateParagraph { document: String, paragraph: usize, first: String },
    #[error("paragraph 0 of a document is its title: expected no themes")]
    TitleWithThemes,
    #[error("paragraph `{0}` has both text and words: expected one of them")]
    TextAndWords(String),
    #[error("the counts of words must add up to at most {limit}, got {found}")]
    TooManyWords { found: u64, limit: u64 },
    #[error("weight must be above 0, got {0}")]
    Weight(f32),
    #[error("contradictory labels for theme `{0}`")]
    Contradiction(String),
    #[error("theme {0} is a number: expected a name, as there is no list of themes")]
    Numbered(usize),
    #[error("`{field}` must be {expected}, got {found}")]
    Field { field: String, found: String, expected: &'static str },
    #[error("expected {expected} columns as in the first line, got {found}")]
    Columns { found: usize, expected: usize },
}

impl LabelProblem {
    /// Takes the message of a parser, without its line number: it parses one line, so the number is
    /// always 1.
    #[allow(clippy::needless_pass_by_value, reason = "as `map_err` passes it")]
    pub(crate) fn json(error: serde_json::Error) -> Self {
        Self::Json(error.to_string().replace(" line 1 column", " column"))
    }

    /// A field has an unexpected value; the message shows its beginning.
    pub(crate) fn field(field: &str, found: &impl ToString, expected: &'static str) -> Self {
        const SHOWN: usize = 60;
        let found = found.to_string().chars().take(SHOWN).collect();
        Self::Field { field: field.to_owned(), found, expected }
    }
}

/// The first problems, one per line. A file of another kind has thousands.
pub(super) fn lines(problems: &[impl ToString]) -> String {
    const SHOWN: usize = 20;
    let shown = problems.iter().take(SHOWN).map(ToString::to_string);
    let hidden = problems.len().saturating_sub(SHOWN);
    let more = (hidden > 0).then(|| format!("and {hidden} more lines"));
    shown.chain(more).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Problem};

    #[test]
    fn a_list_of_label_errors_names_file_and_line_and_ends() {
        let (found, expected) = ("cyber".to_owned(), "trade, energy".to_owned());
        let json = serde_json::from_str::<u8>("x").unwrap_err();
        let (id, first) = ("p1".to_owned(), "a.jsonl:1".to_owned());
        let (document, other) = ("d".to_owned(), first.clone());
        for (problem, message) in [
            (LabelProblem::Utf8(4), "invalid UTF-8 at byte 4 of the line"),
            (LabelProblem::json(json), "invalid JSON: expected value at column 1"),
            (
                LabelProblem::UnknownTheme { found, expected },
                "unknown theme `cyber`: expected one of trade, energy",
            ),
            (
                LabelProblem::ThemeId(Problem::NoThemes.to_string()),
                "no themes: expected at least one",
            ),
            (LabelProblem::Empty("p1".into()), "paragraph `p1` has no text"),
            (LabelProblem::DuplicateId { id, first }, "duplicate id `p1`, first used at a.jsonl:1"),
            (
                LabelProblem::DuplicateParagraph { document, paragraph: 2, first: other },
                "duplicate paragraph 2 of document `d`, first used at a.jsonl:1",
            ),
            (
                LabelProblem::TitleWithThemes,
                "paragraph 0 of a document is its title: expected no themes",
            ),
            (
                LabelProblem::TextAndWords("p1".into()),
                "paragraph `p1` has both text and words: expected one of them",
            ),
            (
                LabelProblem::TooManyWords { found: 9, limit: 8 },
                "the counts of words must add up to at most 8, got 9",
            ),
            (LabelProblem::Weight(-1.0), "weight must be above 0, got -1"),
            (LabelProblem::Contradiction("war".into()), "contradictory labels for theme `war`"),
            (
                LabelProblem::Numbered(3),
                "theme 3 is a number: expected a name, as there is no list of themes",
            ),
            (
                LabelProblem::field("answer", &"maybe", "accept, reject or ignore"),
                "`answer` must be accept, reject or ignore, got maybe",
            ),
            (
                LabelProblem::Columns { found: 3, expected: 2 },
                "expected 2 columns as in the first line, got 3",
            ),
        ] {
            let place = LabelPlace::Line(7);
            let error = LabelError { path: "b.jsonl".into(), place, problem };
            let error = Error::from(Problem::Labels(vec![error]));
            assert_eq!(error.to_string(), format!("b.jsonl:7: {message}"));
        }
        let many = (1..=23).map(|line| {
            let problem = LabelProblem::Utf8(0);
            LabelError { path: "b".into(), place: LabelPlace::Line(line), problem }
        });
        let message = Error::from(Problem::Labels(many.collect())).to_string();
        assert_eq!(message.lines().count(), 21);
        assert_eq!(message.lines().last(), Some("and 3 more lines"));
    }
}
