//! The estimated prevalence of a theme, corrected for labelling errors.

use serde::Serialize;

use super::Interval;
use super::{OperatingCurve, OperatingPoint};

/// The estimated share of unlabelled paragraphs that have a theme.
///
/// The share of predicted labels is biased: most labels of a rare theme may be wrong, and a
/// frequent theme may often be missed. The adjusted count corrects this with the true and false
/// positive rates at calibration; it is the median over all thresholds that separate the two
/// (Forman 2008, “Quantifying counts and costs via classification”). It assumes that paragraphs
/// with the theme, and those without, are like those used for calibration; only their shares may
/// differ. A novel paragraph counts as one without the theme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prevalence {
    /// The share, from 0 to 1.
    pub share: f64,
    /// The 95 % interval, by the normal approximation of the three shares in the estimate.
    pub interval: Interval,
}

impl Prevalence {
    /// Estimates the share from the number of paragraphs that reach each threshold now (`found`)
    /// and at calibration (`known`). Returns `None` if there are no paragraphs, or too few known
    /// ones.
    pub fn estimate(found: &OperatingCurve, known: &OperatingCurve) -> Option<Self> {
        Self::of_kinds([(found, Some(known))])
    }

    /// Estimates the share among paragraphs of several kinds, such as lone ones and those of
    /// articles, each with its curves `found` and `known`. Returns `None` if there are no
    /// paragraphs, or too few known ones of a kind that was found.
    pub fn of_kinds<'c>(
        kinds: impl IntoIterator<Item = (&'c OperatingCurve, Option<&'c OperatingCurve>)>,
    ) -> Option<Self> {
        let count = |found: &OperatingCurve| f64::from(found.paragraphs().given);
        let kinds = kinds.into_iter().filter(|(found, _)| count(found) > 0.0);
        let estimates = kinds.map(|(found, known)| Some((count(found), adjusted(found, known?)?)));
        let estimates: Vec<_> = estimates.collect::<Option<_>>()?;
        let all: f64 = estimates.iter().map(|(count, _)| count).sum();
        let weighted = |(count, (share, error))| (count / all * share, count / all * error);
        let (shares, errors): (Vec<f64>, Vec<f64>) = estimates.into_iter().map(weighted).unzip();
        let share: f64 = shares.iter().sum();
        // The kinds are independent.
        let error = errors.iter().map(|error| error * error).sum::<f64>().sqrt();
        let interval = Interval { low: (share - error).max(0.0), high: (share + error).min(1.0) };
        (all > 0.0).then_some(Self { share, interval })
    }
}

/// The adjusted share, and 1.96 standard errors of it.
fn adjusted(found: &OperatingCurve, known: &OperatingCurve) -> Option<(f64, f64)> {
    let count = found.paragraphs().given;
    let clearest = known.points.iter().map(|&point| Rates::new(known, point).difference());
    let enough = clearest.fold(0.0, f64::max) / 2.0;
    if known.is_one_sided() || enough <= 0.0 {
        return None;
    }
    let points = found.points.iter().zip(&known.points);
    let rates = points.map(|(found, &point)| (found.given, Rates::new(known, point)));
    let clear = rates.filter(|(_, rates)| rates.difference() >= enough);
    let adjust = |(given, rates): (u32, Rates)| rates.adjust(Rate::new(given, count));
    let mut estimates: Vec<_> = clear.map(adjust).collect();
    estimates.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (estimate, error) = estimates[estimates.len() / 2];
    // Clamped before the interval: an estimate below 0 is no more certain than 0.
    Some((estimate.clamp(0.0, 1.0), error))
}

/// The true and false positive rates at a threshold.
struct Rates {
    found: Rate,
    false_alarms: Rate,
}

impl Rates {
    fn new(curve: &OperatingCurve, point: OperatingPoint) -> Self {
        let all = curve.paragraphs();
        Self {
            found: Rate::new(point.hits, all.hits),
            false_alarms: Rate::new(point.given - point.hits, all.given - all.hits),
        }
    }

    fn difference(&self) -> f64 {
        self.found.share - self.false_alarms.share
    }

