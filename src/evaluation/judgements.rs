//! Two judgements of the same paragraphs.

use ndarray::ArrayView2;

use super::{Evaluation, Predictions};
use crate::theme::ThemeSet;

/// The same predictions for paragraphs of articles, measured against two judgements.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    /// Against what a reader of the article judges.
    pub in_article: Evaluation,
    /// Against what is judged of the paragraph by itself.
    pub alone: Evaluation,
}

impl Judgements {
    /// Measures predictions for the paragraphs at some indices against both judgements, each of
    /// shape (paragraphs, themes). `None` if there are no such paragraphs.
    pub fn new(
        themes: &ThemeSet,
        judgements: [ArrayView2<Option<bool>>; 2],
        predictions: &[Predictions],
        paragraphs: &[usize],
    ) -> Option<Self> {
        if paragraphs.is_empty() {
            return None;
        }
        let measure = |truth| Evaluation::of_part(themes, truth, predictions, paragraphs);
        let [in_article, alone] = judgements.map(measure);
        Some(Self { in_article, alone })
    }
}
