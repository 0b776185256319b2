//! Documents of any size, some paragraphs at a time.
//!
//! A stream of news may be larger than memory, so it is read in blocks. Each block is cut where a
//! paragraph begins. A paragraph that may continue after the block waits for the next one.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use super::super::input::Bytes;
use super::super::limits::MAX_PARAGRAPH_BYTES;
use super::super::plain_text::decode;
use super::super::{Chunk, Document, End, Place, Replaced};
use super::batch::Batch;
use super::block::BLOCK;
use super::reader::Reader;
use crate::error::{Problem, RecordProblem};
use crate::paragraph::{Line, count_line_ends, join, lines, wrap_width};
use crate::{Error, Result};

/// The chunks of a document, in order.
///
/// Whether lines are wrapped at a width is detected in the first block.
#[derive(Debug)]
pub struct Chunks<R> {
    document: Arc<Document>,
    input: R,
    /// Bytes read but not yet returned.
    pending: Vec<u8>,
    /// Where the pending bytes begin in the document.
    offset: usize,
    /// The line that they begin on.
    line: usize,
    /// The number of the next paragraph.
    first: usize,
    /// The width at which lines are wrapped, if they are.
    width: Option<usize>,
    replaced: Option<Replaced>,
    /// The failure that ended reading, until it is reported.
    failure: Option<io::Error>,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    /// The chunks of a document with this name, read from `input`.
    pub fn new(document: &str, input: R) -> Self {
        Self {
            document: Document::named(document).into(),
            input,
            pending: Vec::new(),
            offset: 0,
            line: 1,
            first: 1,
            width: None,
            replaced: None,
            failure: None,
            ended: false,
        }
    }

    /// Reads until there is a chunk.
    fn read(&mut self) -> Result<Chunk> {
        loop {
            self.ended = self.fill()?;
            let end = if self.ended { Some(self.pending.len()) } else { self.last_line_end() };
            if let Some(mut chunk) = end.and_then(|end| self.cut(end)) {
                let whole = self.ended && self.failure.is_none();
                chunk.end = whole.then_some(End { replaced: self.replaced });
                return Ok(chunk);
            }
            if self.ended {
                let empty = Problem::Empty { name: self.document.name.to_string() }.into();
                return Err(self.failed().unwrap_or(empty));
            }
        }
    }

    /// Reads a block; returns whether it was the last. The text before a failure counts too.
    fn fill(&mut self) -> Result<bool> {
        let begin = self.pending.len();
        // Doubles the pending bytes, so that a long line is not scanned too often.
        let most = begin.max(BLOCK);
        self.pending.reserve(most);
        let read = self.input.by_ref().take(most as u64).read_to_end(&mut self.pending);
        self.failure = read.err();
        let read = self.pending.len() - begin;
        if let Some(place) = memchr::memchr(0, &self.pending[begin..]) {
            let (name, offset) = (self.document.name.to_string(), self.offset + begin + place);
            return Err(Problem::Binary { name, offset }.into());
        }
        Ok(read < most)
    }

    /// Why the document ends on the current line, if it is cut off there.
    fn failed(&mut self) -> Option<Error> {
        let problem = RecordProblem::Broken(self.failure.take()?);
        let (name, place) = (self.document.name.to_string(), Place::Line(self.line as u64));
        Some(Problem::Record { name, place, problem }.into())
    }

    /// Where a block may be cut: after its last line end, or after a space if it is one long line.
    fn last_line_end(&self) -> Option<usize> {
        let bytes = &self.pending;
        // The very last byte may be half of `\r\n`.
        let line = memchr::memrchr2(b'\n', b'\r', &bytes[..bytes.len().saturating_sub(1)]);
        let part = || {
            let blank = memchr::memrchr(b' ', bytes).map(|place| place + 1);
            // Not inside a character.
            blank.or_else(|| bytes.iter().rposition(|byte| byte & 0xC0 != 0x80))
        };
        match line {
            None if bytes.len() < MAX_PARAGRAPH_BYTES => None,
            None => part(),
            // `\r\n` is one line end.
            Some(place) if bytes[place] == b'\r' && bytes[place + 1] == b'\n' => Some(place + 2),
            Some(place) => Some(place + 1),
        }
    }

    /// Takes the paragraphs before `end`, except the last one if it may continue there.
    fn cut(&mut self, end: usize) -> Option<Chunk> {
        let rest = self.pending.split_off(end);
        let text = self.decode();
        let found = lines(&text);
        if self.offset == 0 {
            self.learn_from(&text, &found);
        }
        let paragraphs = join(&text, &found, self.width, self.document.rules());
        let mut places: Vec<_> = paragraphs.into_iter().map(|p| (p.range, p.line)).collect();
        // Waiting for the end of a very long line could fill memory.
        let endless = end >= MAX_PARAGRAPH_BYTES || rest.len() >= MAX_PARAGRAPH_BYTES;
        let waiting = if self.ended || endless { None } else { places.pop() };
        let (end, lines) = match waiting {
            Some((_, line)) => (begin_of_line(&found, line), line - 1),
            None => (end, count_line_ends(&text)),
        };
        self.pending.extend_from_slice(&text.as_bytes()[end..]);
        self.pending.extend_from_slice(&rest);
        let useful = !places.is_empty() || self.ended && self.first > 1;
        let chunk = useful.then(|| self.chunk(text, places));
        self.offset += end;
        self.line += lines;
        chunk
    }

    /// Detects the language and the width in the first block.
    fn learn_from(&mut self, text: &str, lines: &[Line]) {
        let document = Document::named(&self.document.name).with_language_of(text);
        self.width = wrap_width(lines, document.rules());
        self.document = document.into();
    }

    /// Decodes all pending bytes.
    fn decode(&mut self) -> String {
        let (text, replaced) = decode(std::mem::take(&mut self.pending));
        if let Some(Replaced { first, count }) = replaced {
            let first = self.offset + first;
            self.replaced.get_or_insert(Replaced { first, count: 0 }).count += count;
        }
        text
    }

    /// A chunk whose text begins at the current offset.
    fn chunk(&mut self, text: String, places: Vec<(Range<usize>, usize)>) -> Chunk {
        let first = self.first;
        self.first += places.len();
        Chunk::part(self.document.clone(), first, text, places, (self.offset, self.line - 1))
    }
}

fn begin_of_line(lines: &[Line], number: usize) -> usize {
    let line = lines.iter().rfind(|line| line.number == number);
    line.map_or(0, |line| line.begin)
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = Result<Chunk>;

    fn next(&mut self) -> Option<Result<Chunk>> {
        if self.ended {
            return self.failed().map(Err);
        }
        let chunk = self.read();
        self.ended |= chunk.is_err();
        Some(chunk)
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
    use super::*;
    use crate::document::paragraphs;
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

    proptest! {
        #[test]
        fn short_documents_are_as_before(text in "([a-z•é \u{AD}.-]{0,30}(\n|\r\n|\r|\n\n|\u{2028})){0,12}x") {
            prop_assert_eq!(read(text.as_bytes()).unwrap().0, at_once(&text));
        }
    }
}
