//! Cuts documents of any size into parts.
//!
//! A stream of news may be larger than memory, so it is read in blocks. Each block is cut where a
//! paragraph begins. A paragraph that may continue after the block waits for the next one.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use super::super::limits::MAX_PARAGRAPH_BYTES;
use super::super::plain_text::decode;
use super::super::{Chunk, Document, End, Place, Replaced};
use crate::error::{Problem, RecordProblem};
use crate::paragraph::{Line, count_line_ends, join, lines, wrap_width};
use crate::{Error, Result};

/// The number of bytes from which the language is detected, more than the detection examines.
const BEGINNING: usize = 1024;

/// The parts of a document, in order.
///
/// The language is detected in the first kilobyte, and whether lines are wrapped at a width in the
/// first block.
#[derive(Debug)]
pub(super) struct Parts<R> {
    document: Arc<Document>,
    input: R,
    /// The minimum number of bytes to read at once.
    block: usize,
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

impl<R: Read> Parts<R> {
    /// The parts of a document with this name, read from `input` in blocks of this many bytes.
    pub(super) fn new(document: &str, input: R, block: usize) -> Self {
        Self {
            document: Document::named(document).into(),
            input,
            block,
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
        let most = begin.max(self.block).max(if self.first == 1 { BEGINNING } else { 0 });
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
        // The very last bytes may be a part of `\r\n` or `\r\r\n`.
        let line = memchr::memrchr2(b'\n', b'\r', &bytes[..bytes.len().saturating_sub(2)]);
        let part = || {
            let blank = memchr::memrchr(b' ', bytes).map(|place| place + 1);
            // Not inside a character.
            blank.or_else(|| bytes.iter().rposition(|byte| byte & 0xC0 != 0x80))
        };
        match line {
            None if bytes.len() < MAX_PARAGRAPH_BYTES => None,
            None => part(),
            // `\r\n` and `\r\r\n` are one line end.
            Some(place) if bytes[place..].starts_with(b"\r\n") => Some(place + 2),
            Some(place) if bytes[place..].starts_with(b"\r\r\n") => Some(place + 3),
            Some(place) => Some(place + 1),
        }
    }

    /// Takes the paragraphs before `end`, except the last one if it may continue there.
    fn cut(&mut self, end: usize) -> Option<Chunk> {
        if self.first == 1 {
            self.detect_language();
        }
        let rest = self.pending.split_off(end);
        let text = self.decode();
        let found = lines(&text);
        if self.first == 1 {
            self.width = wrap_width(&found, self.document.rules());
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

    /// Detects the language from the first kilobyte, however little of it is in the first chunk.
    fn detect_language(&mut self) {
        let beginning = self.pending.trim_ascii_start();
        let beginning = beginning[..beginning.len().min(BEGINNING)].to_vec();
        let document = Document::named(&self.document.name);
        self.document = document.with_language_of(&decode(beginning).0).into();
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

impl<R: Read> Iterator for Parts<R> {
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
