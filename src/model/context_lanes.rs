//! The [`Context`] of a model, sixteen themes at once.

use super::article_scores::ArticleScores;
use super::calibration_lanes::CalibrationLanes;
use super::context::{Context, Part, Situation};
use super::mean_scores::MeanScores;
use super::rest::Rest;
use crate::lanes::{LANES, Lanes};

/// The weights and calibrations of a [`Context`] in blocks of sixteen themes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ContextLanes {
    factors: [[f32; Part::COUNT]; Situation::COUNT],
    means: MeanScores,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
struct Block {
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
            Block { biases, calibrations }
        });
        let means = context.mean_scores();
        Self { factors: Situation::ALL.map(factor), means, blocks: blocks.collect() }
    }

    /// The mean scores, from which parts are measured.
    pub(super) fn means(&self) -> &MeanScores {
        &self.means
    }

    /// Writes the confidences of a paragraph in its article, one per theme, to `confidences`. `rest`
    /// is the rest of the article around it.
    #[inline]
    pub(super) fn confidences(
        &self,
        article: &ArticleScores,
        at: usize,
        rest: &Rest,
        situation: Situation,
        confidences: &mut [f32],
    ) {
        let factors = &self.factors[situation as usize];
        let places = confidences.chunks_mut(LANES);
        let blocks = self.blocks.iter().zip(self.means.blocks()).enumerate();
        for ((number, (block, means)), places) in blocks.zip(places) {
            let mut scores = block.biases[situation as usize];
            let mut factors_of_means = 0.0;
            let mut add = |factor: f32, of_part: &Lanes<f32>| {
                scores.add_times(factor, of_part);
                factors_of_means += factor;
            };
            for part in Part::ALL.into_iter().filter(|&part| situation.has(part)) {
                if let Some(of_part) = article.part(part, at, number) {
                    add(factors[part as usize], of_part);
                }
            }
            if let Some(of_rest) = rest.block(number).filter(|_| situation.has(Part::Rest)) {
                add(factors[Part::Rest as usize] * rest.weight(Part::Rest), of_rest);
            }
            scores.add_times(-factors_of_means, means);
            let all = block.calibrations.confidences(&scores);
            places.copy_from_slice(&all[..places.len()]);
        }
    }
}
