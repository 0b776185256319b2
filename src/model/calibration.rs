//! From a score to a confidence.

use ndarray::ArrayView1;

/// A sigmoid over the score of one theme: `1 / (1 + exp(-(slope · score + intercept)))`.
///
/// Fitted on scores of paragraphs the scoring model had not seen, so that among
/// paragraphs given 0.8 four in five have the theme (Platt 1999, with the
/// smoothed targets and Newton's method of Lin, Lin and Weng 2007). linfa's Platt
/// scaling is the same, but knows no weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// How much a unit of score counts.
    pub slope: f32,
    /// The log-odds at score 0.
    pub intercept: f32,
}

impl Calibration {
    /// Fits the sigmoid to out-of-fold scores, whether each paragraph has the
    /// theme, and how much it counts. Where there is nothing to learn, every
    /// confidence is the smoothed share: if all or none have the theme, and if it
    /// is found rather at low scores than at high ones, as chance has it with few
    /// paragraphs.
    #[expect(clippy::cast_possible_truncation, reason = "fitted in f64, kept in f32")]
    pub fn fit(
        scores: ArrayView1<f32>,
        has_theme: ArrayView1<bool>,
        weights: ArrayView1<f32>,
    ) -> Self {
        let sum = |of: bool| {
            let weights = has_theme.iter().zip(weights).filter(|(has, _)| **has == of);
            weights.map(|(_, &weight)| f64::from(weight)).sum::<f64>()
        };
        let (with, without) = (sum(true), sum(false));
        let constant = Self { slope: 0.0, intercept: smoothed_log_odds(with, without) };
        if with == 0.0 || without == 0.0 {
            return constant;
        }
        // Certainty is never the target: so surely is the next one not like the last.
        let (yes, no) = ((with + 1.0) / (with + 2.0), 1.0 / (without + 2.0));
        let points = scores.iter().zip(has_theme).zip(weights).map(|((&score, &has), &weight)| {
            let target = if has { yes } else { no };
            Point { score: score.into(), target, weight: weight.into() }
        });
        let points: Vec<Point> = points.collect();
        let (slope, intercept) = sigmoid(&points, f64::from(constant.intercept));
        let fitted = Self { slope: slope as f32, intercept: intercept as f32 };
        if fitted.slope > 0.0 { fitted } else { constant }
    }

    /// Whether every score gets the same confidence.
    pub fn is_constant(self) -> bool {
        self.slope == 0.0
    }

    /// The confidence that belongs to a score, from 0 to 1.
    pub fn confidence(self, score: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * score + self.intercept)).exp())
    }
}

/// One paragraph: its score, how far it should be the theme's, how much it counts.
struct Point {
    score: f64,
    target: f64,
    weight: f64,
}

/// Slope and intercept of least weighted log-loss, from the constant one on.
fn sigmoid(points: &[Point], constant: f64) -> (f64, f64) {
    const MOST_STEPS: usize = 100;
    let (mut slope, mut intercept) = (0.0, constant);
    let mut loss = log_loss(points, slope, intercept);
    for _ in 0..MOST_STEPS {
        let (by_slope, by_intercept) = newton_step(points, slope, intercept);
        // The loss is convex: halving the step finds a lower one, until there is none.
        let steps = std::iter::successors(Some(1.0), |step| Some(step / 2.0)).take(30);
        let mut tried =
            steps.map(|step| (slope + step * by_slope, intercept + step * by_intercept));
        let Some(next) = tried.find(|&(a, b)| log_loss(points, a, b) < loss) else {
            break;
        };
        (slope, intercept) = next;
        loss = log_loss(points, slope, intercept);
    }
    (slope, intercept)
}

/// The step to where the loss, were it a parabola, would be least.
fn newton_step(points: &[Point], slope: f64, intercept: f64) -> (f64, f64) {
    // Keeps the curvature positive where every probability is 0 or 1.
    const RIDGE: f64 = 1e-12;
    let (mut g_slope, mut g_intercept) = (0.0, 0.0);
    let (mut h_slope, mut h_both, mut h_intercept) = (RIDGE, 0.0, RIDGE);
    for &Point { score, target, weight } in points {
        let probability = 1.0 / (1.0 + (-(slope * score + intercept)).exp());
        let (pull, bend) =
            (weight * (probability - target), weight * probability * (1.0 - probability));
        g_slope += pull * score;
        g_intercept += pull;
        h_slope += bend * score * score;
        h_both += bend * score;
        h_intercept += bend;
    }
    let determinant = h_slope * h_intercept - h_both * h_both;
    let by_slope = -(h_intercept * g_slope - h_both * g_intercept) / determinant;
    (by_slope, -(h_slope * g_intercept - h_both * g_slope) / determinant)
}

