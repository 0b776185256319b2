//! The mean score of each theme, at which a score says nothing.

use crate::lanes::{LANES, Lanes};

/// The mean scores, and the factor that turns scores into log-odds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MeanScores {
    blocks: Vec<Lanes<f32>>,
    slope: f32,
    themes: usize,
}

impl MeanScores {
    pub(crate) fn new(means: &[f32], slope: f32) -> Self {
        let blocks = means.chunks(LANES).map(|block| Lanes::padded(block.iter().copied()));
        Self { blocks: blocks.collect(), slope, themes: means.len() }
    }

    /// In blocks of sixteen themes, padded with zeros.
    #[inline]
    pub(super) fn blocks(&self) -> impl ExactSizeIterator<Item = &Lanes<f32>> {
        self.blocks.iter()
    }

    /// How far scores are from the mean: the root mean square over all themes, in log-odds.
    #[inline]
    pub(super) fn size(&self, scores: &[Lanes<f32>]) -> f32 {
        let mut squares = 0.0;
        for (scores, means) in scores.iter().zip(&self.blocks) {
            for (score, mean) in scores.0.iter().zip(&means.0) {
                squares += (score - mean) * (score - mean);
            }
        }
        self.slope.abs() * (squares / self.themes as f32).sqrt()
    }
}
