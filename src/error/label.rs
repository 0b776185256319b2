//! Errors in label files, line by line.

use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::kind::ErrorKind;

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
    /// The whole file.
    File,
    /// The line on which it begins, from 1.
    Line(usize),
    /// Its number in a list of JSON, from 1.
    Record(usize),
}

/// Formats the place to follow the name of its file.
impl fmt::Display for LabelPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
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
    #[error("undecodable byte {0} of the line")]
    Utf8(usize),
    /// The parser's message. It is part of ours, since one error lists many lines and cannot have a
    /// source for each.
    #[error("invalid JSON: {0}")]
    Json(String),
    #[error("expected {expected}, got {found}")]
    Kind { expected: &'static str, found: &'static str },
    #[error("no {what} `{name}`: there are {found}")]
    Missing { what: &'static str, name: String, found: String },
    #[error("column `{0}` is there several times")]
    RepeatedColumn(String),
    /// A column or control of themes must be named, as several may be meant or none is certain.
    #[error("which {what} is not clear: there are {found}")]
    Unclear { what: &'static str, found: String },
    #[error("results of kind {found} are no themes: expected choices, labels or taxonomy")]
    Result { found: String },
    #[error("unknown theme `{name}`")]
    UnknownTheme { name: String, nearest: Option<String>, expected: String },
    /// A name that makes no id, and the id that may be meant.
    #[error("invalid theme id `{name}`")]
    ThemeId { name: String, id: Option<String> },
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
        if error.is_eof() {
            return Self::Json("it ends too early".to_owned());
        }
        let message = error.to_string().replace(" line 1 column", " column");
        Self::Json(message.replace("expected ident", "expected true, false or null"))
    }

    /// A field has an unexpected value; the message shows its beginning.
    pub(crate) fn field(field: &str, found: &impl ToString, expected: &'static str) -> Self {
        const SHOWN: usize = 60;
        let found = found.to_string().chars().take(SHOWN).collect();
        Self::Field { field: field.to_owned(), found, expected }
    }

    /// A file or a record lacks a column or field; `found` are those it has.
    pub(crate) fn missing<'n>(
        what: &'static str,
        name: &str,
        found: impl IntoIterator<Item = &'n String>,
    ) -> Self {
        Self::Missing { what, name: name.to_owned(), found: listed(found) }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            Self::Numbered(_) => ErrorKind::NumberedThemes,
            Self::UnknownTheme { .. } => ErrorKind::OtherThemes,
            Self::ThemeId { .. } => ErrorKind::ThemeNames,
            Self::Json(_) | Self::Kind { .. } | Self::Missing { what: "field", .. } => {
                ErrorKind::LabelRecords
            }
            Self::Missing { .. }
            | Self::Unclear { .. }
            | Self::Result { .. }
            | Self::RepeatedColumn(_) => ErrorKind::LabelColumn,
            Self::Columns { .. } => ErrorKind::LabelRows,
            Self::Utf8(_) => ErrorKind::LabelEncoding,
            _ => ErrorKind::Labels,
        }
    }

    /// What equal problems share: they are one line of a message.
    fn theme(&self) -> Option<&str> {
        match self {
            Self::UnknownTheme { name, .. } | Self::ThemeId { name, .. } => Some(name),
            _ => None,
        }
    }

    /// What can be done about an unknown theme, or what is allowed.
    fn advice(&self) -> Option<String> {
        match self {
            Self::UnknownTheme { nearest: Some(nearest), .. } => {
                Some(format!("did you mean `{nearest}`?"))
            }
            Self::UnknownTheme { expected, .. } => Some(format!("expected one of {expected}")),
            Self::ThemeId { id: Some(id), .. } => Some(format!("write `{id}`")),
            Self::ThemeId { id: None, .. } => {
                Some("expected a-z, 0-9 and single hyphens, at most 64 bytes".to_owned())
            }
            _ => None,
        }
    }
}

/// The kind of the first error that has one of its own.
pub(super) fn kind(errors: &[LabelError]) -> ErrorKind {
    let kinds = errors.iter().map(|error| error.problem.kind());
    kinds.min_by_key(|kind| *kind == ErrorKind::Labels).unwrap_or(ErrorKind::Labels)
}

/// The names of columns or fields, each cut to a readable length.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n String>) -> String {
    const SHOWN: usize = 40;
    let short = |name: &String| match name.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.clone(),
    };
    names.into_iter().map(short).collect::<Vec<_>>().join(", ")
}

