//! Why a paragraph got its score.

use std::ops::Range;

use serde::Serialize;

use super::Novelty;
use crate::ThemeId;

/// A score split into contributions: `bias + Σ contributions = score`, exactly, when added in this
/// order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The theme explained.
    pub theme: ThemeId,
    /// The score of a paragraph without known words.
    pub bias: f64,
    /// The score of this paragraph.
    pub score: f64,
    /// The confidence of this score, from 0 to 1, after the reduction for novelty.
    pub confidence: f32,
    /// The probability that the paragraph is out of distribution, from 0 to 1.
    pub novelty: f32,
    /// The confidence from which a paragraph gets the theme as a label; above 1 if never.
    pub threshold: f32,
    /// The contribution of each term, in descending order of absolute value.
    pub contributions: Vec<Contribution>,
}

/// The contribution of one term to a score.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Contribution {
    /// The stem, or the two adjacent stems of a bigram.
    pub term: String,
    /// The sum over all its occurrences.
    pub value: f64,
    /// Byte ranges of its occurrences in the paragraph, from left to right.
    pub spans: Vec<Range<usize>>,
}

impl Contribution {
    /// The contribution of one occurrence: `value` divided by the number of occurrences.
    pub fn share(&self) -> f64 {
        self.value / self.spans.len() as f64
    }
}

/// One occurrence of a word, and its contribution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Occurrence {
    /// Its byte range in the paragraph.
    pub span: Range<usize>,
    /// Its contribution to the score.
    pub value: f64,
}

impl Explanation {
    /// Whether the paragraph gets the theme.
    pub fn is_given(&self) -> bool {
        self.confidence >= self.threshold && self.novelty < Novelty::NOVEL
    }

    /// The threshold of the theme, in words.
    pub fn bound(&self) -> String {
        let Self { threshold, .. } = self;
        if *threshold > 1.0 { "never".to_owned() } else { format!("from {threshold:.4}") }
    }

    /// Every occurrence of the first `strongest` terms, from left to right.
    pub fn occurrences(&self, strongest: usize) -> Vec<Occurrence> {
        let terms = self.contributions.iter().take(strongest);
        let occurrences = terms.flat_map(|term| {
            let value = term.share();
            term.spans.iter().map(move |span| Occurrence { span: span.clone(), value })
        });
        let mut occurrences: Vec<_> = occurrences.collect();
        occurrences.sort_by_key(|occurrence| (occurrence.span.start, occurrence.span.end));
        occurrences
    }
}
