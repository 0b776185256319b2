//! How much each word surprises a model.

/// The surprise of each term, in nats: `−ln` of the share of labelled paragraphs that
/// have it, as if one more had half of it. Bigrams surprise nobody, so that they do not
/// count twice what their stems say.
#[derive(Debug, Clone, PartialEq)]
pub struct Surprisal {
    /// One per term, by its column.
    pub of_terms: Vec<f32>,
    /// That of a word which is no term.
    pub of_unknown: f32,
}

/// The surprise of a stem that `having` of all `paragraphs` have.
#[cfg(feature = "training")]
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
pub(crate) fn surprise(having: u32, paragraphs: usize) -> f32 {
    -((f64::from(having) + 0.5) / (paragraphs as f64 + 1.0)).ln() as f32
}
