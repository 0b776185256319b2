//! Novelty detection: how far a paragraph is from the training data.

use super::sigmoid::sigmoid;
use crate::features::Surprisal;

/// Estimates the probability that a paragraph is unlike the labelled ones: another language, code,
/// noise, or a kind of text that was not labelled.
///
/// The fewer labelled paragraphs contain a word, the higher its surprisal, in nats. The mean
/// surprisal of a paragraph is the cross entropy of its text under the vocabulary of the labels.
/// Its distance from the mean of the labelled paragraphs is measured in standard deviations for its
/// number of words. Paragraphs also differ as a whole; this adds the variance of a mean over four
/// hundred words.
#[derive(Debug, Clone, PartialEq)]
pub struct Novelty {
    /// The surprisal of each term.
    pub surprisal: Surprisal,
    /// The mean surprisal of a word, in nats.
    pub mean: f32,
    /// The standard deviation of distances, above 0.
    pub deviation: f32,
    /// The distance exceeded by one labelled paragraph in fifty, each measured by the other
    /// paragraphs.
    pub limit: f32,
}

impl Novelty {
    /// The limit if there are too few labelled paragraphs to estimate one. No paragraph exceeds it.
    pub const NO_LIMIT: f32 = 1e6;
    /// The novelty from which a paragraph counts as novel.
    pub const NOVEL: f32 = 0.5;

    /// The distance of a paragraph from the labelled ones. `surprise` is the sum of the surprisal
    /// of its `words`.
    #[inline]
    pub fn distance(&self, surprise: f32, words: usize) -> f32 {
        const ALIKE: f32 = 400.0;
        let words = words as f32;
        (surprise / words - self.mean) / (1.0 / words + 1.0 / ALIKE).sqrt()
    }

    /// The novelty of a paragraph, from 0 to 1. It is always 0 if there is no limit, and otherwise
    /// 1 for a paragraph without words.
    #[inline]
    pub fn of(&self, surprise: f32, words: usize) -> f32 {
        if words == 0 || self.limit >= Self::NO_LIMIT {
            return if self.limit < Self::NO_LIMIT { 1.0 } else { 0.0 };
        }
        let beyond = (self.distance(surprise, words) - self.limit) / self.deviation;
        sigmoid(2.0 * beyond)
    }

    /// The factor by which a novelty reduces confidences: 1 for a novelty of 0, 0.75 for 0.5, and 0
    /// for 1.
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