fn log_loss(points: &[Point], slope: f64, intercept: f64) -> f64 {
    let losses = points.iter().map(|&Point { score, target, weight }| {
        let margin = slope * score + intercept;
        weight * (margin.max(0.0) - target * margin + (-margin.abs()).exp().ln_1p())
    });
    losses.sum()
}

/// The log-odds of so many against so many, as if there were one more of each.
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
pub(crate) fn smoothed_log_odds(with: f64, without: f64) -> f32 {
    ((with + 1.0) / (without + 1.0)).ln() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::composing::platt_scaling::{Platt, platt_newton_method};
    use linfa::prelude::ParamGuard;
    use ndarray::Array1;

    fn fitted(scores: &[f32], labels: &[bool]) -> Calibration {
        let weights = Array1::ones(scores.len());
        let (scores, labels) = (Array1::from(scores.to_vec()), Array1::from(labels.to_vec()));
        Calibration::fit(scores.view(), labels.view(), weights.view())
    }

    /// Scores from -2 to 2 and labels that lean to the high ones.
    fn noisy() -> (Vec<f32>, Vec<bool>) {
        let score = |place: u32| (place * 7919 % 401) as f32 / 100.0 - 2.0;
        let scores: Vec<f32> = (0..300).map(score).collect();
        let labels = (0..300).map(|place| score(place) + score(place * 31 + 7) > 0.8).collect();
        (scores, labels)
    }

    #[test]
    fn is_what_linfa_finds_where_every_paragraph_counts_once() {
        let (scores, labels) = noisy();
        let options = Platt::<f64, ()>::params().check().unwrap();
        let wide: Array1<f64> = scores.iter().map(|&score| f64::from(score)).collect();
        let truth = Array1::from(labels.clone());
        let (a, b) = platt_newton_method(wide.view(), truth.view(), &options).unwrap();
        let ours = fitted(&scores, &labels);
        // linfa's sigmoid falls with the score.
        let difference = (f64::from(ours.slope) + a).abs() + (f64::from(ours.intercept) + b).abs();
        assert!(difference < 1e-4, "{ours:?} is not {a}, {b}");
    }

    #[test]
    fn a_weight_of_two_is_the_paragraph_twice() {
        let (scores, labels) = noisy();
        let weights = Array1::from_shape_fn(300, |place| if place < 100 { 2.0 } else { 1.0 });
        let (s, l) = (Array1::from(scores.clone()), Array1::from(labels.clone()));
        let weighted = Calibration::fit(s.view(), l.view(), weights.view());
        let twice = fitted(
            &[&scores[..], &scores[..100]].concat(),
            &[&labels[..], &labels[..100]].concat(),
        );
        let difference =
            (weighted.slope - twice.slope).abs() + (weighted.intercept - twice.intercept).abs();
        assert!(difference < 1e-5, "{weighted:?} is not {twice:?}");
    }

    #[test]
    fn finds_the_sigmoid_that_made_the_labels() {
        // 1,000 paragraphs at each score, of which the exact share has the theme.
        let (slope, intercept) = (2.0_f64, -1.0_f64);
        let (mut scores, mut labels) = (Vec::new(), Vec::new());
        for step in -8..=8 {
            let score = step as f32 / 4.0;
            let share = 1.0 / (1.0 + (-(slope * f64::from(score) + intercept)).exp());
            scores.extend([score; 1000]);
            labels.extend((0..1000).map(|place| f64::from(place) < share * 1000.0));
        }
        let fitted = fitted(&scores, &labels);
        assert!((fitted.slope - 2.0).abs() < 0.02, "{fitted:?}");
        assert!((fitted.intercept + 1.0).abs() < 0.02, "{fitted:?}");
    }

    #[test]
    fn a_theme_nobody_has_gets_its_smoothed_share() {
        let fitted = fitted(&[0.5; 8], &[false; 8]);
        assert!((fitted.confidence(3.0) - 0.1).abs() < 1e-6);
    }

    #[test]
    fn a_higher_score_never_has_a_lower_confidence() {
        let fitted = fitted(&[0.1, 0.2, 0.3, 0.4, 0.5], &[true, true, false, false, false]);
        assert_eq!(fitted, Calibration { slope: 0.0, intercept: (3.0_f32 / 4.0).ln() });
    }

    #[test]
    fn separable_scores_stay_below_certainty() {
        let fitted = fitted(&[-3.0, -2.0, 2.0, 3.0], &[false, false, true, true]);
        assert!(fitted.confidence(3.0) < 0.9 && fitted.confidence(-3.0) > 0.1);
    }
}
