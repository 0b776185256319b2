//! What a score says without any context.

use ndarray::{Array1, Array2, Axis};

use crate::math::narrow;
use crate::model::MeanScores;
use crate::training::calibration::{Point, Slope, Theme, fit};

/// Turns the scores of lone paragraphs into log-odds by a straight line, so that contexts of
/// different models have the same scale.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    /// The mean score of each theme.
    pub(super) means: Vec<f32>,
    /// Log-odds per unit of score, common to all themes.
    pub(super) slope: f32,
    /// The log-odds of a mean score, for each theme.
    pub(super) log_odds: Vec<f32>,
}

impl Baseline {
    /// The mean scores, from which parts are measured.
    pub(super) fn mean_scores(&self) -> MeanScores {
        MeanScores::new(&self.means, self.slope)
    }

    /// Fits out-of-fold scores of the paragraphs at the indices `calibrating`.
    pub(super) fn fit(
        scores: &Array2<f32>,
        targets: &Array2<Option<bool>>,
        weights: &Array1<f32>,
        calibrating: &[usize],
    ) -> Self {
        let (scores, targets) =
            (scores.select(Axis(0), calibrating), targets.select(Axis(0), calibrating));
        let weights = weights.select(Axis(0), calibrating);
        let means = scores.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(scores.ncols()));
        let columns = scores.columns().into_iter().zip(targets.columns()).zip(&means);
        let themes = columns.map(|((scores, targets), mean)| {
            let paragraphs = scores.into_iter().zip(targets).zip(&weights);
            let points = paragraphs.filter_map(|((score, has), weight)| {
                let features = [f64::from(score - mean), 1.0];
                let target = f64::from(u8::from((*has)?));
                Some(Point { features, known: 0.0, target, weight: f64::from(*weight) })
            });
            Theme { points: points.collect(), offset: 0.0 }
        });
        let mut themes: Vec<Theme<2>> = themes.collect();
        let [slope, mean] = fit(&mut themes, [1.0, 0.0], [Slope::Rising, Slope::Free]);
        let log_odds = themes.iter().map(|theme| narrow(mean + theme.offset));
        Self { means: means.to_vec(), slope: narrow(slope), log_odds: log_odds.collect() }
    }
}
