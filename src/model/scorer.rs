//! A linear scorer: the weights, term × theme.

use ndarray::{Array1, Array2, ArrayViewMut1};

use crate::features::SparseRow;

/// A linear scorer per theme: `score = bias + Σ feature · weight`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorer {
    /// The weights, of shape (terms, themes). During training, rows for the dimensions of stem
    /// vectors follow those of the terms.
    pub weights: Array2<f32>,
    /// The score of an empty paragraph, one per theme.
    pub bias: Array1<f32>,
}

impl Scorer {
    /// The scores of one paragraph, one per theme.
    pub fn scores(&self, row: &SparseRow) -> Array1<f32> {
        let mut scores = self.bias.clone();
        self.add(row.iter().map(|(column, value)| (column as usize, value)), scores.view_mut());
        scores
    }

    /// Adds the contribution of features to the scores, one per theme.
    pub(crate) fn add(
        &self,
        features: impl Iterator<Item = (usize, f32)>,
        mut scores: ArrayViewMut1<f32>,
    ) {
        for (column, value) in features {
            scores.scaled_add(value, &self.weights.row(column));
        }
    }
}
