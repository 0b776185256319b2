//! What is wrong with labels, line by line.

use std::fmt;
use std::path::PathBuf;

use super::Error;
use crate::ThemeId;

/// A line of a label file that can not be used.
#[derive(Debug)]
pub struct LabelError {
    /// The file.
    pub path: PathBuf,
    /// Where in it.
    pub place: LabelPlace,
    /// What is wrong there.
    pub problem: LabelProblem,
}

/// Where a record of a label file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelPlace {
    /// The line on which it begins, from 1.
    Line(usize),
    /// Its number in a list of JSON, from 1.
    Record(usize),
}

/// The place behind the name of its file.
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

/// What can be wrong with a labelled paragraph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabelProblem {
    /// The line is not UTF-8.
    #[error("byte {0} of the line is not UTF-8")]
    Utf8(usize),
    /// The line is not a paragraph in JSON. The parser's words are
    /// part of the message, since a line of a list has no source of its own.
    #[error("not a paragraph in JSON: {}", super::without_line(.0))]
    Json(serde_json::Error),
    /// A theme is not among those to learn.
    #[error("unknown theme `{found}`: allowed are {allowed}")]
    UnknownTheme {
        /// The theme as found.
        found: String,
        /// The themes to learn.
        allowed: String,
    },
    /// A theme has no valid id.
    #[error("{0}")]
    ThemeId(Box<Error>),
    /// There is neither text nor a word.
    #[error("the paragraph `{0}` has no text")]
    Empty(String),
    /// An id is there twice.
    #[error("the id `{id}` is there twice, first at {first}")]
    DuplicateId {
        /// The id.
        id: String,
        /// File and line of the first.
        first: String,
    },
    /// There are both text and words.
    #[error("the paragraph `{0}` has both text and words: allowed is one of them")]
    TextAndWords(String),
    /// There are more counted words than in any paragraph.
    #[error("the words are counted {found} times: allowed are {allowed}")]
    TooManyWords {
        /// The sum of the counts.
        found: u64,
        /// The largest allowed.
        allowed: u64,
    },
    /// A weight is not a positive number.
    #[error("the weight is {0}: allowed is a number above 0")]
    Weight(f32),
    /// A theme is said to be the paragraph's, and not to be or to be unknown.
    #[error("the paragraph both has the theme `{0}` and has it not, or it is unknown")]
    Contradiction(ThemeId),
    /// A theme is given by its number, and there is no list of themes.
    #[error("theme {0} is a number: allowed are names, unless there is a list of themes")]
    Numbered(usize),
    /// A field of another tool is not what it should be.
    #[error("`{field}` is {found}: allowed is {allowed}")]
    Field {
        /// The field.
        field: String,
        /// Its value, the beginning of it.
        found: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A row of a table has more or fewer columns than the first.
    #[error("the row has {found} columns: allowed are {allowed}, as the first line has")]
    Columns {
        /// The columns of the row.
        found: usize,
        /// Those of the first line.
        allowed: usize,
    },
}

impl LabelProblem {
    /// A field is not what it should be.
    pub(crate) fn field(field: &str, found: &impl ToString, allowed: &'static str) -> Self {
        const SHOWN: usize = 60;
        let found = found.to_string().chars().take(SHOWN).collect();
        Self::Field { field: field.to_owned(), found, allowed }
    }
}

impl From<Error> for LabelProblem {
    fn from(error: Error) -> Self {
        Self::ThemeId(Box::new(error))
    }
}

/// The first problems, one a line; a file of another kind has thousands.
pub(super) fn lines(problems: &[LabelError]) -> String {
    const SHOWN: usize = 20;
    let shown = problems.iter().take(SHOWN).map(ToString::to_string);
    let hidden = problems.len().saturating_sub(SHOWN);
    let more = (hidden > 0).then(|| format!("and {hidden} more lines"));
    shown.chain(more).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json_error() -> serde_json::Error {
        serde_json::from_str::<u8>("x").unwrap_err()
    }

    #[test]
    fn a_list_of_label_errors_names_file_and_line_and_ends() {
        let (found, allowed) = ("cyber".to_owned(), "trade, energy".to_owned());
        let (id, first) = ("p1".to_owned(), "a.jsonl:1".to_owned());
        for (problem, expected) in [
            (LabelProblem::Utf8(4), "byte 4 of the line is not UTF-8"),
            (
                LabelProblem::Json(json_error()),
                "not a paragraph in JSON: expected value at column 1",
            ),
            (
                LabelProblem::UnknownTheme { found, allowed },
                "unknown theme `cyber`: allowed are trade, energy",
            ),
            (
                LabelProblem::ThemeId(Box::new(Error::NoThemes)),
                "there is no theme: at least one is needed",
            ),
            (LabelProblem::Empty("p1".into()), "the paragraph `p1` has no text"),
            (
                LabelProblem::DuplicateId { id, first },
                "the id `p1` is there twice, first at a.jsonl:1",
            ),
            (
                LabelProblem::TextAndWords("p1".into()),
                "the paragraph `p1` has both text and words: allowed is one of them",
            ),
            (
                LabelProblem::TooManyWords { found: 9, allowed: 8 },
                "the words are counted 9 times: allowed are 8",
            ),
            (LabelProblem::Weight(-1.0), "the weight is -1: allowed is a number above 0"),
            (
                LabelProblem::Contradiction("war".parse().unwrap()),
                "the paragraph both has the theme `war` and has it not, or it is unknown",
            ),
            (
                LabelProblem::Numbered(3),
                "theme 3 is a number: allowed are names, unless there is a list of themes",
            ),
            (
                LabelProblem::field("answer", &"maybe", "accept, reject or ignore"),
                "`answer` is maybe: allowed is accept, reject or ignore",
            ),
            (
                LabelProblem::Columns { found: 3, allowed: 2 },
                "the row has 3 columns: allowed are 2, as the first line has",
            ),
        ] {
            let place = LabelPlace::Line(7);
            let error = LabelError { path: "b.jsonl".into(), place, problem };
            assert_eq!(Error::Labels(vec![error]).to_string(), format!("b.jsonl:7: {expected}"));
        }
        let many = (1..=23).map(|line| {
            let problem = LabelProblem::Utf8(0);
            LabelError { path: "b".into(), place: LabelPlace::Line(line), problem }
        });
        let message = Error::Labels(many.collect()).to_string();
        assert_eq!(message.lines().count(), 21);
        assert_eq!(message.lines().last(), Some("and 3 more lines"));
    }
}
