//! The prediction of a model for one paragraph.

use serde::Serialize;

use super::Novelty;
use crate::ThemeId;
use crate::language::{Detected, Language};

/// A theme given to a paragraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Label {
    /// The theme.
    pub theme: ThemeId,
    /// The probability that the paragraph is about it, from 0 to 1.
    pub confidence: f32,
}

/// The prediction of a model for one paragraph.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Prediction {
    /// The themes whose confidence reaches their threshold, in descending order of confidence.
    pub labels: Vec<Label>,
    /// The themes that a person should review, in descending order of confidence.
    pub review: Vec<Label>,
    /// The confidence of every theme, in the order of [`Model::themes`](crate::Model::themes).
    pub confidences: Vec<f32>,
    /// The probability that the paragraph is out of distribution, from 0 to 1. Confidences are
    /// reduced by its square.
    pub novelty: f32,
    /// The share of words that are in the vocabulary, from 0 to 1.
    pub known: f32,
    /// The language of the table that read the paragraph.
    pub language: Language,
    /// Whether the paragraph is in another language than the text it stands in.
    pub is_foreign: bool,
    /// Whether the title or other paragraphs of the article count.
    pub in_article: bool,
}

impl Prediction {
    /// The language of the paragraph: that of its document, or its own if it was read in another.
    pub fn language_in(&self, document: Option<Detected>) -> Option<Detected> {
        if self.is_foreign { Some(self.language.into()) } else { document }
    }

    /// Returns true if the paragraph is out of distribution. It then has no labels, only themes to
    /// review.
    pub fn is_novel(&self) -> bool {
        self.novelty >= Novelty::NOVEL
    }
}
