//! The one error of the library: the place first, what was found, what is allowed.
//!
//! A cause is in `source()`, never in the message itself.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use crate::ThemeId;

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
    /// Lines of label files that can not be used.
    #[error("{}", lines(.0))]
    Labels(Vec<LabelError>),
    /// Too few labelled paragraphs to learn from.
    #[error(
        "{found} labelled paragraphs are too few: {folds}-fold cross-validation needs {needed}"
    )]
    TooFewExamples {
        /// The paragraphs there are.
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
    #[error("training failed")]
    Training(#[from] linfa::Error),
    /// The estimator linfa-logistic failed.
    #[error("linfa-logistic failed on theme {theme}")]
    LinfaLogistic {
        /// The place of the theme.
        theme: usize,
        /// Why.
        source: linfa_logistic::error::Error,
    },
    /// The estimator linfa-bayes failed.
    #[error("linfa-bayes failed on theme {theme}")]
    LinfaBayes {
        /// The place of the theme.
        theme: usize,
        /// Why.
        source: linfa_bayes::NaiveBayesError,
    },
    /// No sigmoid fits the scores of a theme.
    #[error("the scores of theme {theme} can not be calibrated")]
    Calibration {
        /// The place of the theme.
        theme: usize,
        /// Why.
        source: linfa::composing::platt_scaling::PlattError,
    },
}

impl Error {
    /// `source` happened to `path`.
    pub fn access(path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Access { path: path.as_ref().into(), source }
    }
}

/// A line of a label file that can not be used.
#[derive(Debug)]
pub struct LabelError {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: LabelProblem,
}

impl fmt::Display for LabelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.path.display(), self.line, self.problem)
    }
}

/// What can be wrong with a labelled paragraph.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LabelProblem {
    /// The line is not UTF-8.
    #[error("byte {0} of the line is not UTF-8")]
    Utf8(usize),
    /// The line is not a labelled paragraph in JSON. The parser's words are
    /// part of the message, since a line of a list has no source of its own.
    #[error("not a labelled paragraph: {0}")]
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
    /// A weight is not a positive number.
    #[error("the weight is {0}: allowed is a number above 0")]
    Weight(f32),
}

/// What can be wrong with a model file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It is larger than any model.
    #[error("it has {found} bytes, at most {allowed} are allowed")]
    Size {
        /// Its size in bytes.
        found: u64,
        /// The largest allowed.
        allowed: u64,
    },
    /// It is no safetensors file.
    #[error("{0}")]
    Container(safetensors::SafeTensorError),
    /// It has no manifest.
    #[error("it has no manifest")]
    NoManifest,
    /// Its manifest can not be read.
    #[error("its manifest can not be read: {0}")]
    Manifest(serde_json::Error),
    /// It is made for another version, language or stemmer.
    #[error("its {what} is `{found}`, this program reads `{allowed}`")]
    Incompatible {
        /// What differs.
        what: &'static str,
        /// The file's.
        found: String,
        /// Ours.
        allowed: String,
    },
    /// A tensor is missing or has another type or shape.
    #[error("tensor `{tensor}` is {found}, expected {allowed}")]
    Tensor {
        /// The tensor.
        tensor: &'static str,
        /// Its type and shape.
        found: String,
        /// The type and shape the manifest promises.
        allowed: String,
    },
    /// A tensor holds a value that can not be.
    #[error("tensor `{tensor}` has {found} at {place}, allowed is {allowed}")]
    Value {
        /// The tensor.
        tensor: &'static str,
        /// The value.
        found: String,
        /// Its place in the tensor.
        place: usize,
        /// What is allowed.
        allowed: &'static str,
    },
}

