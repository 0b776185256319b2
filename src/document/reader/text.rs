//! Documents of any size, some paragraphs at a time.
//!
//! What a paragraph is about depends on the paragraphs around it, so a part waits until those after
//! it are read. Results then do not depend on where a document is cut.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use super::super::chunk::Around;
use super::super::input::Bytes;
use super::super::owned_paragraph::OwnedParagraph;
use super::super::{Chunk, Document, Paragraph};
use super::batch::Batch;
use super::block::BLOCK;
use super::parts::Parts;
use super::reader::Reader;
use crate::paragraph::WINDOW;
use crate::{Error, Result};

/// The chunks of a document, in order, each with the paragraphs around it.
#[derive(Debug)]
pub struct Chunks<R> {
    parts: Parts<R>,
    document: Arc<Document>,
    /// The paragraphs before the next chunk that are in one article with it.
    before: VecDeque<OwnedParagraph>,
    /// Parts that were read but not returned yet.
    waiting: VecDeque<Chunk>,
    /// The failure that ended reading, until it is reported.
    failure: Option<Error>,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    /// The chunks of a document with this name, read from `input`.
    pub fn new(document: &str, input: R) -> Self {
        Self::in_blocks(document, input, BLOCK)
    }

    /// The same, read in blocks of this many bytes.
    pub(crate) fn in_blocks(document: &str, input: R, block: usize) -> Self {
        Self {
            parts: Parts::new(document, input, block),
            document: Document::named(document).into(),
            before: VecDeque::new(),
            waiting: VecDeque::new(),
            failure: None,
            ended: false,
        }
    }

    /// Reads the next part.
    fn fill(&mut self) {
        match self.parts.next() {
            Some(Ok(part)) => self.waiting.push_back(part),
            Some(Err(error)) => (self.failure, self.ended) = (Some(error), true),
            None => self.ended = true,
        }
    }

    /// The first paragraphs after the next chunk, as far as they are read.
    fn following(&self) -> impl Iterator<Item = Paragraph<'_>> {
        self.waiting.iter().skip(1).flat_map(Chunk::paragraphs).take(WINDOW)
    }

    /// Whether all paragraphs are read that are in one article with the next chunk.
    fn is_surrounded(&self) -> bool {
        let complete = || self.following().count() == WINDOW;
        self.ended || complete() || self.following().any(|paragraph| paragraph.is_long())
    }

    /// The next chunk, with the paragraphs around it.
    fn take(&mut self) -> Option<Chunk> {
        if let Some(first) = self.waiting.front().filter(|part| part.first == 1) {
            let beginning = first.paragraphs().chain(self.following());
            let document = Document::clone(&first.document).with_headline_of(beginning);
            self.document = document.into();
        }
        let after = self.following().take_while(|paragraph| !paragraph.is_long());
        let after = after.map(OwnedParagraph::new).collect();
        let around = Around { before: self.before.iter().cloned().collect(), after };
        let chunk = self.waiting.pop_front()?.within(self.document.clone(), around);
        self.pass(&chunk);
        Some(chunk)
    }

    /// Keeps the last paragraphs of a chunk for the next one.
    fn pass(&mut self, chunk: &Chunk) {
        let paragraphs = chunk.paragraphs();
        let skipped = paragraphs.len().saturating_sub(WINDOW);
        for paragraph in paragraphs.skip(skipped) {
            if paragraph.is_long() {
                self.before.clear();
            } else {
                self.before.push_back(OwnedParagraph::new(paragraph));
            }
        }
        self.before.drain(..self.before.len().saturating_sub(WINDOW));
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = Result<Chunk>;

    fn next(&mut self) -> Option<Result<Chunk>> {
        while !(self.ended || !self.waiting.is_empty() && self.is_surrounded()) {
            self.fill();
        }
        self.take().map(Ok).or_else(|| self.failure.take().map(Err))
    }
}

/// Reads a source that is one text. Each batch is a chunk of it.
pub(super) struct TextReader(Chunks<Bytes>);

impl TextReader {
    pub(super) fn new(name: &str, input: Bytes) -> Self {
        Self(Chunks::new(name, input))
    }
}

