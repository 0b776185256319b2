//! What a row of output is about.

/// The unit that gets themes in the output; themes are always found paragraph by paragraph
/// or sentence by sentence, since the model has learnt from paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Unit {
    /// Every paragraph.
    #[default]
    Paragraph,
    /// Every sentence: a model of paragraphs is less sure of them.
    Sentence,
    /// Every document: the themes of its paragraphs, how many have each, the surest as evidence.
    Document,
}
