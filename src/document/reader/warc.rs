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
use super::http::{Answer, Message};
use super::lookahead::LookaheadReader;
use super::media_type::{is_text, is_unknown};
use super::page;
use super::reader::Reader;
use crate::Result;
use crate::error::RecordProblem;

/// Reads one record after the other, and skips those without text.
pub(super) struct WarcReader {
    context: Context,
    input: LookaheadReader,
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
        let input = LookaheadReader::new(input);
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
        let Some(needed) = head.length else {
            return Ok(Err(RecordProblem::Warc("no length")));
        };
        let length = usize::try_from(needed).unwrap_or(usize::MAX);
        let most = length.min(MAX_RECORD_BYTES);
        let ahead = self.input.ahead(most + FOLLOWING);
        let found = ahead.len().min(most);
        if let Some(next) = next_inside(ahead, length) {
            self.pass(next);
            return Ok(Err(RecordProblem::CutOff { found: next as u64, needed }));
        }
        let text = head.may_hold_text() && found == length;
        let body = if text { ahead[..length].to_vec() } else { Vec::new() };
        self.pass(found);
        let found = found as u64 + self.skip(needed - found as u64)?;
        Ok(match () {
            () if found < needed => Err(RecordProblem::CutOff { found, needed }),
            () if !head.may_hold_text() => Ok(None),
            () if most < length => Err(RecordProblem::TooLong(MAX_RECORD_BYTES)),
            () => Ok(Some((head, body))),
        })
    }

    /// Passes over bytes that have been looked at.
    fn pass(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.offset += bytes as u64;
    }

    /// Passes over the rest of a body; returns how many bytes of it there are.
    fn skip(&mut self, bytes: u64) -> io::Result<u64> {
        let passed = io::copy(&mut self.input.by_ref().take(bytes), &mut io::sink())?;
        self.offset += passed;
        Ok(passed)
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

/// Bytes that are looked at after a body.
const FOLLOWING: usize = 64;

/// Where another record begins in a body of this length, if the length is wrong: what follows it is
/// not as the standard says, two line ends and a record or the end. `ahead` has the body and what
/// follows, as far as it was looked at.
///
/// Each byte of an archive is searched once, since the next search begins where this one ends.
fn next_inside(ahead: &[u8], length: usize) -> Option<usize> {
    const BEGIN: &[u8] = b"\nWARC/1.";
    const FIRST: &[u8] = BEGIN.split_at(1).1;
    let after = ahead.get(length..).unwrap_or_default();
    if after == b"\r\n\r\n" || after.starts_with(b"\r\n\r\nWARC/") {
        return None;
    }
    if length > 0 && ahead.starts_with(FIRST) {
        return Some(0);
    }
    // A record that begins in the body may not end its first line there.
    let searched = &ahead[..ahead.len().min(length.saturating_add(BEGIN.len() - 2))];
    memchr::memmem::find(searched, BEGIN).map(|place| place + 1)
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
        let (content_type, unknown) = (&*self.content_type, is_unknown(&self.content_type));
        match self.kind.as_str() {
            "response" => unknown || content_type.starts_with("application/http"),
            "resource" | "conversion" => unknown || is_text(content_type),
            _ => false,
        }
    }
}

/// The document of a record, if it contains text.
fn documents(context: &Context, place: Place, head: Head, body: Vec<u8>) -> Vec<Result<Chunk>> {
    let Head { kind, url, date, id, content_type, .. } = head;
    let answer = if kind == "response" {
        Answer::parse(body)
    } else {
        let message = Message { content_type, body }.told();
        message.map(|message| Some(Answer { message, damage: None }))
    };
    let record = Record { id, url, published: date, ..Record::at(place) };
    match answer {
        Ok(None) => Vec::new(),
        Ok(Some(Answer { message, damage })) => {
            let document = page::document(context, record, message);
            let damage = damage.map(|problem| Err(context.error(place, problem)));
            // That nothing was found in a part is no news.
            let found = Some(document).filter(|document| document.is_ok() || damage.is_none());
            found.into_iter().chain(damage).collect()
        }
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
