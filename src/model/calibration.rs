//! From a score to a confidence.

use linfa::composing::platt_scaling::{Platt, PlattError, platt_newton_method};
use linfa::prelude::ParamGuard;
use ndarray::ArrayView1;

/// A sigmoid over the score of one theme: `1 / (1 + exp(-(slope · score + intercept)))`.
///
/// Fitted on scores of paragraphs the scoring model had not seen, so that among
/// paragraphs given 0.8 four in five have the theme (Platt 1999, with the
/// smoothed targets and Newton's method of Lin, Lin and Weng 2007).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// How much a unit of score counts.
    pub slope: f32,
    /// The log-odds at score 0.
    pub intercept: f32,
}

impl Calibration {
    /// Fits the sigmoid to out-of-fold scores and whether each paragraph has
    /// the theme. Where there is nothing to learn, every confidence is the
    /// smoothed share: if all or none have the theme, and if it is found rather
    /// at low scores than at high ones, as chance has it with few paragraphs.
    #[expect(clippy::cast_possible_truncation, reason = "fitted in f64, kept in f32")]
    pub fn fit(scores: ArrayView1<f64>, has_theme: ArrayView1<bool>) -> Result<Self, PlattError> {
        let with = has_theme.iter().filter(|has| **has).count();
        let constant = smoothed_log_odds(with, has_theme.len() - with);
        let constant = Self { slope: 0.0, intercept: constant };
        if with == 0 || with == has_theme.len() {
            return Ok(constant);
        }
        // f64, since f32 may not converge. linfa's sigmoid falls with the score.
        let options = Platt::<f64, ()>::params().check()?;
        let (a, b) = platt_newton_method(scores.view(), has_theme.view(), &options)?;
        let fitted = Self { slope: -a as f32, intercept: -b as f32 };
        Ok(if fitted.slope > 0.0 { fitted } else { constant })
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

/// The log-odds of so many against so many, as if there were one more of each.
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
pub(crate) fn smoothed_log_odds(with: usize, without: usize) -> f32 {
    ((with + 1) as f64 / (without + 1) as f64).ln() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;

    #[test]
    fn finds_the_sigmoid_that_made_the_labels() {
        // 1,000 paragraphs at each score, of which the exact share has the theme.
        let (slope, intercept) = (2.0_f64, -1.0_f64);
        let (mut scores, mut labels) = (Vec::new(), Vec::new());
        for step in -8..=8 {
            let score = f64::from(step) / 4.0;
            let share = 1.0 / (1.0 + (-(slope * score + intercept)).exp());
            scores.extend([score; 1000]);
            labels.extend((0..1000).map(|place| f64::from(place) < share * 1000.0));
        }
        let fitted = Calibration::fit(Array1::from(scores).view(), Array1::from(labels).view());
        let fitted = fitted.unwrap();
        assert!((fitted.slope - 2.0).abs() < 0.02, "{fitted:?}");
        assert!((fitted.intercept + 1.0).abs() < 0.02, "{fitted:?}");
    }

    #[test]
    fn a_theme_nobody_has_gets_its_smoothed_share() {
        let scores = Array1::from(vec![0.5; 8]);
        let fitted = Calibration::fit(scores.view(), Array1::from(vec![false; 8]).view()).unwrap();
        assert!((fitted.confidence(3.0) - 0.1).abs() < 1e-6);
    }

    #[test]
    fn a_higher_score_never_has_a_lower_confidence() {
        let scores = Array1::from(vec![0.1, 0.2, 0.3, 0.4, 0.5]);
        let labels = Array1::from(vec![true, true, false, false, false]);
        let fitted = Calibration::fit(scores.view(), labels.view()).unwrap();
        assert_eq!(fitted, Calibration { slope: 0.0, intercept: (3.0_f32 / 4.0).ln() });
    }

    #[test]
    fn separable_scores_stay_below_certainty() {
        let scores = Array1::from(vec![-3.0, -2.0, 2.0, 3.0]);
        let labels = Array1::from(vec![false, false, true, true]);
        let fitted = Calibration::fit(scores.view(), labels.view()).unwrap();
        assert!(fitted.confidence(3.0) < 0.9 && fitted.confidence(-3.0) > 0.1);
    }
}
