//! The unit of an output row.

/// The unit that gets themes in the output; themes are always found paragraph by paragraph or
/// sentence by sentence, since models learn from paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Unit {
    /// Every paragraph.
    #[default]
    Paragraph,
    /// Every sentence; confidences are lower, because models learn from paragraphs.
    Sentence,
    /// Every document: the themes of its paragraphs, the number with each, the most confident as
    /// evidence.
    Document,
}
