//! How far an article reaches around each of its paragraphs.

#[cfg(feature = "documents")]
use super::Paragraph;

/// The number of paragraphs before a paragraph, and after it, that count as the rest of its
/// article. It is bounded, because a text may be longer than memory.
pub const WINDOW: usize = 16;

#[cfg(feature = "documents")]
impl Paragraph<'_> {
    /// Whether it is longer than people write paragraphs, such as a table. It then stands alone,
    /// and the paragraphs before it and after it are in different articles. This bounds the memory
    /// for [`WINDOW`] paragraphs.
    pub(crate) fn is_long(&self) -> bool {
        const MAX_BYTES: usize = 16 << 10;
        self.text.len() > MAX_BYTES
    }
}
