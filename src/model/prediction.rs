//! What a model says of one paragraph.

use serde::Serialize;

use super::Novelty;
use crate::ThemeId;

/// A theme given to a paragraph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Label {
    /// The theme.
    pub theme: ThemeId,
    /// The probability that the paragraph is about it, from 0 to 1.
    pub confidence: f32,
}

/// What a model says of one paragraph.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Prediction {
    /// The themes whose confidence reaches their threshold, the surest first.
    pub labels: Vec<Label>,
    /// The themes a person should look at, the surest first.
    pub review: Vec<Label>,
    /// The confidence of every theme, in the order of [`Model::themes`](crate::Model::themes).
    pub confidences: Vec<f32>,
    /// How probably the paragraph is unlike those the model has learnt from, from 0 to 1;
    /// its confidences are smaller by the square of it.
    pub novelty: f32,
    /// The share of its words that the model knows, from 0 to 1.
    pub known: f32,
}

impl Prediction {
    /// Whether the paragraph is rather unlike those the model has learnt from than like
    /// them: then it has no labels, only themes to look at.
    pub fn is_novel(&self) -> bool {
        self.novelty >= Novelty::NOVEL
    }
}
