//! The surprisal of words.

/// The surprisal of each term, in nats: `−ln` of the smoothed share of labelled paragraphs that
/// contain it. Bigrams have a surprisal of 0, since their stems already count.
#[derive(Debug, Clone, PartialEq)]
pub struct Surprisal {
    /// One value per term, by column.
    pub of_terms: Vec<f32>,
    /// The surprisal of a word outside the vocabulary.
    pub of_unknown: f32,
}

/// The surprisal of a stem that `having` of `paragraphs` paragraphs contain.
#[cfg(feature = "training")]
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
pub(crate) fn surprise(having: u32, paragraphs: usize) -> f32 {
    -((f64::from(having) + 0.5) / (paragraphs as f64 + 1.0)).ln() as f32
}
