//! Predictions to evaluate.

use ndarray::{Array2, ArrayView1, Axis, Zip};

use crate::Prediction;
use crate::theme::ThemeSet;

/// Confidences and labels, both of shape (paragraphs, themes).
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// The confidences, from 0 to 1.
    pub confidences: Array2<f32>,
    /// The labels given.
    pub labels: Array2<bool>,
}

impl Predictions {
    /// Predictions of this shape, filled with 0, to be overwritten.
    pub(crate) fn none((paragraphs, themes): (usize, usize)) -> Self {
        let shape = (paragraphs, themes);
        Self { confidences: Array2::zeros(shape), labels: Array2::default(shape) }
    }

    /// Collects the predictions of a model. Confidences are in the order of the themes.
    pub fn of(predictions: &[Prediction], themes: &ThemeSet) -> Self {
        let mut all = Self::none((predictions.len(), themes.len()));
        for (row, prediction) in predictions.iter().enumerate() {
            all.confidences.row_mut(row).assign(&ArrayView1::from(&prediction.confidences));
            let given = prediction.labels.iter();
            given
                .filter_map(|label| themes.position(label.theme.as_str()))
                .for_each(|theme| all.labels[[row, theme]] = true);
        }
        all
    }

    /// Labels every confidence that reaches the threshold of its theme.
    pub fn by_thresholds(confidences: Array2<f32>, thresholds: &[f32]) -> Self {
        let labels = Zip::from(&confidences)
            .and_broadcast(ArrayView1::from(thresholds))
            .map_collect(|confidence, threshold| confidence >= threshold);
        Self { confidences, labels }
    }

    /// The predictions for the paragraphs at some indices.
    #[must_use]
    pub fn select(&self, paragraphs: &[usize]) -> Self {
        Self {
            confidences: self.confidences.select(Axis(0), paragraphs),
            labels: self.labels.select(Axis(0), paragraphs),
        }
    }

    /// Overwrites the predictions for the paragraphs at some indices.
    pub(crate) fn put(&mut self, paragraphs: &[usize], predictions: &Self) {
        for (from, &to) in paragraphs.iter().enumerate() {
            self.confidences.row_mut(to).assign(&predictions.confidences.row(from));
            self.labels.row_mut(to).assign(&predictions.labels.row(from));
        }
    }
}
