//! Calibrates scores.

use crate::math::{sigmoid, softplus};

/// Converts the scores of one theme to confidences.
///
/// The log-odds rise with the score, with one slope far below score 0 and another far above it:
/// `below · (score − softplus) + above · softplus + intercept`, where `softplus = ln(1 +
/// exp(score))`. This is beta calibration (Kull, Silva Filho and Flach 2017) of the probability
/// that logistic regression assigns to the score. With equal slopes, it is Platt's sigmoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// The slope far below score 0.
    pub below: f32,
    /// The slope far above score 0.
    pub above: f32,
    /// The intercept, in log-odds.
    pub intercept: f32,
}

impl Calibration {
    /// A calibration that gives every score the same log-odds.
    pub fn constant(log_odds: f32) -> Self {
        Self { below: 0.0, above: 0.0, intercept: log_odds }
    }

    /// Returns true if every score gets the same confidence.
    pub fn is_constant(self) -> bool {
        self.below == 0.0 && self.above == 0.0
    }

    /// The log-odds of a score.
    pub fn log_odds(self, score: f32) -> f32 {
        let softplus = softplus(score);
        self.below * (score - softplus) + self.above * softplus + self.intercept
    }

    /// The confidence of a score, from 0 to 1.
    pub fn confidence(self, score: f32) -> f32 {
        sigmoid(self.log_odds(score))
    }
}

/// The smoothed log-odds of two counts, with one added to each.
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
#[cfg(feature = "training")]
pub(crate) fn smoothed_log_odds(with: f64, without: f64) -> f32 {
    ((with + 1.0) / (without + 1.0)).ln() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_slopes_are_platts_sigmoid() {
        let calibration = Calibration { below: 1.5, above: 1.5, intercept: -0.5 };
        for score in [-90.0, -3.0, 0.0, 0.7, 5.0, 90.0] {
            let expected = 1.5 * score - 0.5;
            let found = calibration.log_odds(score);
            assert!((found - expected).abs() < 1e-4, "{found} for {score}");
        }
    }

    proptest! {
        #[test]
        fn a_higher_score_never_has_a_lower_confidence(
            (below, above) in (0.0_f32..5.0, 0.0_f32..5.0),
            intercept in -9.0_f32..9.0,
            (score, step) in (-60.0_f32..60.0, 0.01_f32..9.0),
        ) {
            let calibration = Calibration { below, above, intercept };
            let [low, high] = [score, score + step].map(|score| calibration.confidence(score));
            prop_assert!(low <= high && (0.0..=1.0).contains(&low) && high <= 1.0);
        }
    }
}