/// The messages of errors in label files: one for each bad name of a theme, and the first of those
/// that are alike otherwise.
pub(super) fn messages(errors: &[LabelError]) -> Vec<String> {
    let mut groups: IndexMap<(&Path, Discriminant<LabelProblem>, &str), Vec<&LabelError>> =
        IndexMap::new();
    for error in errors {
        let theme = error.problem.theme().unwrap_or_default();
        groups.entry((&error.path, discriminant(&error.problem), theme)).or_default().push(error);
    }
    let mut advice = String::new();
    groups.values().flat_map(|group| group_messages(group, &mut advice)).collect()
}

/// The messages of errors that are alike. `advice` is the last one given, which is not repeated.
fn group_messages(group: &[&LabelError], advice: &mut String) -> Vec<String> {
    const MOST: usize = 5;
    const SHOWN: usize = 2;
    let first = group[0];
    if first.problem.theme().is_none() {
        let shown = if group.len() > MOST { SHOWN } else { group.len() };
        let more = group.len() - shown;
        let more = (more > 0).then(|| format!("…and {more} more lines like it"));
        return group[..shown].iter().map(ToString::to_string).chain(more).collect();
    }
    let lines = if group.len() > 1 { format!(" ({} lines)", group.len()) } else { String::new() };
    let new = first.problem.advice().unwrap_or_default();
    let end = if new == *advice { String::new() } else { format!(": {new}") };
    *advice = new;
    vec![format!("{first}{lines}{end}")]
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
        let (name, expected) = ("cyber".to_owned(), "trade, energy".to_owned());
        let found = vec!["id".to_owned(), "x".repeat(41)];
        let json = serde_json::from_str::<u8>("x").unwrap_err();
        let (id, first) = ("p1".to_owned(), "a.jsonl:1".to_owned());
        let (document, other) = ("d".to_owned(), first.clone());
        for (problem, message) in [
            (LabelProblem::Utf8(4), "undecodable byte 4 of the line"),
            (LabelProblem::json(json), "invalid JSON: expected value at column 1"),
            (
                LabelProblem::UnknownTheme { name, nearest: None, expected },
                "unknown theme `cyber`: expected one of trade, energy",
            ),
            (
                LabelProblem::ThemeId {
                    name: "Press freedom".into(),
                    id: Some("press-freedom".into()),
                },
                "invalid theme id `Press freedom`: write `press-freedom`",
            ),
            (
                LabelProblem::ThemeId { name: "C++".into(), id: None },
                "invalid theme id `C++`: expected a-z, 0-9 and single hyphens, at most 64 bytes",
            ),
            (
                LabelProblem::missing("column", "text", &found),
                "no column `text`: there are id, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…",
            ),
            (LabelProblem::RepeatedColumn("text".into()), "column `text` is there several times"),
            (
                LabelProblem::Kind { expected: "an object", found: "a list" },
                "expected an object, got a list",
            ),
            (
                LabelProblem::Unclear { what: "column has the themes", found: "id".into() },
                "which column has the themes is not clear: there are id",
            ),
            (
                LabelProblem::Result { found: "rating".into() },
                "results of kind rating are no themes: expected choices, labels or taxonomy",
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
    }

    /// The errors of lines of `b`, with the number of their first line.
    fn errors(first: usize, problems: impl IntoIterator<Item = LabelProblem>) -> Vec<LabelError> {
        let places = (first..).map(LabelPlace::Line);
        let error = |(place, problem)| LabelError { path: "b".into(), place, problem };
        places.zip(problems).map(error).collect()
    }

    #[test]
    fn errors_that_are_alike_are_few_lines() {
        let unknown = |name: &str, nearest: Option<&str>| LabelProblem::UnknownTheme {
            name: name.to_owned(),
            nearest: nearest.map(str::to_owned),
            expected: "space, trade".to_owned(),
        };
        let themes = [("war", None), ("sapce", Some("space")), ("war", None), ("cats", None)];
        let themes = errors(1, themes.map(|(name, nearest)| unknown(name, nearest)));
        let many = errors(7, (0..9).map(LabelProblem::Utf8));
        let all = themes.into_iter().chain(many).collect();
        let expected = "\
b:1: unknown theme `war` (2 lines): expected one of space, trade
b:2: unknown theme `sapce`: did you mean `space`?
b:4: unknown theme `cats`: expected one of space, trade
b:7: undecodable byte 0 of the line
b:8: undecodable byte 1 of the line
…and 7 more lines like it";
        assert_eq!(Error::from(Problem::Labels(all)).to_string(), expected);
    }

    #[test]
    fn a_long_list_ends() {
        let names =
            (1..=23).map(|name| LabelProblem::ThemeId { name: format!("T{name}"), id: None });
        let message = Error::from(Problem::Labels(errors(1, names))).to_string();
        assert_eq!(message.lines().count(), 21);
        assert_eq!(message.lines().last(), Some("and 3 more lines"));
    }
}
