//! Fits the calibrations of all themes jointly.
//!
//! With few labels, logistic regression is overconfident in the same way for every theme, so all
//! themes share the slopes of the [`Calibration`]. Themes differ in frequency, so each has its own
//! intercept; see [`joint_logistic`].
//!
//! [`joint_logistic`]: super::joint_logistic

use ndarray::{ArrayView1, ArrayView2};
use rayon::prelude::*;

use super::joint_logistic::{Point, Slope, Theme, fit};
use crate::math::softplus;
use crate::model::{Calibration, smoothed_log_odds};

/// The common parameters: the slopes below and above score 0, and the mean intercept.
const COMMON: usize = 3;

/// Fits calibrations to out-of-fold scores and labels, both of shape (paragraphs, themes).
/// Paragraphs count by their weight; unknown labels are ignored.
///
/// Targets are never 0 or 1: for a theme with `n` paragraphs the target is `(n + 1) / (n + 2)`
/// (Platt 1999). A theme gets a constant confidence, its smoothed share, if all or no paragraphs
/// have it, or if low scores predict it better than high ones, which can happen by chance with few
/// paragraphs.
pub(super) fn calibrate(
    scores: ArrayView2<f32>,
    targets: ArrayView2<Option<bool>>,
    weights: ArrayView1<f32>,
) -> Vec<Calibration> {
    let columns: Vec<_> = scores.columns().into_iter().zip(targets.columns()).collect();
    let all = columns.into_par_iter().map(|(scores, has)| Scored::new(scores, has, weights));
    let all: Vec<Scored> = all.collect();
    let mut themes: Vec<_> = all.iter().map(Scored::theme).collect();
    let common = fit(&mut themes, START, SLOPES);
    let calibrations = all.iter().zip(&themes);
    calibrations.map(|(of_theme, theme)| of_theme.calibration(common, theme.offset)).collect()
}

const START: [f64; COMMON] = [1.0, 1.0, 0.0];
const SLOPES: [Slope; COMMON] = [Slope::Rising, Slope::Rising, Slope::Free];

/// The paragraphs with known labels for one theme.
struct Scored {
    points: Vec<Point<COMMON>>,
    /// Whether its score is informative.
    is_told: bool,
    /// The log-odds of its smoothed share.
    share: f32,
}

impl Scored {
    fn new(
        scores: ArrayView1<f32>,
        has_theme: ArrayView1<Option<bool>>,
        weights: ArrayView1<f32>,
    ) -> Self {
        let sums = |of: bool| {
            let paragraphs = scores.iter().zip(has_theme).zip(weights);
            let of = paragraphs.filter(|((_, has), _)| **has == Some(of));
            of.fold((0.0, 0.0), |(count, sum), ((&score, _), &weight)| {
                (count + f64::from(weight), sum + f64::from(weight) * f64::from(score))
            })
        };
        let ((with, sum_with), (without, sum_without)) = (sums(true), sums(false));
        let (yes, no) = ((with + 1.0) / (with + 2.0), 1.0 / (without + 2.0));
        let paragraphs = scores.iter().zip(has_theme).zip(weights);
        let points = paragraphs.filter_map(|((&score, &has), &weight)| {
            let (score, target) = (f64::from(score), if has? { yes } else { no });
            let softplus = softplus(score);
            let features = [score - softplus, softplus, 1.0];
            Some(Point { features, known: 0.0, target, weight: weight.into() })
        });
        Self {
            points: points.collect(),
            // NaN, and so false, if all or no paragraphs have the theme.
            is_told: sum_with / with > sum_without / without,
            share: smoothed_log_odds(with, without),
        }
    }

    /// The points to fit; none if they are not informative.
    fn theme(&self) -> Theme<COMMON> {
        let points = if self.is_told { self.points.clone() } else { Vec::new() };
        Theme { points, offset: 0.0 }
    }

