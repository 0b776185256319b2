//! JSON Lines: one object per line.

use std::io;

use super::super::encoding::Utf8Reader;
use super::super::limits::MAX_RECORD_BYTES;
use super::super::{Chunk, Place};
use super::batch::Batch;
use super::block::read_block;
use super::context::Context;
use super::json_record::JsonRecord;
use super::json_repair::{has_halves, has_no_numbers};
use super::reader::Reader;
use crate::Result;
use crate::error::RecordProblem;

/// Cuts JSON Lines into blocks of whole lines.
pub(super) struct JsonLinesReader {
    context: Context,
    input: Box<Utf8Reader>,
    /// Bytes read but not yet returned.
    pending: Vec<u8>,
    /// The number of its first line.
    line: u64,
    /// Whether a line that is too long is being skipped.
    passing: bool,
    failure: Option<io::Error>,
    ended: bool,
}

impl JsonLinesReader {
    pub(super) fn new(context: Context, input: Box<Utf8Reader>) -> Self {
        Self {
            context,
            input,
            pending: vec![],
            line: 1,
            passing: false,
            failure: None,
            ended: false,
        }
    }

    /// Reads a block. A failure is reported after the lines before it.
    fn fill(&mut self) {
        let held = self.pending.len();
        (self.ended, self.failure) = read_block(&mut self.input, &mut self.pending, held);
    }

    /// Takes the complete lines from the pending bytes.
    fn lines(&mut self) -> Vec<u8> {
        let end = memchr::memrchr(b'\n', &self.pending).map_or(0, |end| end + 1);
        let end = if self.ended { self.pending.len() } else { end };
        let rest = self.pending.split_off(end);
        std::mem::replace(&mut self.pending, rest)
    }

    /// Drops the pending part of a line that is too long. Returns an error for the first part.
    fn pass(&mut self) -> Option<Batch> {
        let begins = !self.passing;
        self.passing = true;
        let end = memchr::memchr(b'\n', &self.pending);
        self.pending.drain(..end.map_or(self.pending.len(), |end| end + 1));
        let line = self.line;
        if end.is_some() || self.ended {
            self.passing = false;
            self.line += 1;
        }
        begins.then(|| {
            self.context.error(Place::Line(line), RecordProblem::TooLong(MAX_RECORD_BYTES)).into()
        })
    }

    fn batch(&mut self, lines: Vec<u8>) -> Batch {
        let (context, first) = (self.context.clone(), self.line);
        self.line += memchr::memchr_iter(b'\n', &lines).count() as u64;
        let failure = self.failure.take();
        let failure = failure.map(|source| context.broken(Place::Line(self.line), source));
        Batch::new(move || {
            let mut documents = documents(&context, first, &lines);
            if let Some(failure) = failure {
                // The error of the cut-off line would only repeat the failure.
                let cut = !lines.ends_with(b"\n");
                documents.pop_if(|last| cut && last.is_err());
                documents.push(Err(failure));
            }
            documents
        })
    }
}

impl Reader for JsonLinesReader {
    fn read(&mut self) -> Option<Batch> {
        loop {
            if self.ended && self.pending.is_empty() && self.failure.is_none() {
                return None;
            }
            if !self.ended {
                self.fill();
            }
            let too_long = memchr::memchr(b'\n', &self.pending).is_none()
                && self.pending.len() > MAX_RECORD_BYTES;
            if self.passing || too_long {
                match self.pass() {
                    Some(batch) => return Some(batch),
                    None if !self.ended => continue,
                    None => {}
                }
            }
            let lines = self.lines();
            if !lines.trim_ascii().is_empty() || self.failure.is_some() {
                return Some(self.batch(lines));
            }
            self.line += memchr::memchr_iter(b'\n', &lines).count() as u64;
        }
    }
}

/// The documents of lines, the first of which has the number `first`.
fn documents(context: &Context, first: u64, lines: &[u8]) -> Vec<Result<Chunk>> {
    let repair = has_halves(lines);
    let lines = lines.split(|&byte| byte == b'\n').zip(first..);
    let lines = lines
        .map(|(line, number)| (line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line), number));
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    let mut names = Vec::new();
    lines
        .map(|(line, number)| {
            let place = Place::Line(number);
            let mut chunk =
                |repair| JsonRecord::new(line, place, repair)?.chunk(context, &mut names);
            let chunk = match chunk(repair) {
                Err(RecordProblem::Json(_)) if !repair && has_no_numbers(line) => chunk(true),
                chunk => chunk,
            };
            chunk.map_err(|problem| context.error(place, problem))
        })
        .collect()
}
