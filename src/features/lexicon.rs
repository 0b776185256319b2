//! What is known of words before any label.

use super::{Names, StemVectors};

/// What is known of words before any label: nothing, by default.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a> {
    /// Pretrained weights and vectors of stems.
    pub vectors: Option<&'a StemVectors>,
    /// The words that are names.
    pub names: &'a Names,
}

impl Default for Lexicon<'_> {
    fn default() -> Self {
        Self { vectors: None, names: Names::none() }
    }
}
