//! A paragraph with its prediction, as every writer takes it.

use crate::document::{Document, Paragraph};
use crate::language::foreign_language;
use crate::{Label, Prediction, ThemeSet};

/// A paragraph of a document and what the model says of it.
#[derive(Debug, Clone)]
pub struct TaggedParagraph<'a> {
    /// The document.
    pub document: &'a Document,
    /// The number of the paragraph in the document, from 1.
    pub number: usize,
    /// The number of the sentence in the paragraph, from 1, if it is one.
    pub sentence: Option<usize>,
    /// The paragraph at its place.
    pub paragraph: Paragraph<'a>,
    /// The labels and confidences.
    pub prediction: &'a Prediction,
}

impl TaggedParagraph<'_> {
    /// The language of a paragraph that is unlike those the model has learnt from, if it
    /// is another than English without doubt.
    pub(crate) fn language(&self) -> Option<&'static str> {
        // To look at letters takes longer than all else; who knows the words need not.
        const FEW: f32 = 0.6;
        let foreign = self.prediction.is_novel() && self.prediction.known < FEW;
        foreign.then(|| foreign_language(self.paragraph.text)).flatten()
    }

    /// Every theme with its confidence, the surest first.
    pub(crate) fn every_theme(&self, themes: &ThemeSet) -> Vec<Label> {
        let every = themes.ids().zip(&self.prediction.confidences);
        let mut every: Vec<_> =
            every.map(|(theme, &confidence)| Label { theme: theme.clone(), confidence }).collect();
        every.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        every
    }
}

/// A confidence to four digits: calibration is not known better than that.
pub(crate) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}
