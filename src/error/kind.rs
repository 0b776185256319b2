//! What a program can do about an error.

use std::io;

use super::{LabelProblem, ModelError, Problem};

/// The kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder does not exist, or no file matches a pattern.
    NotFound,
    /// A file or folder cannot be opened, read or written.
    Access,
    /// A document is binary data.
    NotText,
    /// A document has no text, a folder no document, or label files no labelled paragraph.
    Empty,
    /// One record of a source cannot be read; others may.
    Record,
    /// A build without some feature cannot read or write a format.
    Unsupported,
    /// A list of themes is invalid.
    Themes,
    /// Labelled paragraphs are invalid.
    Labels,
    /// Labels name themes by number, and there is no list of themes.
    NumberedThemes,
    /// The format of a label file cannot be told.
    LabelFormat,
    /// Text without labels is invalid.
    Unlabelled,
    /// There are too few labelled paragraphs.
    TooFewExamples,
    /// A file is not a model.
    Model,
    /// A model was made by another version.
    IncompatibleModel,
    /// A file is not a table of stem vectors.
    StemVectors,
    /// Embeddings are invalid or missing.
    Embeddings,
    /// A setting is out of its range.
    Setting,
    /// Training failed.
    Training,
}

impl Problem {
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
            Self::Record { .. } => ErrorKind::Record,
            Self::Feature { .. } => ErrorKind::Unsupported,
            Self::ThemeId { .. }
            | Self::ThemeTwice { .. }
            | Self::NoThemes
            | Self::Themes { .. } => ErrorKind::Themes,
            Self::Labels(lines) if lines.iter().any(is_numbered) => ErrorKind::NumberedThemes,
            Self::Labels(_) => ErrorKind::Labels,
            Self::LabelFormat { .. } => ErrorKind::LabelFormat,
            Self::Unlabelled(_) => ErrorKind::Unlabelled,
            Self::TooFewExamples { .. } => ErrorKind::TooFewExamples,
            Self::Model { problem: ModelError::Incompatible { .. }, .. } => {
                ErrorKind::IncompatibleModel
            }
            Self::Model { .. } => ErrorKind::Model,
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

fn is_numbered(line: &super::LabelError) -> bool {
    matches!(line.problem, LabelProblem::Numbered(_))
}
