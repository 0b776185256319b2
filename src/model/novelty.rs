//! How far a paragraph is from those a model has learnt from.

use super::sigmoid::sigmoid;
use crate::features::Surprisal;

/// Tells how probably a paragraph is unlike the labelled ones: another language, code,
/// noise, or a kind of text they do not have.
///
/// Words surprise, in nats, the more the fewer labelled paragraphs have them; the mean
/// surprise of a paragraph's words is the cross entropy of its text under the vocabulary
/// of the labels. Its distance from their mean is measured in what chance does to so many
/// words; a paragraph may differ as a whole, too, by as much as four hundred words do by
/// chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Novelty {
    /// The surprise of each term.
    pub surprisal: Surprisal,
    /// The mean surprise of a word, in nats.
    pub mean: f32,
    /// The standard deviation of distances, above 0.
    pub deviation: f32,
    /// The distance that one in fifty labelled paragraphs is beyond, by what others say.
    pub limit: f32,
}

impl Novelty {
    /// The limit where labelled paragraphs are too few to say what is usual: no paragraph
    /// is beyond it.
    pub const NO_LIMIT: f32 = 1e6;
    /// From here on a paragraph is novel.
    pub const NOVEL: f32 = 0.5;

    /// The distance of so many words from labelled paragraphs, by the sum of their
    /// surprisal.
    #[inline]
    pub fn distance(&self, surprise: f32, words: usize) -> f32 {
        const ALIKE: f32 = 400.0;
        let words = words as f32;
        (surprise / words - self.mean) / (1.0 / words + 1.0 / ALIKE).sqrt()
    }

    /// The novelty of a paragraph of so many words, from 0 to 1: 0 for all if there is no
    /// limit, else 1 if there is no word, as then nothing is known.
    #[inline]
    pub fn of(&self, surprise: f32, words: usize) -> f32 {
        if words == 0 || self.limit >= Self::NO_LIMIT {
            return if self.limit < Self::NO_LIMIT { 1.0 } else { 0.0 };
        }
        let beyond = (self.distance(surprise, words) - self.limit) / self.deviation;
        sigmoid(2.0 * beyond)
    }

    /// What a novelty leaves of a confidence: nearly all where there is little doubt, three
    /// quarters where it is even, nothing of what is certainly novel.
    #[inline]
    pub fn familiarity(novelty: f32) -> f32 {
        1.0 - novelty * novelty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_half_at_the_limit_and_rises_with_surprise_and_words() {
        let surprisal = Surprisal { of_terms: vec![], of_unknown: 9.0 };
        let novelty = Novelty { surprisal, mean: 3.0, deviation: 2.0, limit: 6.0 };
        let of = |mean: f32, words: usize| novelty.of(mean * words as f32, words);
        let at_limit = 3.0 + 6.0 * (0.01_f32 + 0.0025).sqrt();
        assert!((of(at_limit, 100) - Novelty::NOVEL).abs() < 1e-4);
        assert!(of(3.0, 100) < 0.01 && of(9.0, 100) > 0.99);
        assert!(of(5.0, 4) < of(5.0, 40) && of(5.0, 40) < of(6.0, 40));
        assert!(novelty.of(0.0, 0) > 0.999);
        let never = Novelty { limit: Novelty::NO_LIMIT, ..novelty };
        assert!(never.of(0.0, 0) + never.of(1e6, 1) < 1e-9);
    }
}