    #[expect(clippy::cast_possible_truncation, reason = "fitted in f64, kept in f32")]
    fn calibration(&self, [below, above, mean]: [f64; COMMON], offset: f64) -> Calibration {
        if !self.is_told || below + above <= 0.0 {
            return Calibration::constant(self.share);
        }
        let intercept = (mean + offset) as f32;
        Calibration { below: below as f32, above: above as f32, intercept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::calibration::joint_logistic::total_loss;
    use ndarray::{Array1, Array2, Axis, concatenate};
    use proptest::prelude::*;

    /// Scores, and labels drawn by these curves.
    fn sample(curves: &[Calibration], paragraphs: usize) -> (Array2<f32>, Array2<bool>) {
        let noise = |row: usize, theme: usize, seed: usize| {
            ((row * 7919 + theme * 104_729 + seed * 31) % 10_007) as f32 / 10_007.0
        };
        let shape = (paragraphs, curves.len());
        let scores = Array2::from_shape_fn(shape, |(row, theme)| noise(row, theme, 1) * 8.0 - 5.0);
        let labels = Array2::from_shape_fn(shape, |(row, theme)| {
            let draw = ((row * 15_485_863 + theme * 17) % 9_973) as f32 / 9_973.0;
            draw < curves[theme].confidence(scores[[row, theme]])
        });
        (scores, labels)
    }

    fn fitted(scores: &Array2<f32>, labels: &Array2<bool>) -> Vec<Calibration> {
        calibrate(scores.view(), labels.mapv(Some).view(), Array1::ones(scores.nrows()).view())
    }

    #[test]
    fn finds_the_curves_that_made_the_labels() {
        let curve = |intercept| Calibration { below: 1.3, above: 0.4, intercept };
        let curves = [curve(0.6), curve(1.0), curve(1.4)];
        let (scores, labels) = sample(&curves, 30_000);
        for (found, curve) in fitted(&scores, &labels).into_iter().zip(curves) {
            let apart = (found.below - curve.below).abs()
                + (found.above - curve.above).abs()
                + (found.intercept - curve.intercept).abs();
            assert!(apart < 0.2, "{found:?} is not {curve:?}");
        }
    }

    #[test]
    fn a_rare_theme_borrows_from_the_others() {
        let curves = [Calibration { below: 1.0, above: 0.5, intercept: 0.5 }; 6];
        let (scores, mut labels) = sample(&curves, 4000);
        // So few labels of the last theme are kept that they would say next to nothing alone.
        let mut kept = 0;
        labels.column_mut(5).iter_mut().for_each(|has| {
            kept += usize::from(*has);
            *has &= kept % 50 == 0;
        });
        let found = fitted(
            &scores.slice(ndarray::s![..200, ..]).to_owned(),
            &labels.slice(ndarray::s![..200, ..]).to_owned(),
        );
        assert_eq!((found[5].below, found[5].above), (found[0].below, found[0].above));
        assert!((found[5].intercept - found[0].intercept).abs() < 0.8, "{found:?}");
    }

    #[test]
    fn nothing_to_learn_gives_the_smoothed_share() {
        let scores = Array2::from_shape_fn((8, 3), |(row, _)| row as f32 / 8.0);
        // No paragraph has the first theme, all have the second, and the third occurs at low
        // scores.
        let labels =
            Array2::from_shape_fn((8, 3), |(row, theme)| theme == 1 || theme == 2 && row < 2);
        let found = fitted(&scores, &labels);
        for (found, share) in found.into_iter().zip([1.0 / 9.0, 9.0, 3.0 / 7.0_f32]) {
            assert_eq!(found, Calibration::constant(share.ln()));
        }
    }

    #[test]
    fn separable_scores_stay_below_certainty() {
        let scores = Array2::from_shape_vec((4, 1), vec![-3.0, -2.0, 2.0, 3.0]).unwrap();
        let labels = Array2::from_shape_vec((4, 1), vec![false, false, true, true]).unwrap();
        let found = fitted(&scores, &labels)[0];
        assert!(found.confidence(3.0) < 0.9 && found.confidence(-3.0) > 0.1, "{found:?}");
    }

    proptest! {
        #[test]
        fn no_step_away_lowers_the_loss(
            (below, above) in (0.2_f32..2.0, 0.2_f32..2.0),
            intercepts in proptest::collection::vec(-1.0_f32..1.0, 1..4),
        ) {
            let curve = |&intercept| Calibration { below, above, intercept };
            let (scores, labels) = sample(&intercepts.iter().map(curve).collect::<Vec<_>>(), 500);
            let weights = Array1::from_shape_fn(500, |row| 0.5 + (row % 3) as f32);
            let labels = labels.mapv(Some);
            let scored = |at: usize| Scored::new(scores.column(at), labels.column(at), weights.view());
            let scored: Vec<Scored> = (0..intercepts.len()).map(scored).collect();
            prop_assume!(scored.iter().all(|scored| scored.is_told));
            let mut themes: Vec<_> = scored.iter().map(Scored::theme).collect();
            let common = fit(&mut themes, START, SLOPES);
            let least = total_loss(&themes, common, None);
            for place in 0..COMMON {
                for step in [-1e-3, 1e-3] {
                    let mut other = common;
                    other[place] += step;
                    let allowed = other[0] >= 0.0 && other[1] >= 0.0;
                    prop_assert!(!allowed || total_loss(&themes, other, None) > least);
                }
            }
            for place in 0..themes.len() {
                for step in [-1e-3, 1e-3] {
                    let mut moved = vec![0.0; themes.len()];
                    moved[place] = step;
                    prop_assert!(total_loss(&themes, common, Some((1.0, &moved))) > least);
                }
            }
        }

        #[test]
        fn a_weight_of_two_is_the_paragraph_twice(intercept in -1.0_f32..1.0) {
            let curves = [Calibration { below: 1.0, above: 0.5, intercept }; 2];
            let (scores, labels) = sample(&curves, 300);
            let weights = Array1::from_shape_fn(300, |row| if row < 100 { 2.0 } else { 1.0 });
            let weighted = calibrate(scores.view(), labels.mapv(Some).view(), weights.view());
            let first = ndarray::s![..100, ..];
            let scores = concatenate![Axis(0), scores, scores.slice(first)];
            let labels = concatenate![Axis(0), labels, labels.slice(first)];
            for (weighted, twice) in weighted.into_iter().zip(fitted(&scores, &labels)) {
                prop_assert!((weighted.below - twice.below).abs() < 1e-4);
                prop_assert!((weighted.above - twice.above).abs() < 1e-4);
                prop_assert!((weighted.intercept - twice.intercept).abs() < 1e-4);
            }
        }
    }
}
