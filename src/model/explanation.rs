//! Why a paragraph got its score.

use std::ops::Range;

use crate::ThemeId;

/// A score taken apart: `bias + Σ contributions = score`.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The theme explained.
    pub theme: ThemeId,
    /// The score of a paragraph without a known word.
    pub bias: f32,
    /// The score of this paragraph.
    pub score: f32,
    /// The confidence of this score, from 0 to 1.
    pub confidence: f32,
    /// The confidence from which a paragraph gets the theme as a label.
    pub threshold: f32,
    /// What each term adds to the score, the strongest first, for or against.
    pub contributions: Vec<Contribution>,
}

/// What one term adds to a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The stem, or two stems side by side.
    pub term: String,
    /// What it adds, over all its places together.
    pub value: f32,
    /// Its places: byte ranges in the paragraph, from left to right.
    pub spans: Vec<Range<usize>>,
}
