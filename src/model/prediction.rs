//! What a model says of one paragraph.

use crate::ThemeId;

/// A theme given to a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The theme.
    pub theme: ThemeId,
    /// The probability that the paragraph is about it, from 0 to 1.
    pub confidence: f32,
}

/// What a model says of one paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prediction {
    /// The themes whose confidence reaches their threshold, the surest first.
    pub labels: Vec<Label>,
    /// The confidence of every theme, in the order of [`Model::themes`](crate::Model::themes).
    pub confidences: Vec<f32>,
}
