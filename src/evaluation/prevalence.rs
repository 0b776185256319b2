//! How many paragraphs have a theme, which is not how many are labelled with it.

use ndarray::ArrayView1;
use serde::Serialize;

use super::Interval;
use crate::model::{OperatingCurve, OperatingPoint};

/// The estimated share of paragraphs that have a theme, none of which need have labels.
///
/// Where a theme is rare, most of its labels may be wrong, where it is frequent, most of it
/// missed: a plain count is biased. The adjusted count undoes this with the shares of
/// paragraphs with and without the theme that reached a threshold when the model was
/// calibrated; of those at thresholds that tell them apart it is the median (Forman 2008,
/// “Quantifying counts and costs via classification”). It holds where paragraphs with a
/// theme are like those with it then, and those without like those without, whatever their
/// shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prevalence {
    /// The share, from 0 to 1.
    pub share: f64,
    /// What it is within in 95 of 100 cases, by the normal approximation of all three
    /// shares that it is made of.
    pub interval: Interval,
}

impl Prevalence {
    /// Estimates from confidences of one theme, one for each paragraph; `None` if there is
    /// no paragraph, or the curve knows too little of the theme.
    pub fn estimate(confidences: ArrayView1<f32>, curve: &OperatingCurve) -> Option<Self> {
        let clearest = curve.points.iter().map(|point| Rates::new(curve, point).difference());
        let enough = clearest.fold(0.0, f64::max) / 2.0;
        if confidences.is_empty() || enough <= 0.0 {
            return None;
        }
        let thresholds = OperatingCurve::thresholds().zip(&curve.points);
        let rates = thresholds.map(|(threshold, point)| (threshold, Rates::new(curve, point)));
        let clear = rates.filter(|(_, rates)| rates.difference() >= enough);
        let mut estimates: Vec<_> = clear
            .map(|(threshold, rates)| {
                let reached = confidences.iter().filter(|&&c| c >= threshold).count();
                rates.adjust(Rate {
                    share: share(reached, confidences.len()),
                    of: confidences.len(),
                })
            })
            .collect();
        estimates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (estimate, error) = estimates[estimates.len() / 2];
        let [share, low, high] =
            [estimate, estimate - error, estimate + error].map(|share| share.clamp(0.0, 1.0));
        Some(Self { share, interval: Interval { low, high } })
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The shares of paragraphs with the theme and without it that reach a threshold.
struct Rates {
    found: Rate,
    false_alarms: Rate,
}

impl Rates {
    fn new(curve: &OperatingCurve, point: &OperatingPoint) -> Self {
        let all = curve.paragraphs();
        let rate = |reached: u32, of: u32| {
            let (reached, of) = (reached as usize, of as usize);
            Rate { share: share(reached, of), of }
        };
        Self {
            found: rate(point.hits, all.hits),
            false_alarms: rate(point.given - point.hits, all.given - all.hits),
        }
    }

    fn difference(&self) -> f64 {
        self.found.share - self.false_alarms.share
    }

    /// The share with the theme if such a share of all reaches the threshold, and 1.96
    /// standard errors of it.
    fn adjust(&self, given: Rate) -> (f64, f64) {
        let adjusted = (given.share - self.false_alarms.share) / self.difference();
        let share = adjusted.clamp(0.0, 1.0);
        let variance = given.variance()
            + share.powi(2) * self.found.variance()
            + (1.0 - share).powi(2) * self.false_alarms.variance();
        (adjusted, 1.96 * variance.sqrt() / self.difference())
    }
}

/// A share of so many.
#[derive(Clone, Copy)]
struct Rate {
    share: f64,
    of: usize,
}

impl Rate {
    /// With one more of each kind, so that a share of 0 is not certain.
    fn variance(self) -> f64 {
        let of = self.of as f64;
        let smoothed = (self.share * of + 1.0) / (of + 2.0);
        smoothed * (1.0 - smoothed) / (of + 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::distributions::{Distribution, Uniform};
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    /// Confidences that overlap: those with the theme from 0.3 to 0.9, others from 0 to 0.6.
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
                let curve = draw(100, 400, &mut random);
                let curve = OperatingCurve::new(curve.iter().map(|(c, has)| (c, has)));
                let drawn = draw(with, without, &mut random);
                let confidences: Vec<f32> = drawn.iter().map(|(c, _)| *c).collect();
                let found = Prevalence::estimate(ArrayView1::from(&confidences), &curve).unwrap();
                let Prevalence { share, interval: Interval { low, high } } = found;
                within += usize::from((low..=high).contains(&truth));
                sum += share;
            }
            let mean = sum / ROUNDS as f64;
            assert!((mean - truth).abs() < 0.03, "{mean} for {truth}");
            assert!(within * 100 >= 90 * ROUNDS, "{within} of {ROUNDS} for {truth}");
        }
    }

    #[test]
    fn knows_nothing_without_paragraphs() {
        let none = OperatingCurve::new(std::iter::empty());
        assert_eq!(Prevalence::estimate(ArrayView1::from(&[0.5]), &none), None);
        let curve = OperatingCurve::new([(&0.9, &true), (&0.1, &false)].into_iter());
        assert_eq!(Prevalence::estimate(ArrayView1::from(&[]), &curve), None);
    }
}
