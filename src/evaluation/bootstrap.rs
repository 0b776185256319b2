//! Bootstrap intervals of evaluation figures.

use rand::distributions::{Distribution, Uniform};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

use super::figure::CALIBRATION_ERROR;
use super::{Evaluation, Interval, Predictions, Units};
use crate::theme::ThemeSet;
use ndarray::ArrayView2;

/// Resamples [`Units`] with replacement (Efron 1979): whole documents, as the paragraphs of one are
/// alike, and lone paragraphs. The interval of a figure covers the middle 95 % of the draws (the
/// percentile method; the basic method for the expected calibration error). Units are assumed to be
/// independent, so intervals are too narrow if few sources contribute many of them. Equal seeds give
/// equal intervals for any number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// The number of draws.
    pub samples: usize,
    /// The seed of the draws.
    pub seed: u64,
}

/// The value of one figure in each draw.
pub(super) type Draws = Vec<f64>;

impl Bootstrap {
    /// The interval of each figure of [`Evaluation::mean_of`] the predictions, in the order of
    /// [`Evaluation::figures`]; `None` for a figure that is undefined in every draw.
    pub fn intervals(
        self,
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &[Predictions],
        units: &Units,
    ) -> Vec<Option<Interval>> {
        let draws = self.draws(units, |paragraphs| {
            let evaluation = Evaluation::of_part(themes, truth, predictions, paragraphs);
            evaluation.figures().into_iter().map(|figure| figure.value).collect()
        });
        let measured = Evaluation::mean_of(themes, truth, predictions);
        let figures = measured.figures().into_iter().zip(draws);
        let intervals = figures.map(|(figure, draws)| {
            let interval = Interval::of(draws)?;
            Some(if figure.name == CALIBRATION_ERROR {
                interval.about(figure.value?)
            } else {
                interval
            })
        });
        intervals.collect()
    }

    /// The values of each figure in all draws.
    pub(super) fn draws(
        self,
        units: &Units,
        measure: impl Fn(&[usize]) -> Vec<Option<f64>> + Sync,
    ) -> Vec<Draws> {
        let samples = 0..self.samples as u64;
        let draws = samples.into_par_iter().map(|sample| measure(&self.draw(units, sample)));
        let draws: Vec<_> = draws.collect();
        let figures = draws.first().map_or(0, Vec::len);
        (0..figures).map(|at| draws.iter().filter_map(|draw| draw[at]).collect()).collect()
    }

    /// The indices of the paragraphs in one draw.
    fn draw(self, units: &Units, sample: u64) -> Vec<usize> {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(sample);
        let drawn = Uniform::new(0, units.len()).sample_iter(random).take(units.len());
        drawn.flat_map(|unit| units.paragraphs(unit)).copied().collect()
    }
}

impl Interval {
    /// The interval mirrored about a value (the basic bootstrap). Noise only adds to a calibration
    /// error, so it is larger in nearly every draw than on all paragraphs; mirroring subtracts as
    /// much.
    fn about(self, value: f64) -> Self {
        let [low, high] = [self.high, self.low].map(|bound| (2.0 * value - bound).max(0.0));
        Self { low, high }
    }

    /// The middle 95 % of the draws.
    pub(super) fn of(mut draws: Draws) -> Option<Self> {
        const OUTSIDE: f64 = 0.025;
        draws.sort_by(f64::total_cmp);
        let last = draws.len().checked_sub(1)?;
        Some(Self {
            low: quantile(&draws, last as f64 * OUTSIDE),
            high: quantile(&draws, last as f64 * (1.0 - OUTSIDE)),
        })
    }
}

/// The quantile at a fractional index, by linear interpolation.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place from 0 to the number of values"
)]
fn quantile(sorted: &[f64], place: f64) -> f64 {
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_five_of_a_hundred_lie_between() {
        let draws: Draws = (0..=1000).rev().map(f64::from).collect();
        assert_eq!(Interval::of(draws), Some(Interval { low: 25.0, high: 975.0 }));
        assert_eq!(Interval::of(vec![]), None);
    }

    /// The interval should match the binomial distribution: 0.3 ± 1.96 · 0.0145.
    #[test]
    fn the_interval_of_a_share_is_as_wide_as_theory_says() {
        let bootstrap = Bootstrap { samples: 4000, seed: 3 };
        let share = |drawn: &[usize]| {
            let hits = drawn.iter().filter(|&&paragraph| paragraph < 300).count();
            vec![Some(hits as f64 / drawn.len() as f64), None]
        };
        let units = Units::single(1000);
        let draws = bootstrap.draws(&units, share);
        assert_eq!(draws, bootstrap.draws(&units, share));
        let Interval { low, high } = Interval::of(draws[0].clone()).unwrap();
        assert!((low - 0.2716).abs() < 0.002 && (high - 0.3284).abs() < 0.002, "{low} {high}");
        assert!(draws[1].is_empty());
    }

    /// A thousand paragraphs in a hundred documents of ten equal ones are as good as a hundred: the
    /// interval is √10 times as wide.
    #[test]
    fn documents_of_equal_paragraphs_count_once() {
        let bootstrap = Bootstrap { samples: 4000, seed: 3 };
        let share = |drawn: &[usize]| {
            assert_eq!(drawn.len(), 1000);
            let hits = drawn.iter().filter(|&&paragraph| paragraph % 100 < 30).count();
            vec![Some(hits as f64 / drawn.len() as f64)]
        };
        let documents: Vec<_> = (0..1000).map(|at| (at % 100).to_string()).collect();
        let units = Units::of_documents(documents.iter().map(|name| Some(name.as_str())));
        let draws = bootstrap.draws(&units, share).swap_remove(0);
        let Interval { low, high } = Interval::of(draws).unwrap();
        assert!((low - 0.21).abs() < 0.011 && (high - 0.39).abs() < 0.011, "{low} {high}");
    }
}
