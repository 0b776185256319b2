//! The calibrations of sixteen themes, applied at once.

use super::Calibration;
use super::sigmoid::{sigmoid, softplus};
use crate::lanes::{LANES, Lanes};

/// The [`Calibration`]s of up to sixteen themes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CalibrationLanes {
    /// The slope below score 0; `bend` is its increase above.
    below: Lanes<f32>,
    bend: Lanes<f32>,
    intercept: Lanes<f32>,
}

impl CalibrationLanes {
    /// The calibrations in blocks of sixteen.
    pub(super) fn blocks(calibrations: &[Calibration]) -> Vec<Self> {
        calibrations.chunks(LANES).map(Self::new).collect()
    }

    fn new(calibrations: &[Calibration]) -> Self {
        let each = |part: fn(&Calibration) -> f32| Lanes::padded(calibrations.iter().map(part));
        Self {
            below: each(|theme| theme.below),
            bend: each(|theme| theme.above - theme.below),
            intercept: each(|theme| theme.intercept),
        }
    }

    /// The confidences of scores.
    #[inline]
    pub(super) fn confidences(&self, scores: &Lanes<f32>) -> [f32; LANES] {
        let mut log_odds = [0.0; LANES];
        for (at, log_odds) in log_odds.iter_mut().enumerate() {
            let score = scores.0[at];
            let curve = self.below.0[at] * score + self.bend.0[at] * softplus(score);
            *log_odds = curve + self.intercept.0[at];
        }
        log_odds.map(sigmoid)
    }
}