/// The first problems, one a line; a file of another kind has thousands.
fn lines(problems: &[LabelError]) -> String {
    const SHOWN: usize = 20;
    let shown = problems.iter().take(SHOWN).map(ToString::to_string);
    let hidden = problems.len().saturating_sub(SHOWN);
    let more = (hidden > 0).then(|| format!("and {hidden} more lines"));
    shown.chain(more).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error as _;

    fn json_error() -> serde_json::Error {
        serde_json::from_str::<u8>("x").unwrap_err()
    }

    #[test]
    fn every_message_names_place_found_and_allowed() {
        let theme: ThemeId = "trade".parse().unwrap();
        let toml = toml::from_str::<toml::Table>("=").unwrap_err();
        let (found, allowed) = ("cyber".to_owned(), "trade".to_owned());
        let platt = || linfa::composing::platt_scaling::PlattError::LineSearchNotConverged;
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
            (Error::ThemeTwice { theme }, "theme `trade` is there twice", false),
            (Error::NoThemes, "there is no theme: at least one is needed", false),
            (
                Error::Themes { path: "t".into(), source: Box::new(toml) },
                "`t` is not a themes file",
                true,
            ),
            (
                Error::TooFewExamples { found: 3, needed: 10, folds: 5 },
                "3 labelled paragraphs are too few: 5-fold cross-validation needs 10",
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
            (Error::Training(linfa::Error::NotEnoughSamples), "training failed", true),
            (
                Error::LinfaLogistic { theme: 3, source: logistic },
                "linfa-logistic failed on theme 3",
                true,
            ),
            (Error::LinfaBayes { theme: 3, source: bayes }, "linfa-bayes failed on theme 3", true),
            (
                Error::Calibration { theme: 3, source: platt() },
                "the scores of theme 3 can not be calibrated",
                true,
            ),
        ] {
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.source().is_some(), has_source, "for {expected}");
        }
    }

    #[test]
    fn a_list_of_label_errors_names_file_and_line_and_ends() {
        let (found, allowed) = ("cyber".to_owned(), "trade, energy".to_owned());
        let (id, first) = ("p1".to_owned(), "a.jsonl:1".to_owned());
        for (problem, expected) in [
            (LabelProblem::Utf8(4), "byte 4 of the line is not UTF-8"),
            (
                LabelProblem::Json(json_error()),
                "not a labelled paragraph: expected value at line 1 column 1",
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
            (LabelProblem::Weight(-1.0), "the weight is -1: allowed is a number above 0"),
        ] {
            let error = LabelError { path: "b.jsonl".into(), line: 7, problem };
            assert_eq!(Error::Labels(vec![error]).to_string(), format!("b.jsonl:7: {expected}"));
        }
        let many = (1..=23).map(|line| {
            let problem = LabelProblem::Utf8(0);
            LabelError { path: "b".into(), line, problem }
        });
        let message = Error::Labels(many.collect()).to_string();
        assert_eq!(message.lines().count(), 21);
        assert_eq!(message.lines().last(), Some("and 3 more lines"));
    }

    #[test]
    fn a_model_error_says_what_is_wrong_where() {
        let (found, allowed) = ("2".to_owned(), "1".to_owned());
        let container = safetensors::SafeTensorError::HeaderTooSmall;
        for (problem, expected) in [
            (ModelError::Size { found: 9, allowed: 8 }, "it has 9 bytes, at most 8 are allowed"),
            (ModelError::Container(container), "header too small"),
            (ModelError::NoManifest, "it has no manifest"),
            (
                ModelError::Manifest(json_error()),
                "its manifest can not be read: expected value at line 1 column 1",
            ),
            (
                ModelError::Incompatible { what: "format", found, allowed },
                "its format is `2`, this program reads `1`",
            ),
            (
                ModelError::Tensor {
                    tensor: "bias",
                    found: "F32 [13]".into(),
                    allowed: "F32 [14]".into(),
                },
                "tensor `bias` is F32 [13], expected F32 [14]",
            ),
            (
                ModelError::Value {
                    tensor: "bias",
                    found: "NaN".into(),
                    place: 3,
                    allowed: "a finite number",
                },
                "tensor `bias` has NaN at 3, allowed is a finite number",
            ),
        ] {
            assert_eq!(problem.to_string(), expected);
        }
    }
}