impl Reader for TextReader {
    fn read(&mut self) -> Option<Batch> {
        self.0.next().map(Batch::from)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::document::limits::MAX_PARAGRAPH_BYTES;
    use crate::document::{End, Replaced, paragraphs};
    use crate::language::Detected;
    use proptest::prelude::*;

    /// Number, line, range and text of each paragraph, and the end.
    type Read = (Vec<(usize, usize, Range<usize>, String)>, Option<End>);

    fn read(bytes: &[u8]) -> Result<Read> {
        let (mut found, mut end) = (Vec::new(), None);
        for chunk in Chunks::new("a", bytes) {
            let chunk = chunk?;
            assert_eq!((chunk.first, end), (found.len() + 1, None));
            let numbered = chunk.paragraphs().zip(chunk.first..);
            found.extend(numbered.map(|(p, n)| (n, p.line, p.range, p.text.to_owned())));
            end = chunk.end;
        }
        Ok((found, end))
    }

    fn at_once(text: &str) -> Vec<(usize, usize, Range<usize>, String)> {
        let numbered = paragraphs(text).into_iter().zip(1..);
        numbered.map(|(p, n)| (n, p.line, p.range, p.text.to_owned())).collect()
    }

    /// Some megabytes of paragraphs, wrapped at 60 columns if `broken`.
    fn long(broken: bool) -> String {
        let words = "The minister of trade said on Monday that tariffs would rise again ".repeat(6);
        let mut text = String::new();
        for number in 0..12_000 {
            let paragraph = format!("  {number} {}.", &words[..40 + number % 360]);
            let mut width = 0;
            for word in paragraph.split_inclusive(' ') {
                width += word.len();
                if broken && width > 60 {
                    text.push('\n');
                    width = word.len();
                }
                text.push_str(word);
            }
            text.push_str(["\n\n", "\r\n\r\n", "\n \n\n"][number % 3]);
        }
        text
    }

    #[test]
    fn paragraphs_are_those_of_the_whole_document() {
        for broken in [false, true] {
            let text = long(broken);
            assert!(text.len() > 2 * BLOCK);
            let (found, end) = read(text.as_bytes()).unwrap();
            assert_eq!(end, Some(End { replaced: None }));
            let expected = at_once(&text);
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn a_line_without_end_is_cut_between_words_and_nothing_is_lost() {
        let word = "tariffs é ";
        let text = word.repeat(3 * MAX_PARAGRAPH_BYTES / word.len());
        let (found, _) = read(text.as_bytes()).unwrap();
        assert!((2..9).contains(&found.len()), "{} parts", found.len());
        let whole: Vec<&str> = found.iter().map(|(.., text)| text.as_str()).collect();
        assert_eq!(whole.join(" "), text.trim_end());
        assert!(
            found
                .iter()
                .all(|&(_, line, ref range, ref part)| line == 1 && text[range.clone()] == *part)
        );
        let (found, _) = read("é".repeat(MAX_PARAGRAPH_BYTES).as_bytes()).unwrap();
        assert_eq!(
            found.iter().map(|(.., text)| text.chars().count()).sum::<usize>(),
            MAX_PARAGRAPH_BYTES
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_counted_once_and_named_by_their_place() {
        let mut bytes = long(false).into_bytes();
        let places = [7, BLOCK - 9, BLOCK - 8, BLOCK + 7, 2 * BLOCK + 1];
        for place in places {
            bytes[place] = 0xFF;
        }
        let end = read(&bytes).unwrap().1.unwrap();
        assert_eq!(end.replaced, Some(Replaced { first: 7, count: places.len() }));
        bytes[BLOCK + 9] = 0;
        let message = format!("`a` is not text: NUL byte at offset {}", BLOCK + 9);
        assert_eq!(read(&bytes).unwrap_err().to_string(), message);
    }

    #[test]
    fn blank_lines_without_end_are_no_text() {
        let blank = "\n \n".repeat(2 * BLOCK);
        assert_eq!(read(blank.as_bytes()).unwrap_err().to_string(), "`a` contains no text");
        let (found, end) = read(format!("{blank}Tariffs.{blank}").as_bytes()).unwrap();
        let place = (1, 4 * BLOCK + 1, blank.len()..blank.len() + 8, "Tariffs.".to_owned());
        assert_eq!((found, end), (vec![place], Some(End { replaced: None })));
    }

    fn texts<'a>(paragraphs: impl Iterator<Item = Paragraph<'a>>) -> Vec<String> {
        paragraphs.map(|paragraph| paragraph.text.to_owned()).collect()
    }

    /// Checks what is around each chunk of a text; returns the number of chunks.
    fn check_neighbours(text: &str) -> usize {
        let all = paragraphs(text);
        let near = |paragraph: &&Paragraph| !paragraph.is_long();
        let chunks: Vec<_> = Chunks::new("a", text.as_bytes()).map(Result::unwrap).collect();
        for chunk in &chunks {
            let (before, rest) = all.split_at(chunk.first - 1);
            let after = &rest[chunk.paragraphs().len()..];
            let expected = before.iter().rev().take_while(near).take(WINDOW).cloned();
            let expected: Vec<_> = texts(expected).into_iter().rev().collect();
            assert_eq!(texts(chunk.before()), expected);
            let expected = after.iter().take_while(near).take(WINDOW).cloned();
            assert_eq!(texts(chunk.after()), texts(expected));
            assert_eq!(chunk.document, chunks[0].document);
        }
        chunks.len()
    }

    #[test]
    fn every_chunk_knows_the_paragraphs_around_it() {
        assert!(check_neighbours(&long(false)) > 5);
        // Few paragraphs in each block, and some that no article contains.
        for pause in [1, 99, 30_000, 300_000] {
            let paragraph = |number: usize| {
                let length = 40 + 400 * (number % 50) * usize::from(number.is_multiple_of(5));
                let words = "tariffs rose ".repeat(length / 13);
                format!("{number} {words}.\n{}\n", " \n".repeat(pause / 2))
            };
            let text: String = (0..40).map(paragraph).collect();
            let chunks = check_neighbours(&text);
            assert_eq!(chunks > 1, pause > 9999, "{chunks} chunks");
        }
    }

    #[test]
    fn every_chunk_knows_the_headline() {
        let body = "The minister said that tariffs rose.\n".repeat(20_000);
        for (beginning, expected) in [
            ("Tariffs rise\n", Some("Tariffs rise")),
            ("Tariffs rose.\n", None),
            // The headline is alone in the first chunk.
            (&format!("Tariffs rise\n{}\n", "It rose. ".repeat(50_000)), Some("Tariffs rise")),
        ] {
            let text = format!("{beginning}{body}");
            let chunks: Vec<_> = Chunks::new("a", text.as_bytes()).map(Result::unwrap).collect();
            assert!(chunks.len() > 1);
            for chunk in chunks {
                assert_eq!(chunk.document.headline.as_deref(), expected);
            }
        }
        let alone = Chunks::new("a", "Tariffs rise".as_bytes()).next().unwrap().unwrap();
        assert_eq!(alone.document.headline, None);
    }

    #[test]
    fn the_language_does_not_depend_on_how_much_of_the_beginning_is_in_the_first_block() {
        let headline = "Tariffs on steel rose.\n";
        let german = "Die Minister haben über neue Zölle auf Stahl gesprochen. ".repeat(20);
        let text = format!("{}{headline}{german}", " \n".repeat(400));
        for block in [16, 100, BLOCK] {
            let chunks = Chunks::in_blocks("a", text.as_bytes(), block).map(Result::unwrap);
            let codes: Vec<_> =
                chunks.map(|chunk| chunk.document.language.map(Detected::code)).collect();
            assert!(codes.iter().all(|&code| code == Some("de")), "{codes:?} in blocks of {block}");
        }
    }

    proptest! {
        #[test]
        fn short_documents_are_as_before(text in "([a-z•é \u{AD}.-]{0,30}(\n|\r\n|\r|\r\r\n|\n\n|\u{2028})){0,12}x") {
            prop_assert_eq!(read(text.as_bytes()).unwrap().0, at_once(&text));
        }
    }
}
