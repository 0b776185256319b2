//! The table of weights, term × theme, and how a row of features meets it.

use linfa::dataset::{Pr, Records as _};
use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, ArrayViewMut1, s};
use rayon::prelude::*;

use crate::features::{Records, SparseRow};

/// A linear scorer per theme: `score = bias + Σ feature · weight`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorer {
    /// The weights, of shape (terms, themes); while a model is learnt, rows of
    /// the dimensions of stem vectors stand behind those of the terms.
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

    /// The scores of many paragraphs, of shape (paragraphs, themes).
    pub fn all_scores(&self, records: &Records) -> Array2<f32> {
        let mut scores = Array2::zeros((records.nsamples(), self.bias.len()));
        let places: Vec<_> = scores.rows_mut().into_iter().enumerate().collect();
        places.into_par_iter().for_each(|(row, mut place)| {
            place.assign(&self.bias);
            self.add(records.row(row), place);
        });
        if !records.dense().is_empty() {
            scores += &records.dense().dot(&self.weights.slice(s![records.width().., ..]));
        }
        scores
    }

    /// The same, the weights from a row on times `factor`.
    pub(crate) fn weights_times(mut self, from: usize, factor: f32) -> Self {
        self.weights.slice_mut(s![from.., ..]).mapv_inplace(|weight| weight * factor);
        self
    }

    fn add(&self, features: impl Iterator<Item = (usize, f32)>, mut scores: ArrayViewMut1<f32>) {
        for (column, value) in features {
            scores.scaled_add(value, &self.weights.row(column));
        }
    }
}

/// linfa's probabilities: the plain sigmoid of the score, before calibration.
impl PredictInplace<Records, Array2<Pr>> for Scorer {
    fn predict_inplace<'a>(&'a self, records: &'a Records, probabilities: &mut Array2<Pr>) {
        let scores = self.all_scores(records);
        *probabilities = scores.mapv(|score| Pr::new(1.0 / (1.0 + (-score).exp())));
    }

    fn default_target(&self, records: &Records) -> Array2<Pr> {
        Array2::default((records.nsamples(), self.bias.len()))
    }
}

/// linfa's labels: themes more probable than not, before calibration.
impl PredictInplace<Records, Array2<bool>> for Scorer {
    fn predict_inplace<'a>(&'a self, records: &'a Records, labels: &mut Array2<bool>) {
        *labels = self.all_scores(records).mapv(|score| score > 0.0);
    }

    fn default_target(&self, records: &Records) -> Array2<bool> {
        Array2::default((records.nsamples(), self.bias.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_by_one_is_as_all_together_and_as_linfa_predicts() {
        let weights = array![[1.0, -1.0], [0.5, 2.0]];
        let table = Scorer { weights, bias: array![-0.5, 0.0] };
        let rows =
            [SparseRow { columns: vec![0, 1], values: vec![1.0, 2.0] }, SparseRow::default()];
        let records = Records::new(rows.clone(), 2);
        let scores = table.all_scores(&records);
        assert_eq!(scores, array![[1.5, 3.0], [-0.5, 0.0]]);
        assert_eq!(table.scores(&rows[0]), scores.row(0));
        let mut labels: Array2<bool> = table.default_target(&records);
        table.predict_inplace(&records, &mut labels);
        assert_eq!(labels, array![[true, true], [false, false]]);
        let mut probabilities: Array2<Pr> = table.default_target(&records);
        table.predict_inplace(&records, &mut probabilities);
        assert_eq!(probabilities[[1, 1]], Pr::even());
    }
}
