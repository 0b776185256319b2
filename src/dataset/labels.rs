//! Labelled paragraphs, and how they were read.

use super::Dataset;

/// Labelled paragraphs, and what a person should know about how they were read.
#[derive(Debug, Clone)]
pub struct Labels {
    /// The paragraphs.
    pub dataset: Dataset,
    /// What was taken for what, counted or guessed; one line each, with the file first.
    pub notes: Vec<String>,
}
