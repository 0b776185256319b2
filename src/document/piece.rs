//! Paragraphs of a document that follow each other.

use std::ops::Range;
use std::sync::Arc;

use super::{Document, Paragraph, Replaced, paragraphs};

/// Paragraphs of a document that follow each other: all of them, or some of one that is
/// read in parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The document.
    pub document: Arc<Document>,
    /// The number of the first paragraph in the document, from 1.
    pub first: usize,
    /// How the document ends, in its last piece.
    pub end: Option<End>,
    text: String,
    spans: Vec<Span>,
}

/// What is known of a document once it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The bytes that could not be read as characters, each replaced; `None` if all could.
    pub replaced: Option<Replaced>,
}

/// Where a paragraph is.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    /// In the text of the piece.
    text: Range<usize>,
    /// In the document.
    document: Range<usize>,
    line: usize,
}

/// A paragraph whose text is not what stands in its document, such as that of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extracted {
    /// The text in one line.
    pub(super) text: String,
    /// Its bytes in the document, with what is not text between them.
    pub(super) range: Range<usize>,
    /// Its line in the document, from 1.
    pub(super) line: usize,
}

impl Piece {
    /// A document whose text is known.
    pub(super) fn of_text(document: Document, text: String, replaced: Option<Replaced>) -> Self {
        let found = paragraphs(&text);
        let places = found.into_iter().map(|Paragraph { range, line, .. }| (range, line));
        let spans = spans(places, (0, 0));
        let end = Some(End { replaced });
        Self { document: document.into(), first: 1, end, text, spans }
    }

    /// A document whose paragraphs are known.
    pub(super) fn of_paragraphs(
        document: Document,
        paragraphs: Vec<Extracted>,
        replaced: Option<Replaced>,
    ) -> Self {
        let (mut text, mut spans) = (String::new(), Vec::with_capacity(paragraphs.len()));
        for Extracted { text: paragraph, range, line } in paragraphs {
            if !text.is_empty() {
                text.push('\n');
            }
            let begin = text.len();
            text.push_str(&paragraph);
            spans.push(Span { text: begin..text.len(), document: range, line });
        }
        Self { document: document.into(), first: 1, end: Some(End { replaced }), text, spans }
    }

    /// Some paragraphs of `text`, which begins in the document at `offset` and on the line
    /// behind `lines` others.
    pub(super) fn part(
        document: Arc<Document>,
        first: usize,
        text: String,
        places: Vec<(Range<usize>, usize)>,
        begin: (usize, usize),
    ) -> Self {
        let spans = spans(places.into_iter(), begin);
        Self { document, first, end: None, text, spans }
    }

    /// The paragraphs, at their places in the document.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = Paragraph<'_>> {
        self.spans.iter().map(|Span { text, document, line }| Paragraph {
            text: &self.text[text.clone()],
            range: document.clone(),
            line: *line,
        })
    }

    /// The text they are in.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is no paragraph.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

/// The spans of ranges of a text and their lines in it; the text begins in the document at
/// `offset`, behind so many lines.
fn spans(
    places: impl Iterator<Item = (Range<usize>, usize)>,
    (offset, lines): (usize, usize),
) -> Vec<Span> {
    let span = |(text, line): (Range<usize>, usize)| {
        let document = offset + text.start..offset + text.end;
        Span { text, document, line: lines + line }
    };
    places.map(span).collect()
}
