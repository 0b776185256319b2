//! A paragraph with its prediction, the input of writers.

use crate::document::{Document, Paragraph};
use crate::language::{Detected, detect};
use crate::{Explanation, Label, Prediction, ThemeSet};

/// A paragraph of a document with its prediction.
#[derive(Debug, Clone)]
pub struct TaggedParagraph<'a> {
    /// The document.
    pub document: &'a Document,
    /// The number of the paragraph in the document, from 1.
    pub number: usize,
    /// The number of the sentence in the paragraph, from 1, if it is one.
    pub sentence: Option<usize>,
    /// The paragraph.
    pub paragraph: Paragraph<'a>,
    /// The labels and confidences.
    pub prediction: &'a Prediction,
    /// The explanations of the themes given and to review, in this order, if a format shows them.
    pub explanations: &'a [Explanation],
}

impl TaggedParagraph<'_> {
    /// The language of the document, or of the paragraph if it was read in another.
    pub(crate) fn language(&self) -> Option<Detected> {
        self.prediction.language_in(self.document.language)
    }

    /// The English name of the language of a novel paragraph, if it is not that of the table that
    /// read it. The paragraph decides, as a document may quote other languages.
    pub(crate) fn foreign_language(&self) -> Option<&'static str> {
        // Detection is slow, and not needed if most words are known.
        const MAX_KNOWN: f32 = 0.8;
        if !self.prediction.is_novel() || self.prediction.known >= MAX_KNOWN {
            return None;
        }
        let found = detect(self.paragraph.text, None);
        let own = Some(self.prediction.language);
        found.filter(|found| found.language() != own).map(Detected::name)
    }

    /// Every theme with its confidence, in descending order.
    pub(crate) fn every_theme(&self, themes: &ThemeSet) -> Vec<Label> {
        let every = themes.ids().zip(&self.prediction.confidences);
        let mut every: Vec<_> =
            every.map(|(theme, &confidence)| Label { theme: theme.clone(), confidence }).collect();
        every.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        every
    }
}

/// A confidence rounded to four digits, the precision of calibration. One below 1 stays below.
pub fn rounded(confidence: f32) -> f64 {
    rounded_to(confidence, 1e4)
}

/// A confidence rounded to two digits. One below 1 stays below.
pub(crate) fn rounded_to_two(confidence: f32) -> f64 {
    rounded_to(confidence, 1e2)
}

fn rounded_to(confidence: f32, steps: f64) -> f64 {
    let exact = f64::from(confidence) * steps;
    let below = if confidence < 1.0 { exact.round().min(steps - 1.0) } else { exact.round() };
    below / steps
}
