//! Turns confidences into labels.

use super::{OperatingCurve, precision_threshold, recall_threshold};

/// A label threshold and a review threshold for each theme. The review threshold is never above the
/// label threshold; below both, the theme is rejected.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    given: Vec<f32>,
    review: Vec<f32>,
}

impl Decision {
    /// Assigns each theme at its threshold, without review. A theme with a threshold above 1 is
    /// never assigned.
    pub fn new(thresholds: Vec<f32>) -> Self {
        Self { review: thresholds.clone(), given: thresholds }
    }

    /// Assigns each theme at the lowest threshold that guarantees a precision. A theme without such
    /// a threshold is never assigned. See [`precision_threshold`].
    pub fn of_precision(curves: &[OperatingCurve], precision: f64) -> Self {
        let threshold = |curve| precision_threshold(curve, precision).unwrap_or(f32::INFINITY);
        Self::new(curves.iter().map(threshold).collect())
    }

    /// Assigns each theme at the highest threshold that guarantees a recall. A theme without such a
    /// threshold is always assigned. See [`recall_threshold`].
    pub fn of_recall(curves: &[OperatingCurve], recall: f64) -> Self {
        let threshold = |curve| recall_threshold(curve, recall).unwrap_or(0.0);
        Self::new(curves.iter().map(threshold).collect())
    }

    /// Sends to review what another decision would assign and this one does not.
    #[must_use]
    pub fn reviewing(mut self, other: &Self) -> Self {
        for (review, other) in self.review.iter_mut().zip(&other.given) {
            *review = review.min(*other);
        }
        self
    }

    /// Sends confidences of at least `confidence` to review.
    #[must_use]
    pub fn reviewing_from(self, confidence: f32) -> Self {
        let all = Self::new(vec![confidence; self.given.len()]);
        self.reviewing(&all)
    }

    /// Sends the most confident unassigned themes to review, for at most `share` of the paragraphs
    /// on which the curves were counted.
    #[must_use]
    pub fn reviewing_at_most(self, share: f64, curves: &[OperatingCurve]) -> Self {
        let asked = |decision: &Self| decision.share_to_review(curves) <= share;
        let bands = OperatingCurve::thresholds().rev();
        let bands = bands.map(|threshold| self.clone().reviewing_from(threshold));
        bands.take_while(asked).last().unwrap_or(self)
    }

    /// An upper bound on the share of paragraphs to review: one with two themes counts twice.
    pub fn share_to_review(&self, curves: &[OperatingCurve]) -> f64 {
        let bands = self.review.iter().zip(&self.given).zip(curves);
        bands.map(|((&from, &to), curve)| curve.share_from(from) - curve.share_from(to)).sum()
    }

    /// The lowest confidence of a label, one per theme.
    pub fn given(&self) -> &[f32] {
        &self.given
    }

    /// The lowest confidence to review, one per theme.
    pub fn review(&self) -> &[f32] {
        &self.review
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hundred paragraphs with calibrated confidences from 0 to 1.
    fn curve() -> OperatingCurve {
        let paragraphs: Vec<_> = (0..100_u8)
            .map(|place| (f32::from(place) / 100.0 + 0.001, place % 10 < place / 10))
            .collect();
        OperatingCurve::new(paragraphs.iter().map(|(confidence, has)| (confidence, has)))
    }

    #[test]
    fn a_band_of_review_lies_below_what_is_given() {
        let decision = Decision::new(vec![0.5, 0.7]).reviewing_from(0.6);
        assert_eq!(decision.given(), [0.5, 0.7]);
        assert_eq!(decision.review(), [0.5, 0.6]);
        let other = Decision::new(vec![0.2, 0.9]);
        assert_eq!(decision.reviewing(&other).review(), [0.2, 0.6]);
    }

    #[test]
    fn review_is_as_wide_as_the_share_allows() {
        let curves = [curve(), curve()];
        let decision = Decision::new(vec![0.8, f32::INFINITY]);
        for (share, least) in [(0.0, 0.0), (0.1, 0.05), (0.5, 0.4)] {
            let found = decision.clone().reviewing_at_most(share, &curves);
            let asked = found.share_to_review(&curves);
            assert!((least..=share).contains(&asked), "{asked} for {share}");
        }
    }

    #[test]
    fn a_theme_without_a_promise_is_never_or_always_given() {
        let none = OperatingCurve::new(std::iter::empty());
        assert_eq!(
            Decision::of_precision(std::slice::from_ref(&none), 0.9).given(),
            [f32::INFINITY]
        );
        assert_eq!(Decision::of_recall(&[none], 0.9).given(), [0.0]);
    }
}
