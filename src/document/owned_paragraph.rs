//! A paragraph that owns its text.

use std::ops::Range;

use super::Paragraph;
use crate::language::Language;

/// A paragraph that owns its text: one of a page, which differs from the bytes of the document, or
/// one of another chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OwnedParagraph {
    /// The text.
    pub(super) text: String,
    /// Its byte range in the document, with any markup inside.
    pub(super) range: Range<usize>,
    /// Its line in the document, from 1.
    pub(super) line: usize,
}

impl OwnedParagraph {
    pub(super) fn new(paragraph: Paragraph) -> Self {
        let Paragraph { text, range, line, language: _ } = paragraph;
        Self { text: text.to_owned(), range, line }
    }

    pub(super) fn borrowed(&self, language: Language) -> Paragraph<'_> {
        Paragraph { text: &self.text, range: self.range.clone(), line: self.line, language }
    }
}
