//! From out-of-fold scores to confidences and thresholds.

use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1};
use rayon::prelude::*;

use super::best_f1_threshold;
use crate::model::Calibration;

/// What makes confidences and labels of scores, one of each per theme, and the
/// confidences of the very paragraphs it was learnt from.
pub(super) struct Confidence {
    pub(super) calibrations: Vec<Calibration>,
    pub(super) thresholds: Vec<f32>,
    /// Of shape (paragraphs, themes).
    pub(super) confidences: Array2<f32>,
}

impl Confidence {
    /// Learns from scores by models that had not seen the paragraphs.
    pub(super) fn fit(scores: &Array2<f32>, targets: &Array2<bool>, weights: Array1<f32>) -> Self {
        let weights = of_mean_one(weights);
        let mut confidences = scores.clone();
        let columns: Vec<_> = confidences.columns_mut().into_iter().collect();
        let themes = columns
            .into_par_iter()
            .enumerate()
            .map(|(theme, column)| fit_theme(column, targets.column(theme), weights.view()));
        let (calibrations, thresholds) = themes.unzip();
        Self { calibrations, thresholds, confidences }
    }
}

/// Makes the confidences of a theme of its scores; returns how, and its threshold.
fn fit_theme(
    mut scores: ArrayViewMut1<f32>,
    has_theme: ArrayView1<bool>,
    weights: ArrayView1<f32>,
) -> (Calibration, f32) {
    let calibration = Calibration::fit(scores.view(), has_theme, weights);
    scores.mapv_inplace(|score| calibration.confidence(score));
    // One confidence for all: the theme is for most paragraphs, or for none.
    let constant = calibration.is_constant();
    let threshold =
        if constant { 0.5 } else { best_f1_threshold(scores.view(), has_theme, weights) };
    (calibration, threshold)
}

/// Weights that together count as many paragraphs as there are: smoothing must
/// not depend on their unit.
fn of_mean_one(weights: Array1<f32>) -> Array1<f32> {
    let mean = weights.mean().unwrap_or(1.0);
    weights / mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn equal_weights_of_any_size_give_the_same() {
        let scores = array![[-1.0], [0.5], [-0.2], [1.5], [-2.0]];
        let targets = array![[false], [true], [true], [true], [false]];
        let fit = |weight| Confidence::fit(&scores, &targets, Array1::from_elem(5, weight));
        let (one, small) = (fit(1.0), fit(0.125));
        assert_eq!((one.calibrations, one.thresholds), (small.calibrations, small.thresholds));
        assert!(one.confidences[[3, 0]] > 0.5 && one.confidences[[4, 0]] < 0.5);
    }
}
