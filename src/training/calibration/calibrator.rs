//! Fits the calibrations of all themes jointly.
//!
//! With few labels, logistic regression is overconfident in the same way for every theme, so all
//! themes share the slopes of the [`Calibration`]. Themes differ in frequency, so each has its own
//! intercept, shrunk towards the mean of all intercepts; a theme with few labels borrows from the
//! others. The loss is convex and is minimised by Newton's method.

use ndarray::{ArrayView1, ArrayView2};
use rayon::prelude::*;

use crate::math::{sigmoid, softplus};
use crate::model::{Calibration, smoothed_log_odds};

/// The shrinkage of intercepts towards their mean: the inverse variance of a normal prior.
const PRIOR: f64 = 100.0;

/// The number of common parameters: the slopes below and above score 0, and the mean intercept.
const COMMON: usize = 3;

type Vector = [f64; COMMON];
type Matrix = [Vector; COMMON];

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
    let themes = columns.into_par_iter().map(|(scores, has)| Theme::new(scores, has, weights));
    let mut themes: Vec<Theme> = themes.collect();
    let slopes = fit(&mut themes);
    let calibrations = themes.iter().map(|theme| theme.calibration(slopes));
    calibrations.collect()
}

/// The paragraphs with known labels for one theme.
struct Theme {
    points: Vec<Point>,
    /// Whether its score is informative.
    is_told: bool,
    /// The log-odds of its smoothed share.
    share: f32,
    /// The intercept minus the mean intercept.
    offset: f64,
}

/// A paragraph: the two parts of its score, each with its own slope; its target; its weight.
struct Point {
    parts: [f64; 2],
    target: f64,
    weight: f64,
}

impl Theme {
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
            Some(Point { parts: [score - softplus, softplus], target, weight: weight.into() })
        });
        Self {
            points: points.collect(),
            // NaN, and so false, if all or no paragraphs have the theme.
            is_told: sum_with / with > sum_without / without,
            share: smoothed_log_odds(with, without),
            offset: 0.0,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "fitted in f64, kept in f32")]
    fn calibration(&self, [below, above, mean]: Vector) -> Calibration {
        if !self.is_told || below + above <= 0.0 {
            return Calibration::constant(self.share);
        }
        let intercept = (mean + self.offset) as f32;
        Calibration { below: below as f32, above: above as f32, intercept }
    }

    fn loss(&self, common: Vector, offset: f64) -> f64 {
        let losses = self.points.iter().map(|point| {
            let log_odds = point.log_odds(common, offset);
            point.weight * (softplus(log_odds) - point.target * log_odds)
        });
        losses.sum::<f64>() + PRIOR / 2.0 * offset * offset
    }

    /// The gradient and Hessian of the loss, without the prior, in the common parameters. The
    /// derivatives in the offset equal those in the mean intercept, which is the last parameter.
    fn derivatives(&self, common: Vector) -> (Vector, Matrix) {
        let (mut gradient, mut curvature) = ([0.0; COMMON], [[0.0; COMMON]; COMMON]);
        for point in &self.points {
            let probability = sigmoid(point.log_odds(common, self.offset));
            let pull = point.weight * (probability - point.target);
            let bend = point.weight * probability * (1.0 - probability);
            let parts = [point.parts[0], point.parts[1], 1.0];
            for row in 0..COMMON {
                gradient[row] += pull * parts[row];
                for column in 0..COMMON {
                    curvature[row][column] += bend * parts[row] * parts[column];
                }
            }
        }
        (gradient, curvature)
    }
}

impl Point {
    fn log_odds(&self, [below, above, mean]: Vector, offset: f64) -> f64 {
        below * self.parts[0] + above * self.parts[1] + mean + offset
    }
}

/// Finds the common parameters and offsets that minimise the loss. A negative slope would let the
/// confidence fall as the score rises, so it is held at 0.
fn fit(themes: &mut [Theme]) -> Vector {
    let common = descend(themes, [1.0, 1.0, 0.0], [false; 2]);
    let held = [common[0] < 0.0, common[1] < 0.0];
    if held == [false; 2] {
        return common;
    }
    let start = |slope: usize| if held[slope] { 0.0 } else { 1.0 };
    let common = descend(themes, [start(0), start(1), 0.0], held);
    // The free slope may have become negative.
    if common[0] < 0.0 || common[1] < 0.0 { [0.0; COMMON] } else { common }
}

