//! The [`Context`] of a model, sixteen themes at once.

use super::article_scores::ArticleScores;
use super::calibration_lanes::CalibrationLanes;
use super::context::{Context, Part, Situation};
use crate::lanes::{LANES, Lanes};

/// The weights and calibrations of a [`Context`] in blocks of sixteen themes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ContextLanes {
    factors: [[f32; Part::COUNT]; Situation::COUNT],
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
struct Block {
    means: Lanes<f32>,
    biases: [Lanes<f32>; Situation::COUNT],
    calibrations: CalibrationLanes,
}

impl ContextLanes {
    pub(super) fn new(context: &Context) -> Self {
        let factor = |situation| Part::ALL.map(|part| context.factor(situation, part));
        let calibrations = CalibrationLanes::blocks(&context.heads.calibrations);
        let firsts = (0..).step_by(LANES);
        let blocks = calibrations.into_iter().zip(firsts).map(|(calibrations, first)| {
            let from = |numbers: &[f32]| Lanes::padded(numbers[first..].iter().copied());
            let bias = |situation| from(&context.weights(situation).biases);
            let biases = Situation::ALL.map(bias);
            Block { means: from(&context.means), biases, calibrations }
        });
        Self { factors: Situation::ALL.map(factor), blocks: blocks.collect() }
    }

    /// Writes the confidences of a paragraph in its article, one per theme, to `confidences`.
    #[inline]
    pub(super) fn confidences(
        &self,
        article: &ArticleScores,
        at: usize,
        situation: Situation,
        confidences: &mut [f32],
    ) {
        let factors = &self.factors[situation as usize];
        let places = confidences.chunks_mut(LANES);
        for ((number, block), places) in self.blocks.iter().enumerate().zip(places) {
            let mut scores = block.biases[situation as usize];
            for part in Part::ALL.into_iter().filter(|&part| situation.has(part)) {
                if let Some(of_part) = article.part(part, at, number) {
                    let factor = factors[part as usize] * article.reliability(part, at);
                    scores.add_times(factor, &of_part);
                    scores.add_times(-factor, &block.means);
                }
            }
            let all = block.calibrations.confidences(&scores);
            places.copy_from_slice(&all[..places.len()]);
        }
    }
}
