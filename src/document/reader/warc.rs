//! Web archives (WARC, ISO 28500): pages and texts among their records.
//!
//! The crate `warc` reads bodies of any size into memory and stops at the first damaged record.
//! This reader skips both.

use std::io::{self, BufRead, Read};

use super::super::input::Bytes;
use super::super::limits::{MAX_RECORD_BYTES, MAX_WARC_HEAD_LINES, MAX_WARC_LINE_BYTES};
use super::super::{Chunk, Place, Record};
use super::batch::Batch;
use super::context::Context;
use super::http::{Message, is_text};
use super::page;
use super::pushback::PushbackReader;
use super::reader::Reader;
use crate::Result;
use crate::error::RecordProblem;

/// Reads one record after the other, and skips those without text.
pub(super) struct WarcReader {
    context: Context,
    input: PushbackReader,
    offset: u64,
    found: bool,
    /// Where reading failed last.
    broken: Option<u64>,
    ended: bool,
}

/// The header of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    id: Option<String>,
    content_type: String,
    length: Option<u64>,
}

/// The header and body of a record that may contain text, or the problem with it.
type Content = Result<Option<(Head, Vec<u8>)>, RecordProblem>;

impl WarcReader {
    pub(super) fn new(context: Context, input: Bytes) -> Self {
        let input = PushbackReader::new(input);
        Self { context, input, offset: 0, found: false, broken: None, ended: false }
    }

    /// The next record that may contain text.
    fn record(&mut self) -> io::Result<Option<Batch>> {
        while let Some(begin) = self.find_record()? {
            let place = Place::Byte(begin);
            match self.content()? {
                Ok(None) => {}
                Ok(Some((head, body))) => {
                    let context = self.context.clone();
                    return Ok(Some(Batch::new(move || documents(&context, place, head, body))));
                }
                Err(problem) => return Ok(Some(self.context.error(place, problem).into())),
            }
        }
        let nothing = !std::mem::replace(&mut self.found, true);
        let problem = RecordProblem::Warc("no record: none begins with `WARC/`");
        Ok(nothing.then(|| self.context.error(Place::Whole, problem).into()))
    }

    /// Reports that a part cannot be read. The records after it may be readable.
    fn fail(&mut self, error: io::Error) -> Option<Batch> {
        let damaged = matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        );
        let again = self.broken.replace(self.offset) == Some(self.offset);
        self.ended = again || !damaged;
        // An input that fails again at the same place would do so forever.
        (!again).then(|| self.context.broken(Place::Byte(self.offset), error).into())
    }

    /// Skips to the next record, and returns where it begins.
    fn find_record(&mut self) -> io::Result<Option<u64>> {
        loop {
            let (begin, line) = (self.offset, self.line()?);
            if line.is_empty() {
                return Ok(None);
            }
            if line.starts_with(b"WARC/") {
                self.found = true;
                return Ok(Some(begin));
            }
        }
    }

    /// The header and body of a record, if it may contain text.
    fn content(&mut self) -> io::Result<Content> {
        let head = self.head()?;
        let Some(length) = head.length else {
            return Ok(Err(RecordProblem::Warc("no length")));
        };
        let most = if head.may_hold_text() { length.min(MAX_RECORD_BYTES as u64) } else { 0 };
        let mut body = Vec::new();
        let kept = self.input.by_ref().take(most).read_to_end(&mut body);
        self.offset += body.len() as u64;
        let mut read = kept? as u64;
        if read == most {
            let passed = io::copy(&mut self.input.by_ref().take(length - most), &mut io::sink())?;
            self.offset += passed;
            read += passed;
        }
        if let Some(next) = self.next_inside(&body, length - read)? {
            let found = next as u64;
            self.offset -= read - found;
            self.input.put_back(body.split_off(next));
            return Ok(Err(RecordProblem::CutOff { found, needed: length }));
        }
        Ok(match () {
            () if read < length => Err(RecordProblem::CutOff { found: read, needed: length }),
            () if !head.may_hold_text() => Ok(None),
            () if most < length => Err(RecordProblem::TooLong(MAX_RECORD_BYTES)),
            () => Ok(Some((head, body))),
        })
    }

    /// Where another record begins in the body, if the length is wrong: bytes are missing, or
    /// there is no line end after the body.
    fn next_inside(&mut self, body: &[u8], missing: u64) -> io::Result<Option<usize>> {
        const BEGIN: &[u8] = b"\r\n\r\nWARC/1.";
        let next = self.input.fill_buf()?;
        if missing == 0 && (next.is_empty() || next.starts_with(b"\r") || next.starts_with(b"\n")) {
            return Ok(None);
        }
        Ok(memchr::memmem::find(body, BEGIN).map(|place| place + 4))
    }

    fn head(&mut self) -> io::Result<Head> {
        let mut head = Head::default();
        for _ in 0..MAX_WARC_HEAD_LINES {
            let line = self.line()?;
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if text.is_empty() {
                break;
            }
            if let Some((name, value)) = text.split_once(':') {
                head.set(&name.to_ascii_lowercase(), value.trim());
            }
        }
        Ok(head)
    }

    /// A line with its end; empty at the end of the archive.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(MAX_WARC_LINE_BYTES).read_until(b'\n', &mut line);
        self.offset += line.len() as u64;
        read.map(|_| line)
    }
}

impl Head {
    fn set(&mut self, name: &str, value: &str) {
        match name {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            // Early writers put it in angle brackets.
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => self.date = Some(value.to_owned()),
            "warc-record-id" => self.id = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => self.content_type = value.to_ascii_lowercase(),
            "content-length" => self.length = value.parse().ok(),
            _ => {}
        }
    }

    /// Whether it is an HTTP response, or a text or page without one.
    fn may_hold_text(&self) -> bool {
        let http = self.content_type.starts_with("application/http");
        match self.kind.as_str() {
            "response" => http,
            "resource" | "conversion" => is_text(&self.content_type),
            _ => false,
        }
    }
}

/// The document of a record, if it contains text.
fn documents(context: &Context, place: Place, head: Head, body: Vec<u8>) -> Vec<Result<Chunk>> {
    let Head { kind, url, date, id, content_type, .. } = head;
    let message = if kind == "response" {
        Message::parse(body)
    } else {
        Ok(Some(Message { content_type, body }))
    };
    let record = Record { id, url, published: date, ..Record::at(place) };
    match message {
        Ok(None) => Vec::new(),
        Ok(Some(message)) => vec![page::document(context, record, message)],
        Err(problem) => vec![Err(context.error(place, problem))],
    }
}

impl Reader for WarcReader {
    fn read(&mut self) -> Option<Batch> {
        if self.ended {
            return None;
        }
        self.record().unwrap_or_else(|error| self.fail(error))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::ReadOptions;
    use super::*;

    /// If every length is too large, no record is lost, and many records need no more memory or
    /// stack than few.
    #[test]
    fn wrong_lengths_without_end_are_read_past() {
        const RECORDS: usize = 50_000;
        let record = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n\
                      Content-Length: 990\r\n\r\nHTTP/1.1 404 No\r\n\r\n\r\n\r\n";
        let input: Bytes = Box::new(io::Cursor::new(record.repeat(RECORDS).into_bytes()));
        let context = Context { name: "a".into(), options: Arc::new(ReadOptions::default()) };
        let mut reader = WarcReader::new(context, input);
        let batches = std::iter::from_fn(|| reader.read()).count();
        assert!(batches >= RECORDS, "{batches}");
    }
}
