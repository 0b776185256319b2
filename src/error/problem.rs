//! All problems of the library.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use super::kind::ErrorKind;
use super::label::{self, LabelError};
use super::model::ModelError;
use super::place::Place;
use super::record::RecordProblem;

type Cause = Box<dyn StdError + Send + Sync>;

/// A problem, with everything that its message needs.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("cannot access `{}`", path.display())]
    Access { path: PathBuf, source: io::Error },
    #[error("no file matches `{pattern}`")]
    NoMatch { pattern: String },
    #[error("`{pattern}` is neither a file nor a valid pattern: {reason}")]
    Pattern { pattern: String, reason: String },
    /// Binary data, such as a program, an image or UTF-16.
    #[error("`{name}` is not text: NUL byte at offset {offset}")]
    Binary { name: String, offset: usize },
    #[error("`{name}` contains no text")]
    Empty { name: String },
    #[error("{name}{place}: {problem}")]
    Record { name: String, place: Place, problem: RecordProblem },
    #[error("no documents in `{}`: expected files named {expected}", path.display())]
    NoDocuments { path: PathBuf, expected: String },
    #[error("{what} needs a build with the feature `{feature}`")]
    Feature { what: String, feature: &'static str },
    #[error("invalid theme id `{found}`: expected a-z, 0-9 and single hyphens, at most 64 bytes")]
    ThemeId { found: String },
    #[error("duplicate theme `{theme}`")]
    ThemeTwice { theme: String },
    #[error("no themes: expected at least one")]
    NoThemes,
    #[error("too many themes: expected at most {most}, got {found}")]
    TooManyThemes { found: usize, most: usize },
    #[error("`{}` is not a themes file", path.display())]
    Themes { path: PathBuf, source: Cause },
    #[cfg(all(feature = "training", not(feature = "embedded-data")))]
    #[error("no file `{name}`, which training needs: expected it in the folder of the data")]
    NoData { name: &'static str },
    #[error("`{name}` is not a table of stem vectors: {problem}")]
    StemVectors { name: String, problem: ModelError },
    #[error("`{name}` is not an embeddings file: {problem}")]
    Embeddings { name: String, problem: ModelError },
    #[error("`{name}` lacks {missing} of {needed} embeddings, the first for {first}")]
    EmbeddingsMissing { name: String, missing: usize, needed: usize, first: String },
    #[error("the label format of `{}` is {found}: expected one of {expected}", path.display())]
    LabelFormat { path: PathBuf, found: &'static str, expected: String },
    #[error("{}", label::lines(&label::messages(.0)))]
    Labels(Vec<LabelError>),
    /// A workbook, or any other file that is packed and not compressed.
    #[error("`{}` is a spreadsheet or an archive: expected text", path.display())]
    Spreadsheet { path: PathBuf },
    /// The message of each record that cannot be used.
    #[error("{}", label::lines(.0))]
    Unlabelled(Vec<String>),
    #[error("no labelled paragraphs in {files}: expected at least one")]
    NoExamples { files: String },
    /// Near-duplicates count once, and so do the paragraphs of a document.
    #[error(
        "{folds}-fold cross-validation needs {needed} distinct labelled paragraphs or documents, got {found}"
    )]
    TooFewExamples { found: usize, needed: usize, folds: usize },
    #[error("no word occurs in at least {min_df} paragraphs: nothing to train on")]
    NoTerms { min_df: u32 },
    #[error("{option} must be {expected}, got {found}")]
    Setting { option: &'static str, found: String, expected: String },
    #[error("{place}: expected a date such as 2024, 2024-05 or 2024-05-09, got {found}")]
    Date { place: String, found: String },
    #[error("unknown theme `{found}`: the model has {expected}")]
    UnknownTheme { found: String, expected: String },
    #[error("`{name}` is not a model: {problem}")]
    Model { name: String, problem: ModelError },
    #[error("invalid training data")]
    Training(#[source] Cause),
    #[error("logistic regression did not converge in {steps} steps: raise the limit or lower C")]
    NotConverged { steps: usize },
    #[cfg_attr(not(feature = "baselines"), allow(dead_code, reason = "no baseline to fail"))]
    #[error("{estimator} failed on theme number {theme}")]
    Estimator { estimator: &'static str, theme: usize, source: Cause },
}

impl Problem {
    /// The kind of the error.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Access { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                ErrorKind::NotFound
            }
            Self::NoMatch { .. } | Self::Pattern { .. } => ErrorKind::NotFound,
            Self::Access { .. } => ErrorKind::Access,
            Self::Binary { .. } => ErrorKind::NotText,
            Self::Empty { .. } | Self::NoDocuments { .. } | Self::NoExamples { .. } => {
                ErrorKind::Empty
            }
            #[cfg(not(feature = "parquet"))]
            Self::Record { problem: RecordProblem::NoParquet, .. } => ErrorKind::Unsupported,
            Self::Record { problem: RecordProblem::Scripted, .. } => ErrorKind::Scripted,
            Self::Record { .. } => ErrorKind::Record,
            Self::Feature { .. } => ErrorKind::Unsupported,
            Self::ThemeId { .. }
            | Self::ThemeTwice { .. }
            | Self::NoThemes
            | Self::TooManyThemes { .. }
            | Self::Themes { .. } => ErrorKind::Themes,
            Self::Labels(errors) => label::kind(errors),
            Self::Spreadsheet { .. } => ErrorKind::Spreadsheet,
            Self::LabelFormat { found: "not clear", .. } => ErrorKind::AmbiguousLabelFormat,
            Self::LabelFormat { .. } => ErrorKind::LabelFormat,
            Self::Unlabelled(_) => ErrorKind::Unlabelled,
            Self::TooFewExamples { .. } => ErrorKind::TooFewExamples,
            Self::Model { problem: ModelError::Incompatible { .. }, .. } => {
                ErrorKind::IncompatibleModel
            }
            Self::Model { .. } => ErrorKind::Model,
            #[cfg(all(feature = "training", not(feature = "embedded-data")))]
            Self::NoData { .. } => ErrorKind::NoData,
            Self::StemVectors { .. } => ErrorKind::StemVectors,
            Self::Embeddings { .. } | Self::EmbeddingsMissing { .. } => ErrorKind::Embeddings,
            Self::Setting { .. } | Self::Date { .. } | Self::UnknownTheme { .. } => {
                ErrorKind::Setting
            }
            Self::NoTerms { .. }
            | Self::Training(_)
            | Self::NotConverged { .. }
            | Self::Estimator { .. } => ErrorKind::Training,
        }
    }

    /// The name of the document or source that cannot be read, if the problem is about one.
    pub(super) fn document(&self) -> Option<String> {
        match self {
            Self::Record { name, .. } | Self::Binary { name, .. } | Self::Empty { name } => {
                Some(name.clone())
            }
            Self::Access { path, .. } | Self::NoDocuments { path, .. } => {
                Some(path.display().to_string())
            }
            Self::NoMatch { pattern } | Self::Pattern { pattern, .. } => Some(pattern.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn name() -> String {
        "n".to_owned()
    }

    fn cause() -> Cause {
        "cause".into()
    }

    /// Checks messages, and whether each error has a source.
    fn check(cases: impl IntoIterator<Item = (Problem, &'static str, bool)>) {
        for (problem, message, has_source) in cases {
            let error = Error::from(problem);
            assert_eq!(error.to_string(), message);
            let source = std::error::Error::source(&error);
            assert_eq!(source.is_some(), has_source, "for {message}");
        }
    }

    #[test]
    fn a_document_is_named_with_expected_and_found() {
        check([
            (
                Problem::Access { path: "a".into(), source: io::ErrorKind::NotFound.into() },
                "cannot access `a`",
                true,
            ),
            (Problem::NoMatch { pattern: "a*".into() }, "no file matches `a*`", false),
            (
                Problem::Pattern { pattern: "a[".into(), reason: "unclosed class".into() },
                "`a[` is neither a file nor a valid pattern: unclosed class",
                false,
            ),
            (
                Problem::Binary { name: name(), offset: 7 },
                "`n` is not text: NUL byte at offset 7",
                false,
            ),
            (Problem::Empty { name: name() }, "`n` contains no text", false),
            (
                Problem::Record {
                    name: name(),
                    place: Place::Line(3),
                    problem: RecordProblem::Empty,
                },
                "n:3: no text",
                false,
            ),
            (
                Problem::NoDocuments { path: "d".into(), expected: "*.txt".into() },
                "no documents in `d`: expected files named *.txt",
                false,
            ),
            (
                Problem::Feature { what: "the estimator `e`".into(), feature: "f" },
                "the estimator `e` needs a build with the feature `f`",
                false,
            ),
        ]);
    }

    #[test]
    fn a_file_of_numbers_or_themes_is_named_with_expected_and_found() {
        check([
            (
                Problem::ThemeId { found: "A".into() },
                "invalid theme id `A`: expected a-z, 0-9 and single hyphens, at most 64 bytes",
                false,
            ),
            (Problem::ThemeTwice { theme: "trade".into() }, "duplicate theme `trade`", false),
            (Problem::NoThemes, "no themes: expected at least one", false),
            (
                Problem::Themes { path: "t".into(), source: cause() },
                "`t` is not a themes file",
                true,
            ),
            (
                Problem::StemVectors { name: name(), problem: ModelError::NoManifest },
                "`n` is not a table of stem vectors: no manifest",
                false,
            ),
            (
                Problem::Embeddings { name: name(), problem: ModelError::NoManifest },
                "`n` is not an embeddings file: no manifest",
                false,
            ),
            (
                Problem::EmbeddingsMissing {
                    name: name(),
                    missing: 2,
                    needed: 9,
                    first: "the labelled paragraph `t1`".into(),
                },
                "`n` lacks 2 of 9 embeddings, the first for the labelled paragraph `t1`",
                false,
            ),
        ]);
    }

    #[test]
    fn labels_and_settings_are_named_with_expected_and_found() {
        let (found, expected) = ("cyber".to_owned(), "trade".to_owned());
        check([
            (
                Problem::LabelFormat {
                    path: "a.csv".into(),
                    found: "not clear",
                    expected: "csv, doccano".into(),
                },
                "the label format of `a.csv` is not clear: expected one of csv, doccano",
                false,
            ),
            (
                Problem::NoExamples { files: "`a`, `b`".into() },
                "no labelled paragraphs in `a`, `b`: expected at least one",
                false,
            ),
            (
                Problem::TooFewExamples { found: 3, needed: 10, folds: 5 },
                "5-fold cross-validation needs 10 distinct labelled paragraphs or documents, got 3",
                false,
            ),
            (
                Problem::NoTerms { min_df: 2 },
                "no word occurs in at least 2 paragraphs: nothing to train on",
                false,
            ),
            (
                Problem::Setting { option: "C", found: "-1".into(), expected: "above 0".into() },
                "C must be above 0, got -1",
                false,
            ),
            (
                Problem::Date { place: "--time-split".into(), found: "May".into() },
                "--time-split: expected a date such as 2024, 2024-05 or 2024-05-09, got May",
                false,
            ),
            (
                Problem::UnknownTheme { found, expected },
                "unknown theme `cyber`: the model has trade",
                false,
            ),
            (
                Problem::Model { name: name(), problem: ModelError::NoManifest },
                "`n` is not a model: no manifest",
                false,
            ),
            (Problem::Training(cause()), "invalid training data", true),
            (
                Problem::NotConverged { steps: 100 },
                "logistic regression did not converge in 100 steps: raise the limit or lower C",
                false,
            ),
            (
                Problem::Estimator { estimator: "linfa-bayes", theme: 3, source: cause() },
                "linfa-bayes failed on theme number 3",
                true,
            ),
        ]);
    }
}
