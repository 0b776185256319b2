//! The one error of the library: the place first, what was found, what is allowed.
//!
//! A cause is in `source()`, not in the message; only where many problems make
//! one error, of label lines and model files, each message is complete.

mod label;
mod model;
mod record;
mod setting;

use std::io;
use std::path::{Path, PathBuf};

pub use label::{LabelError, LabelPlace, LabelProblem};
pub use model::ModelError;
pub use record::RecordProblem;
pub(crate) use setting::{check_c, check_factor};

use crate::ThemeId;
use crate::document::Place;

/// A result of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, by what the reader can do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder can not be opened, read or written.
    #[error("cannot access `{}`", path.display())]
    Access {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A document holds a NUL byte: a program, an image, UTF-16.
    #[error("`{name}` is not text: it has a NUL byte at {offset}")]
    Binary {
        /// The document.
        name: String,
        /// The place of the first NUL byte.
        offset: usize,
    },
    /// A document has no paragraph.
    #[error("`{name}` holds no text")]
    Empty {
        /// The document.
        name: String,
    },
    /// A record of a source can not be read.
    #[error("{name}{place}: {problem}")]
    Record {
        /// The source.
        name: String,
        /// Where the record is in it.
        place: Place,
        /// What is wrong with it.
        problem: RecordProblem,
    },
    /// A folder has no file to read.
    #[error("`{}` has no text in it: looked for files named {allowed}", path.display())]
    NoDocuments {
        /// The folder.
        path: PathBuf,
        /// The names looked for.
        allowed: String,
    },
    /// An id is no theme id.
    #[error("`{found}` is not a theme id: allowed are a-z, 0-9 and single hyphens, up to 64 bytes")]
    ThemeId {
        /// The id as found.
        found: String,
    },
    /// A list of themes names one twice.
    #[error("theme `{theme}` is there twice")]
    ThemeTwice {
        /// The theme.
        theme: ThemeId,
    },
    /// A list of themes is empty.
    #[error("there is no theme: at least one is needed")]
    NoThemes,
    /// A themes file is not what it should be.
    #[error("`{}` is not a themes file", path.display())]
    Themes {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A file is no table of stem vectors.
    #[error("`{name}` is not a table of stem vectors: {problem}")]
    StemVectors {
        /// The file.
        name: String,
        /// What is wrong with it.
        problem: ModelError,
    },
    /// A file has no embeddings of paragraphs in it.
    #[error("`{name}` is not a file of embeddings: {problem}")]
    Embeddings {
        /// The file.
        name: String,
        /// What is wrong with it.
        problem: ModelError,
    },
    /// A file of embeddings lacks some.
    #[error("`{name}` lacks {missing} of {needed} embeddings, the first that of {first}")]
    EmbeddingsMissing {
        /// The file.
        name: String,
        /// The paragraphs without an embedding.
        missing: usize,
        /// All paragraphs, each of which needs one.
        needed: usize,
        /// The first of those without.
        first: String,
    },
    /// It can not be told in which format a file has labels.
    #[error("the label format of `{}` is {found}: allowed is {allowed}", path.display())]
    LabelFormat {
        /// The file.
        path: PathBuf,
        /// What is found.
        found: &'static str,
        /// The formats it may be in.
        allowed: String,
    },
    /// Lines of label files that can not be used.
    #[error("{}", label::lines(.0))]
    Labels(Vec<LabelError>),
    /// Lines of files without labels that can not be used.
    #[error("{}", label::lines(.0))]
    Unlabelled(Vec<LabelError>),
    /// Label files have no line with a label.
    #[error("there is no labelled paragraph in {files}: at least one is needed")]
    NoExamples {
        /// The files.
        files: String,
    },
    /// Too few labelled paragraphs to learn from.
    #[error(
        "{found} different labelled paragraphs are too few: {folds}-fold cross-validation needs {needed}"
    )]
    TooFewExamples {
        /// The paragraphs there are, near-duplicates counted once.
        found: usize,
        /// The paragraphs needed.
        needed: usize,
        /// The folds asked for.
        folds: usize,
    },
    /// No term is left to learn from.
    #[error("no word occurs in {min_df} paragraphs or more: there is nothing to learn from")]
    NoTerms {
        /// The least number of paragraphs.
        min_df: u32,
    },
    /// A setting is out of its range.
    #[error("{option} is {found}: allowed is {allowed}")]
    Setting {
        /// The setting.
        option: &'static str,
        /// Its value.
        found: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// What should be a date is none, or one that splits nothing.
    #[error("{place} is {found}: allowed is a date as 2024, 2024-05 or 2024-05-09")]
    Date {
        /// Whose date.
        place: String,
        /// What is there.
        found: String,
    },
    /// A model does not know a theme.
    #[error("the model has no theme `{found}`: it has {allowed}")]
    UnknownTheme {
        /// The theme asked for.
        found: String,
        /// The themes of the model.
        allowed: String,
    },
    /// A model file is not what it should be.
    #[error("`{name}` is not a model: {problem}")]
    Model {
        /// The file, or `the embedded model`.
        name: String,
        /// What is wrong.
        problem: ModelError,
    },
    /// The frame of training failed.
    #[error("linfa refused the training data")]
    Training(#[from] linfa::Error),
    /// The optimiser did not reach its tolerance.
    #[error("logistic regression has not converged in {steps} steps: allow more, or a smaller C")]
    NotConverged {
        /// The steps it was allowed.
        steps: usize,
    },
    /// The estimator linfa-logistic failed.
    #[error("linfa-logistic failed on theme number {theme}")]
    LinfaLogistic {
        /// The place of the theme.
        theme: usize,
        /// Why.
        source: linfa_logistic::error::Error,
    },
    /// The estimator linfa-bayes failed.
    #[error("linfa-bayes failed on theme number {theme}")]
    LinfaBayes {
        /// The place of the theme.
        theme: usize,
        /// Why.
        source: linfa_bayes::NaiveBayesError,
    },
}

impl Error {
    /// `source` happened to `path`.
    pub fn access(path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Access { path: path.as_ref().into(), source }
    }
}

/// The parser counts lines from the beginning of what it is given: always one.
fn without_line(error: &serde_json::Error) -> String {
    error.to_string().replace(" line 1 column", " column")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    #[test]
    fn every_message_names_place_found_and_allowed() {
        let theme: ThemeId = "trade".parse().unwrap();
        let toml = toml::from_str::<toml::Table>("=").unwrap_err();
        let (found, allowed) = ("cyber".to_owned(), "trade".to_owned());
        let bayes = linfa_bayes::NaiveBayesError::InvalidSmoothing(-1.0);
        let logistic = linfa_logistic::error::Error::TooFewClasses;
        for (error, expected, has_source) in [
            (Error::access("a", io::ErrorKind::NotFound.into()), "cannot access `a`", true),
            (
                Error::Binary { name: "a".into(), offset: 7 },
                "`a` is not text: it has a NUL byte at 7",
                false,
            ),
            (Error::Empty { name: "a".into() }, "`a` holds no text", false),
            (
                Error::NoDocuments { path: "d".into(), allowed: "*.txt".into() },
                "`d` has no text in it: looked for files named *.txt",
                false,
            ),
            (
                Error::ThemeId { found: "A".into() },
                "`A` is not a theme id: allowed are a-z, 0-9 and single hyphens, up to 64 bytes",
                false,
            ),
            (Error::ThemeTwice { theme: theme.clone() }, "theme `trade` is there twice", false),
            (Error::NoThemes, "there is no theme: at least one is needed", false),
            (
                Error::Themes { path: "t".into(), source: Box::new(toml) },
                "`t` is not a themes file",
                true,
            ),
            (
                Error::TooFewExamples { found: 3, needed: 10, folds: 5 },
                "3 different labelled paragraphs are too few: 5-fold cross-validation needs 10",
                false,
            ),
            (
                Error::NoExamples { files: "`a`, `b`".into() },
                "there is no labelled paragraph in `a`, `b`: at least one is needed",
                false,
            ),
            (
                Error::NotConverged { steps: 100 },
                "logistic regression has not converged in 100 steps: allow more, or a smaller C",
                false,
            ),
            (
                Error::NoTerms { min_df: 2 },
                "no word occurs in 2 paragraphs or more: there is nothing to learn from",
                false,
            ),
            (
                Error::Setting { option: "C", found: "-1".into(), allowed: "above 0" },
                "C is -1: allowed is above 0",
                false,
            ),
            (
                Error::UnknownTheme { found, allowed },
                "the model has no theme `cyber`: it has trade",
                false,
            ),
            (
                Error::Model { name: "m".into(), problem: ModelError::NoManifest },
                "`m` is not a model: it has no manifest",
                false,
            ),
            (
                Error::Training(linfa::Error::NotEnoughSamples),
                "linfa refused the training data",
                true,
            ),
            (
                Error::LinfaLogistic { theme: 3, source: logistic },
                "linfa-logistic failed on theme number 3",
                true,
            ),
            (
                Error::LinfaBayes { theme: 3, source: bayes },
                "linfa-bayes failed on theme number 3",
                true,
            ),
        ] {
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.source().is_some(), has_source, "for {expected}");
        }
    }

    #[test]
    fn a_message_of_a_file_of_numbers_names_the_file() {
        for (error, expected) in [
            (
                Error::StemVectors { name: "t".into(), problem: ModelError::NoManifest },
                "`t` is not a table of stem vectors: it has no manifest",
            ),
            (
                Error::Embeddings { name: "e".into(), problem: ModelError::NoManifest },
                "`e` is not a file of embeddings: it has no manifest",
            ),
            (
                Error::EmbeddingsMissing {
                    name: "e".into(),
                    missing: 2,
                    needed: 9,
                    first: "the labelled paragraph `t1`".into(),
                },
                "`e` lacks 2 of 9 embeddings, the first that of the labelled paragraph `t1`",
            ),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
