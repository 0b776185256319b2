//! The paragraphs or sentences that are read together.

use std::ops::Range;

use super::Unit;
use crate::document::{Chunk, Document, Paragraph};
use crate::paragraph::WINDOW;

/// Passages of a chunk that are read together, and those around them.
///
/// A chunk is usually one article. Paragraphs that are too long to be read stand between articles.
#[derive(Debug, Clone)]
pub struct Article<'a> {
    /// The document.
    pub document: &'a Document,
    /// The passages of the chunk, and at most [`WINDOW`] before them and after them.
    pub(super) passages: Vec<Passage<'a>>,
    /// Which of them belong to the chunk.
    pub(super) own: Range<usize>,
}

/// A paragraph, or a sentence of one, at its place in a document.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// The number of the paragraph in the document, from 1.
    pub number: usize,
    /// The number of the sentence in the paragraph, from 1, if it is one.
    pub sentence: Option<usize>,
    /// The paragraph or sentence.
    pub paragraph: Paragraph<'a>,
}

impl<'a> Article<'a> {
    /// The articles of a chunk, in order.
    pub fn all(chunk: &'a Chunk, unit: Unit) -> Vec<Self> {
        let (before, own, after) = (chunk.before(), chunk.paragraphs(), chunk.after());
        let numbers = chunk.first..chunk.first + own.len();
        let first = chunk.first - before.len();
        let all: Vec<_> = (first..).zip(before.chain(own).chain(after)).collect();
        let together =
            |a: &(usize, Paragraph), b: &(usize, Paragraph)| !a.1.is_long() && !b.1.is_long();
        let articles = all.chunk_by(together).map(|article| {
            let passages = match unit {
                Unit::Sentence => article.iter().flat_map(sentences).collect(),
                Unit::Paragraph | Unit::Document => article.iter().map(passage).collect(),
            };
            Self::new(&chunk.document, passages, &numbers)
        });
        articles.filter(|article| !article.own.is_empty()).collect()
    }

    /// An article of which the paragraphs with these numbers belong to the chunk.
    fn new(document: &'a Document, passages: Vec<Passage<'a>>, numbers: &Range<usize>) -> Self {
        let place = |number| passages.partition_point(|passage| passage.number < number);
        let own = place(numbers.start)..place(numbers.end);
        Self { document, passages, own }.with_neighbours(WINDOW)
    }

    /// The same article with at most `count` passages before those of the chunk, and after.
    fn with_neighbours(self, count: usize) -> Self {
        let Self { document, mut passages, own } = self;
        passages.truncate(own.end.saturating_add(count));
        let dropped = own.start.saturating_sub(count);
        passages.drain(..dropped);
        Self { document, passages, own: own.start - dropped..own.end - dropped }
    }

    /// The same article without the passages around those of the chunk.
    pub(super) fn without_neighbours(self) -> Self {
        self.with_neighbours(0)
    }

    /// The title that counts for its passages. One that is too long to be read does not.
    pub(super) fn title(&self) -> Option<&'a str> {
        const MAX_BYTES: usize = 1 << 12;
        self.document.title().filter(|title| title.len() <= MAX_BYTES)
    }

    /// The number of passages at the beginning that are the title.
    pub(super) fn titles(&self) -> usize {
        (0..self.passages.len()).take_while(|&at| !self.is_titled(at)).count()
    }

    /// Whether the title counts for a passage: not for the title itself.
    pub(super) fn is_titled(&self, at: usize) -> bool {
        self.document.headline.is_none() || self.passages[at].number > 1
    }
}

/// A paragraph with its number.
fn passage<'a>((number, paragraph): &(usize, Paragraph<'a>)) -> Passage<'a> {
    Passage { number: *number, sentence: None, paragraph: paragraph.clone() }
}

/// The sentences of a paragraph with its number.
fn sentences<'a>((number, paragraph): &(usize, Paragraph<'a>)) -> Vec<Passage<'a>> {
    let sentences = paragraph.sentences().into_iter().zip(1..);
    let passage = |(paragraph, at)| Passage { number: *number, sentence: Some(at), paragraph };
    sentences.map(passage).collect()
}