/// Newton's method from `common` on; `held` slopes do not change.
fn descend(themes: &mut [Theme], mut common: Vector, held: [bool; 2]) -> Vector {
    const MAX_STEPS: usize = 100;
    for theme in themes.iter_mut() {
        theme.offset = 0.0;
    }
    let mut loss = total_loss(themes, common, None);
    for _ in 0..MAX_STEPS {
        let Some((by, offsets_by)) = newton_step(themes, common, held) else { break };
        // The loss is convex, so halving the step finds a lower loss unless this is the minimum.
        let steps = std::iter::successors(Some(1.0), |step| Some(step / 2.0)).take(30);
        let mut tried = steps.map(|step| {
            let next = std::array::from_fn(|place| common[place] + step * by[place]);
            (step, next, total_loss(themes, next, Some((step, &offsets_by))))
        });
        let Some((step, next, lower)) = tried.find(|&(.., tried)| tried < loss) else { break };
        themes.iter_mut().zip(&offsets_by).for_each(|(theme, by)| theme.offset += step * by);
        (common, loss) = (next, lower);
    }
    common
}

/// The loss of all themes, with their offsets moved by a fraction of a step.
fn total_loss(themes: &[Theme], common: Vector, moved: Option<(f64, &Vec<f64>)>) -> f64 {
    let losses = themes.par_iter().enumerate().map(|(place, theme)| {
        let by = moved.map_or(0.0, |(step, by)| step * by[place]);
        if theme.is_told { theme.loss(common, theme.offset + by) } else { 0.0 }
    });
    // Added in order, so that the sum does not depend on the threads.
    losses.collect::<Vec<_>>().iter().sum()
}

/// The Newton step. Each offset interacts only with the common parameters, so the offsets are
/// eliminated first and computed last.
fn newton_step(themes: &[Theme], common: Vector, held: [bool; 2]) -> Option<(Vector, Vec<f64>)> {
    let derivatives = themes
        .par_iter()
        .map(|theme| if theme.is_told { theme.derivatives(common) } else { Default::default() });
    let derivatives: Vec<(Vector, Matrix)> = derivatives.collect();
    let (mut gradient, mut curvature) = ([0.0; COMMON], [[0.0; COMMON]; COMMON]);
    for (theme, (own, bend)) in themes.iter().zip(&derivatives) {
        let (pull, by) = (own[2] + PRIOR * theme.offset, bend[2][2] + PRIOR);
        for row in 0..COMMON {
            gradient[row] += own[row] - bend[row][2] * pull / by;
            for column in 0..COMMON {
                curvature[row][column] += bend[row][column] - bend[row][2] * bend[column][2] / by;
            }
        }
    }
    for slope in (0..2).filter(|&slope| held[slope]) {
        gradient[slope] = 0.0;
        curvature[slope] = [0.0; COMMON];
        for row in &mut curvature {
            row[slope] = 0.0;
        }
        curvature[slope][slope] = 1.0;
    }
    let step = solve(curvature, gradient.map(|pull| -pull))?;
    let offsets = themes.iter().zip(&derivatives).map(|(theme, (own, bend))| {
        let meets: f64 = (0..COMMON).map(|row| bend[row][2] * step[row]).sum();
        -(own[2] + PRIOR * theme.offset + meets) / (bend[2][2] + PRIOR)
    });
    Some((step, offsets.collect()))
}

/// Solves `matrix · x = right` by Cramer's rule; `None` if the matrix is singular.
fn solve(matrix: Matrix, right: Vector) -> Option<Vector> {
    let [a, b, c]: Matrix = std::array::from_fn(|row| std::array::from_fn(|at| matrix[at][row]));
    let volume = |a: Vector, b: Vector, c: Vector| {
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
            + a[2] * (b[0] * c[1] - b[1] * c[0])
    };
    let all = volume(a, b, c);
    let parts = [volume(right, b, c), volume(a, right, c), volume(a, b, right)];
    (all != 0.0 && all.is_finite()).then(|| parts.map(|part| part / all))
}

#[cfg(test)]
mod tests {
    use super::*;
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
            let theme = |at: usize| Theme::new(scores.column(at), labels.column(at), weights.view());
            let mut themes: Vec<Theme> = (0..intercepts.len()).map(theme).collect();
            prop_assume!(themes.iter().all(|theme| theme.is_told));
            let common = fit(&mut themes);
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