    /// The adjusted share if `share` of all paragraphs reach the threshold, and 1.96 standard
    /// errors of it.
    fn adjust(&self, given: Rate) -> (f64, f64) {
        let adjusted = (given.share - self.false_alarms.share) / self.difference();
        let share = adjusted.clamp(0.0, 1.0);
        let variance = given.variance()
            + share.powi(2) * self.found.variance()
            + (1.0 - share).powi(2) * self.false_alarms.variance();
        (adjusted, 1.96 * variance.sqrt() / self.difference())
    }
}

/// A share of a number of paragraphs.
#[derive(Clone, Copy)]
struct Rate {
    share: f64,
    of: f64,
}

impl Rate {
    fn new(part: u32, of: u32) -> Self {
        let of = f64::from(of);
        Self { share: f64::from(part) / of.max(1.0), of }
    }

    /// Counts one more of each kind, so that a share of 0 is not certain.
    fn variance(self) -> f64 {
        let smoothed = (self.share * self.of + 1.0) / (self.of + 2.0);
        smoothed * (1.0 - smoothed) / (self.of + 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::distributions::{Distribution, Uniform};
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    /// Confidences that overlap: from 0.3 to 0.9 with the theme, from 0 to 0.6 without.
    fn draw(with: usize, without: usize, random: &mut ChaCha8Rng) -> Vec<(f32, bool)> {
        let mut some = |count, from, to, has| {
            let range = Uniform::new(from, to);
            (0..count).map(|_| (range.sample(random), has)).collect::<Vec<_>>()
        };
        let mut all = some(with, 0.3, 0.9, true);
        all.extend(some(without, 0.0, 0.6, false));
        all
    }

    #[test]
    fn finds_shares_far_from_those_it_was_calibrated_on() {
        const ROUNDS: usize = 200;
        let mut random = ChaCha8Rng::seed_from_u64(5);
        for (with, without) in [(20, 480), (250, 250), (450, 50)] {
            let truth = with as f64 / 500.0;
            let (mut within, mut sum) = (0, 0.0);
            for _ in 0..ROUNDS {
                let known = curve(&draw(100, 400, &mut random));
                let found = curve(&draw(with, without, &mut random));
                let found = Prevalence::estimate(&found, &known).unwrap();
                let Prevalence { share, interval: Interval { low, high } } = found;
                within += usize::from((low..=high).contains(&truth));
                sum += share;
            }
            let mean = sum / ROUNDS as f64;
            assert!((mean - truth).abs() < 0.03, "{mean} for {truth}");
            assert!(within * 100 >= 90 * ROUNDS, "{within} of {ROUNDS} for {truth}");
        }
    }

    fn curve(paragraphs: &[(f32, bool)]) -> OperatingCurve {
        OperatingCurve::new(paragraphs.iter().map(|(confidence, has)| (confidence, has)))
    }

    #[test]
    fn knows_nothing_without_paragraphs() {
        let (none, some) = (curve(&[]), curve(&[(0.9, true), (0.1, false)]));
        assert_eq!(Prevalence::estimate(&some, &none), None);
        assert_eq!(Prevalence::estimate(&none, &some), None);
        assert!(Prevalence::estimate(&some, &some).is_some());
        assert_eq!(Prevalence::of_kinds([(&some, Some(&some)), (&some, None)]), None);
        let found = Prevalence::of_kinds([(&some, Some(&some)), (&none, None)]);
        assert_eq!(found, Prevalence::estimate(&some, &some));
    }

    #[test]
    fn the_share_among_two_kinds_is_between_theirs() {
        let known = curve(&draw(100, 400, &mut ChaCha8Rng::seed_from_u64(1)));
        let some = |with, without| curve(&draw(with, without, &mut ChaCha8Rng::seed_from_u64(2)));
        let (rare, often) = (some(10, 90), some(180, 120));
        let estimate = |kind| Prevalence::estimate(kind, &known).unwrap();
        let both = Prevalence::of_kinds([(&rare, Some(&known)), (&often, Some(&known))]).unwrap();
        let expected = 0.25 * estimate(&rare).share + 0.75 * estimate(&often).share;
        assert!((both.share - expected).abs() < 1e-12);
        assert!(
            both.interval.high - both.share
                < estimate(&often).interval.high - estimate(&often).share
        );
    }
}
