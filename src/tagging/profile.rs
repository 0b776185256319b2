//! The frequency of themes over many paragraphs.

use crate::model::{CurveBins, OperatingCurve, Prevalence};
use crate::{Label, Prediction, ThemeSet};

/// Counts paragraphs by their themes, in constant memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    paragraphs: usize,
    novel: usize,
    to_review: usize,
    /// The number of paragraphs without a theme given or to review.
    without: usize,
    /// The paragraphs labelled with each theme.
    labelled: Vec<usize>,
    /// The confidences of each theme.
    confidences: Vec<CurveBins>,
}

impl Profile {
    /// An empty profile for a number of themes.
    pub fn new(themes: usize) -> Self {
        let confidences = vec![CurveBins::default(); themes];
        let (paragraphs, novel, to_review, without) = (0, 0, 0, 0);
        Self { paragraphs, novel, to_review, without, labelled: vec![0; themes], confidences }
    }

    /// Counts a paragraph.
    pub fn count(&mut self, themes: &ThemeSet, prediction: &Prediction) {
        self.paragraphs += 1;
        let Prediction { labels, review, .. } = prediction;
        self.novel += usize::from(prediction.is_novel());
        self.to_review += usize::from(!review.is_empty());
        self.without += usize::from(labels.is_empty() && review.is_empty());
        for Label { theme, .. } in labels {
            if let Some(place) = themes.position(theme.as_str()) {
                self.labelled[place] += 1;
            }
        }
        for (bins, &confidence) in self.confidences.iter_mut().zip(&prediction.confidences) {
            bins.count(confidence, false);
        }
    }

    /// The number of paragraphs.
    pub fn paragraphs(&self) -> usize {
        self.paragraphs
    }

    /// The number of novel paragraphs.
    pub fn novel(&self) -> usize {
        self.novel
    }

    /// The number of paragraphs with a theme to review.
    pub fn to_review(&self) -> usize {
        self.to_review
    }

    /// The number of paragraphs without a theme given or to review.
    pub fn without(&self) -> usize {
        self.without
    }

    /// The number of paragraphs labelled with the theme at an index.
    pub fn labelled(&self, theme: usize) -> usize {
        self.labelled[theme]
    }

    /// The share of paragraphs labelled with the theme at an index, from 0 to 1.
    pub fn share(&self, theme: usize) -> f64 {
        self.labelled[theme] as f64 / self.paragraphs.max(1) as f64
    }

    /// The estimated share of paragraphs with the theme at an index; `known` are the curves of the
    /// model.
    pub fn prevalence(&self, theme: usize, known: &[OperatingCurve]) -> Option<Prevalence> {
        Prevalence::estimate(&self.confidences[theme].curve(), &known[theme])
    }
}
