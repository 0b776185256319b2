//! Labels and hits at each possible threshold of a theme.

use std::sync::LazyLock;

use crate::math::{narrow, sigmoid};

/// The number of paragraphs that reach each threshold, and how many of these have the theme. Each
/// paragraph is counted once, scored by a model that was not trained on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatingCurve {
    /// One for each of [`OperatingCurve::thresholds`].
    pub points: Vec<OperatingPoint>,
}

/// The counts at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OperatingPoint {
    /// Paragraphs whose confidence reaches the threshold.
    pub given: u32,
    /// Paragraphs among them that have the theme.
    pub hits: u32,
}

/// Thresholds above 0, in log-odds from -6 to 6 (0.0025 to 0.9975), by tenths.
const STEPS: i32 = 60;
const STEP: f64 = 0.1;

impl OperatingCurve {
    /// The number of points: one at 0, and one at each step of log-odds.
    pub const POINTS: usize = 2 * STEPS as usize + 2;

    /// The thresholds in ascending order, starting at 0, which all paragraphs reach. They are fixed
    /// in advance, as the tests of risk control require.
    pub fn thresholds() -> impl DoubleEndedIterator<Item = f32> + ExactSizeIterator {
        (0..Self::POINTS).map(threshold)
    }

    /// Counts paragraphs by their confidence and whether they have the theme.
    pub fn new<'a>(paragraphs: impl Iterator<Item = (&'a f32, &'a bool)>) -> Self {
        let mut bins = CurveBins::default();
        paragraphs.for_each(|(&confidence, &has)| bins.count(confidence, has));
        bins.curve()
    }

    /// The counts of all paragraphs.
    pub fn paragraphs(&self) -> OperatingPoint {
        self.points.first().copied().unwrap_or_default()
    }

    /// Returns true if all paragraphs have the theme, or none has it.
    pub fn is_one_sided(&self) -> bool {
        let OperatingPoint { given, hits } = self.paragraphs();
        hits == 0 || hits == given
    }

    /// The share of all paragraphs that reach a confidence.
    pub fn share_from(&self, confidence: f32) -> f64 {
        let below = Self::thresholds().position(|threshold| threshold >= confidence);
        let given = below.map_or(0, |place| self.points[place].given);
        f64::from(given) / f64::from(self.paragraphs().given.max(1))
    }
}

/// Paragraphs counted by the highest threshold that they reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveBins(Vec<OperatingPoint>);

impl Default for CurveBins {
    fn default() -> Self {
        Self(vec![OperatingPoint::default(); OperatingCurve::POINTS])
    }
}

impl CurveBins {
    /// Counts a paragraph by its confidence and whether it has the theme.
    pub fn count(&mut self, confidence: f32, has: bool) {
        static THRESHOLDS: LazyLock<Vec<f32>> =
            LazyLock::new(|| OperatingCurve::thresholds().collect());
        let reached = THRESHOLDS.partition_point(|threshold| *threshold <= confidence);
        if let Some(last) = reached.checked_sub(1) {
            self.0[last].given += 1;
            self.0[last].hits += u32::from(has);
        }
    }

    /// The cumulative curve: a paragraph that reaches a threshold reaches all lower ones.
    pub fn curve(&self) -> OperatingCurve {
        let mut points = self.0.clone();
        for place in (1..points.len()).rev() {
            let above = points[place];
            points[place - 1].given += above.given;
            points[place - 1].hits += above.hits;
        }
        OperatingCurve { points }
    }
}

fn threshold(place: usize) -> f32 {
    let log_odds = STEP * (place as f64 - 1.0 - f64::from(STEPS));
    if place == 0 { 0.0 } else { narrow(sigmoid(log_odds)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_who_reaches_each_threshold() {
        let paragraphs = [(0.001, false), (0.2, true), (0.5, false), (0.5, true), (0.999, true)];
        let curve = OperatingCurve::new(paragraphs.iter().map(|(c, has)| (c, has)));
        for ((point, threshold), above) in
            curve.points.iter().zip(OperatingCurve::thresholds()).zip(1..)
        {
            let reached = paragraphs.iter().filter(|(confidence, _)| *confidence >= threshold);
            let given = reached.clone().count();
            let hits = reached.filter(|(_, has)| *has).count();
            let found = [point.given as usize, point.hits as usize];
            assert_eq!(found, [given, hits], "at {threshold}, point {above}");
        }
        assert_eq!(curve.paragraphs(), OperatingPoint { given: 5, hits: 3 });
        assert!(OperatingCurve::thresholds().is_sorted());
        assert!((curve.share_from(0.5) - 0.6).abs() < 1e-12);
    }
}
