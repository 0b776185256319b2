//! Turns out-of-fold scores into confidences and thresholds.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use rayon::prelude::*;

use super::calibrator::calibrate;
use super::thresholds::best_f1_threshold;
use crate::model::{Calibration, OperatingCurve, ThemeHeads};

/// The fitted heads of all themes, and the confidences of the paragraphs they were fitted to.
pub(in crate::training) struct Confidence {
    pub(in crate::training) heads: ThemeHeads,
    /// Of shape (paragraphs, themes).
    pub(in crate::training) confidences: Array2<f32>,
}

impl Confidence {
    /// Fits out-of-fold scores: calibrations and curves to the paragraphs at the indices
    /// `calibrating`, thresholds to all paragraphs. Unknown labels are ignored.
    pub(in crate::training) fn fit(
        scores: &Array2<f32>,
        targets: &Array2<Option<bool>>,
        weights: Array1<f32>,
        calibrating: &[usize],
    ) -> Self {
        let weights = of_mean_one(weights);
        let truth = targets.select(Axis(0), calibrating);
        let calibrations = calibrate(
            scores.select(Axis(0), calibrating).view(),
            truth.view(),
            of_mean_one(weights.select(Axis(0), calibrating)).view(),
        );
        let mut confidences = scores.clone();
        let columns: Vec<_> = confidences.columns_mut().into_iter().collect();
        columns.into_par_iter().zip(&calibrations).for_each(|(mut column, calibration)| {
            column.mapv_inplace(|score| calibration.confidence(score));
        });
        let common = best_f1_threshold(confidences.view(), targets.view(), weights.view());
        let themes = calibrations.iter().zip(targets.columns());
        let thresholds = themes.map(|(theme, has)| threshold(*theme, has, common)).collect();
        let seen = confidences.select(Axis(0), calibrating);
        let curves = seen.columns().into_iter().zip(truth.columns());
        let curves = curves.map(|(seen, truth)| {
            let paragraphs = seen.iter().zip(truth);
            let known =
                paragraphs.filter_map(|(confidence, has)| Some((confidence, has.as_ref()?)));
            OperatingCurve::new(known)
        });
        let curves = curves.collect();
        Self { heads: ThemeHeads { calibrations, thresholds, curves }, confidences }
    }
}

/// The threshold of a theme: the common one, unless the theme is given to all paragraphs or to none.
fn threshold(calibration: Calibration, has: ArrayView1<Option<bool>>, common: f32) -> f32 {
    match (calibration.is_constant(), has.iter().all(Option::is_none)) {
        (false, _) => common,
        // With a constant confidence, to all if most have it.
        (true, false) => 0.5,
        (true, true) => 1.0,
    }
}

/// Scales weights to a mean of 1, so that smoothing does not depend on their scale.
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
        let targets = array![[false], [true], [true], [true], [false]].mapv(Some);
        let fit = |weight| {
            Confidence::fit(&scores, &targets, Array1::from_elem(5, weight), &[0, 1, 2, 3, 4])
        };
        let (one, small) = (fit(1.0), fit(0.125));
        assert_eq!(one.heads, small.heads);
        assert!(one.confidences[[3, 0]] > 0.5 && one.confidences[[4, 0]] < 0.5);
    }

    #[test]
    fn what_is_unknown_is_as_if_it_were_not_there() {
        let noise = |row: usize| ((row * 7919) % 101) as f32 / 20.0 - 2.5;
        let scores = Array2::from_shape_fn((120, 1), |(row, _)| noise(row));
        let has = |row: usize| noise(row) + noise(row * 3 + 1) / 2.0 > 0.5;
        let partial = Array2::from_shape_fn((120, 1), |(row, _)| (row % 2 == 0).then(|| has(row)));
        let known: Vec<usize> = (0..120).step_by(2).collect();
        let fit = |rows: &[usize]| {
            let all: Vec<usize> = (0..rows.len()).collect();
            let (scores, truth) = (scores.select(Axis(0), rows), partial.select(Axis(0), rows));
            Confidence::fit(&scores, &truth, Array1::ones(rows.len()), &all)
        };
        let (masked, alone) = (fit(&(0..120).collect::<Vec<_>>()), fit(&known));
        assert_eq!(masked.heads, alone.heads);
        assert!(!masked.heads.calibrations[0].is_constant());
        assert_eq!(masked.confidences.select(Axis(0), &known), alone.confidences);
    }
}
