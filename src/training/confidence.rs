//! From out-of-fold scores to confidences and thresholds.

use ndarray::{Array1, Array2};

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
        let (mut calibrations, mut thresholds) = (Vec::new(), Vec::new());
        for (mut column, has_theme) in confidences.columns_mut().into_iter().zip(targets.columns())
        {
            let calibration = Calibration::fit(column.view(), has_theme, weights.view());
            column.mapv_inplace(|score| calibration.confidence(score));
            // One confidence for all: the theme is for most paragraphs, or for none.
            let threshold = if calibration.is_constant() {
                0.5
            } else {
                best_f1_threshold(column.view(), has_theme, weights.view())
            };
            calibrations.push(calibration);
            thresholds.push(threshold);
        }
        Self { calibrations, thresholds, confidences }
    }
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
