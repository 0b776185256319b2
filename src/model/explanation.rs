//! Why a paragraph got its score.

use std::ops::Range;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Novelty, Part};
use crate::ThemeId;

/// A score split into contributions: `bias + Σ contributions + Σ from_article = score`, exactly,
/// when added in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The theme explained.
    pub theme: ThemeId,
    /// The score if neither the paragraph nor its article had a known word.
    pub bias: f64,
    /// The score of this paragraph.
    pub score: f64,
    /// The confidence of this score, from 0 to 1, after the reduction for novelty.
    pub confidence: f32,
    /// The probability that the paragraph is out of distribution, from 0 to 1.
    pub novelty: f32,
    /// The confidence from which a paragraph gets the theme as a label; above 1 if never.
    pub threshold: f32,
    /// The contribution of each term of the paragraph, in descending order of absolute value.
    pub contributions: Vec<Contribution>,
    /// What the rest of the article contributes; empty for a lone paragraph.
    pub from_article: Vec<FromArticle>,
}

/// What a part of the article contributes to the score of one of its paragraphs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FromArticle {
    /// The part.
    pub part: Part,
    /// The sum of what its words contribute.
    pub value: f64,
    /// The contribution of each of its terms, in descending order of absolute value, without
    /// places; empty if they were not asked for.
    pub contributions: Vec<Contribution>,
}

impl FromArticle {
    /// The part with these terms, whose sum is its value.
    pub(super) fn new(part: Part, terms: BTreeMap<String, f64>) -> Self {
        let spans = Vec::new;
        let terms =
            terms.into_iter().map(|(term, value)| Contribution { term, value, spans: spans() });
        let mut contributions: Vec<_> = terms.collect();
        contributions.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        Self { part, value: contributions.iter().fold(0.0, |sum, c| sum + c.value), contributions }
    }
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
    /// Sets the score to the sum of its parts.
    pub(super) fn add_up(&mut self) {
        let own = self.contributions.iter().fold(self.bias, |sum, c| sum + c.value);
        self.score = self.from_article.iter().fold(own, |sum, from| sum + from.value);
    }

    /// What the words of the paragraph contribute, with those that are not listed.
    pub fn own(&self) -> f64 {
        if self.contributions.is_empty() { 0.0 } else { self.score - self.bias - self.article() }
    }

    /// What the rest of the article contributes.
    pub fn article(&self) -> f64 {
        self.from_article.iter().fold(0.0, |sum, from| sum + from.value)
    }

    /// What each part of the article contributes, in words: `title +1.40, rest +0.20`.
    pub fn article_parts(&self, digits: usize) -> String {
        let parts = self.from_article.iter();
        let parts = parts.map(|from| format!("{} {:+.digits$}", from.part.name(), from.value));
        parts.collect::<Vec<_>>().join(", ")
    }

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
