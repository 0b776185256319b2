//! Consecutive paragraphs of a document.

use std::ops::Range;
use std::sync::Arc;

use super::limits::{MAX_LINES, MAX_PARAGRAPHS};
use super::owned_paragraph::OwnedParagraph;
use super::{Document, Paragraph, Place, Record, Replaced};
use crate::language::Language;
use crate::paragraph::paragraphs_in;

/// Consecutive paragraphs of a document: all of them, or a part of a document read in parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// The document.
    pub document: Arc<Document>,
    /// The number of the first paragraph in the document, from 1.
    pub first: usize,
    /// How the document ends, if this is its last chunk.
    pub end: Option<End>,
    text: String,
    spans: Vec<Span>,
    around: Around,
    /// Whether there are too many paragraphs for one chunk.
    crowded: bool,
}

/// What is known about a document once all of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The undecodable bytes, each replaced by a `?`; `None` if there are none.
    pub replaced: Option<Replaced>,
}

/// Where a paragraph is.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    /// Its range in the text of the chunk.
    text: Range<usize>,
    /// Its range in the document.
    document: Range<usize>,
    line: usize,
}

/// The paragraphs around a part of a document, as far as they are in one article with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Around {
    pub(super) before: Vec<OwnedParagraph>,
    pub(super) after: Vec<OwnedParagraph>,
}

impl Chunk {
    /// A whole document with this text.
    pub(super) fn of_text(document: Document, text: String, replaced: Option<Replaced>) -> Self {
        let lines = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).count();
        let document = document.with_language_of(&text);
        let split = || paragraphs_in(&text, document.rules());
        let found = if lines > MAX_LINES { Vec::new() } else { split() };
        let crowded = lines > MAX_LINES || found.len() > MAX_PARAGRAPHS;
        let places = found.into_iter().map(|Paragraph { range, line, .. }| (range, line));
        let spans = spans(places, (0, 0));
        Self { crowded, ..Self::whole(document, text, spans, replaced) }
    }

    /// A whole document with these paragraphs.
    pub(super) fn of_paragraphs(
        document: Document,
        paragraphs: Vec<OwnedParagraph>,
        replaced: Option<Replaced>,
    ) -> Self {
        let (mut text, mut spans) = (String::new(), Vec::with_capacity(paragraphs.len()));
        for OwnedParagraph { text: paragraph, range, line } in paragraphs {
            if !text.is_empty() {
                text.push('\n');
            }
            let begin = text.len();
            text.push_str(&paragraph);
            spans.push(Span { text: begin..text.len(), document: range, line });
        }
        let document = document.with_language_of(&text);
        Self::whole(document, text, spans, replaced)
    }

    /// An article of these paragraphs, each of which counts as a line, with its title if that is known.
    /// The language is detected from the paragraphs.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::document::Chunk;
    ///
    /// let article = Chunk::article(Some("Tariffs rise"), ["The deal was signed.", "Exports fell."]);
    /// assert_eq!(article.document.title(), Some("Tariffs rise"));
    /// assert!(article.paragraphs().map(|paragraph| paragraph.text).eq(["The deal was signed.", "Exports fell."]));
    /// ```
    pub fn article<'a>(title: Option<&str>, paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut text, mut places) = (String::new(), Vec::new());
        for paragraph in paragraphs {
            if !places.is_empty() {
                text.push_str("\n\n");
            }
            let begin = text.len();
            text.push_str(paragraph);
            places.push((begin..text.len(), places.len() + 1));
        }
        let spans = spans(places.into_iter(), (0, 0));
        let record = Record { title: title.map(str::to_owned), ..Record::at(Place::Whole) };
        let document = Document::of_record(&Arc::from("article"), record).with_language_of(&text);
        Self::whole(document, text, spans, None)
    }

    fn whole(
        document: Document,
        text: String,
        spans: Vec<Span>,
        replaced: Option<Replaced>,
    ) -> Self {
        let language = document.rules();
        let document = document.with_headline_of(placed(&text, &spans, language)).into();
        let (end, crowded) = (Some(End { replaced }), spans.len() > MAX_PARAGRAPHS);
        Self { document, first: 1, end, text, spans, around: Around::default(), crowded }
    }

    /// A part of a document, whose text begins at an offset and after a number of lines, both in
    /// `begin`. `places` are the ranges and lines of the paragraphs in the text.
    pub(super) fn part(
        document: Arc<Document>,
        first: usize,
        text: String,
        places: Vec<(Range<usize>, usize)>,
        begin: (usize, usize),
    ) -> Self {
        let spans = spans(places.into_iter(), begin);
        let around = Around::default();
        Self { document, first, end: None, text, spans, around, crowded: false }
    }

    /// The same part of a document, with the paragraphs around it.
    pub(super) fn within(self, document: Arc<Document>, around: Around) -> Self {
        Self { document, around, ..self }
    }

    /// The paragraphs with their places in the document.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = Paragraph<'_>> {
        placed(&self.text, &self.spans, self.document.rules())
    }

    /// The paragraphs before these in the same document, at most [`WINDOW`](crate::paragraph::WINDOW),
    /// if it is read in parts.
    pub fn before(&self) -> impl ExactSizeIterator<Item = Paragraph<'_>> {
        let language = self.document.rules();
        self.around.before.iter().map(move |paragraph| paragraph.borrowed(language))
    }

    /// The paragraphs after these, likewise.
    pub fn after(&self) -> impl ExactSizeIterator<Item = Paragraph<'_>> {
        let language = self.document.rules();
        self.around.after.iter().map(move |paragraph| paragraph.borrowed(language))
    }

    /// The text that contains the paragraphs.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there are too many paragraphs for one chunk.
    pub(super) fn is_crowded(&self) -> bool {
        self.crowded
    }

    /// Returns true if there are no paragraphs.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

/// The paragraphs at these places of a text.
fn placed<'a>(
    text: &'a str,
    spans: &'a [Span],
    language: Language,
) -> impl ExactSizeIterator<Item = Paragraph<'a>> {
    spans.iter().map(move |Span { text: range, document, line }| Paragraph {
        text: &text[range.clone()],
        range: document.clone(),
        line: *line,
        language,
    })
}

/// The spans of paragraphs, given their ranges and lines in a text that begins in the document at
/// `offset`, after `lines` lines.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_with_too_many_paragraphs_are_known() {
        for (text, crowded) in [
            ("a\n".repeat(MAX_PARAGRAPHS), false),
            ("a\n".repeat(MAX_PARAGRAPHS + 1), true),
            ("\n".repeat(MAX_LINES), false),
            ("\r".repeat(MAX_LINES + 1), true),
        ] {
            let chunk = Chunk::of_text(Document::named("a"), text, None);
            assert_eq!(chunk.is_crowded(), crowded);
        }
    }
}
