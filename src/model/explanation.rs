//! Why a paragraph got its score.

use std::ops::Range;

use serde::Serialize;

use super::Novelty;
use crate::ThemeId;

/// A score taken apart: `bias + Σ contributions = score`, exactly, if they are added in
/// this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The theme explained.
    pub theme: ThemeId,
    /// The score of a paragraph without a known word.
    pub bias: f64,
    /// The score of this paragraph.
    pub score: f64,
    /// The confidence of this score, from 0 to 1, less what novelty takes.
    pub confidence: f32,
    /// How probably the paragraph is unlike those the model has learnt from, from 0 to 1.
    pub novelty: f32,
    /// The confidence from which a paragraph gets the theme as a label; above 1 if never.
    pub threshold: f32,
    /// What each term adds to the score, the strongest first, for or against.
    pub contributions: Vec<Contribution>,
}

/// What one term adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The stem, or two stems side by side.
    pub term: String,
    /// What it adds, over all its places together.
    pub value: f64,
    /// Its places: byte ranges in the paragraph, from left to right.
    pub spans: Vec<Range<usize>>,
}

impl Contribution {
    /// What one occurrence of the term adds: they are all alike to the model.
    pub fn share(&self) -> f64 {
        self.value / self.spans.len() as f64
    }
}

/// A word at its place, and what it adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Occurrence {
    /// Its bytes in the paragraph.
    pub span: Range<usize>,
    /// What it adds to the score.
    pub value: f64,
}

impl Explanation {
    /// Whether the paragraph gets the theme.
    pub fn is_given(&self) -> bool {
        self.confidence >= self.threshold && self.novelty < Novelty::NOVEL
    }

    /// From which confidence the theme is given, in words.
    pub fn bound(&self) -> String {
        let Self { threshold, .. } = self;
        if *threshold > 1.0 { "never".to_owned() } else { format!("from {threshold:.4}") }
    }

    /// Every occurrence of the `strongest` so many terms, from left to right.
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
