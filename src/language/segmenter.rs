//! How texts are split into words.

/// How a text is split into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segmenter {
    /// Words are runs of letters and digits; see [`tokens`](crate::text::tokens).
    Spaces,
    /// The same, but a run in a script without spaces is each of its characters, and each two
    /// neighbours.
    Characters,
}
