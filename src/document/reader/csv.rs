//! Comma-separated and tab-separated values with a header.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use csv::ByteRecord;

use super::super::encoding::Utf8Reader;
use super::super::fields::{Field, FieldValue};
use super::super::limits::{MAX_RECORD_BYTES, MAX_RESCANNED_BYTES};
use super::super::plain_text::decode;
use super::super::{Chunk, Delimiter, Document, Fields, Place, Record, Replaced};
use super::batch::Batch;
use super::block::{BLOCK, read_block};
use super::context::Context;
use super::header::{Header, HeaderSearch};
use super::reader::Reader;
use super::rows::{RowEnd, Rows};
use crate::error::RecordProblem;
use crate::{Error, Result};

/// Cuts a table into blocks of rows.
pub(super) struct CsvReader {
    context: Context,
    input: Box<Utf8Reader>,
    header: Arc<Header>,
    /// Bytes read but not yet returned; they begin with a row.
    pending: Vec<u8>,
    /// Where the current row begins, whose end is not found yet.
    begin: usize,
    /// How far the end was searched for.
    looked: usize,
    rows: Rows,
    /// The line that `pending` begins on.
    line: u64,
    /// Whether a line that is too long is being skipped.
    passing: bool,
    /// The number of bytes of malformed rows that are scanned again, which is limited.
    again: usize,
    failure: Option<io::Error>,
    ended: bool,
}

impl CsvReader {
    /// A reader of a table; the header may tell another delimiter than the `usual` one.
    pub(super) fn new(context: Context, input: Box<Utf8Reader>, usual: Delimiter) -> Result<Self> {
        let delimiter = context.options.delimiter.unwrap_or(usual);
        let header = Header::none(delimiter);
        let mut reader = Self {
            context,
            input,
            header: header.into(),
            pending: vec![],
            begin: 0,
            looked: 0,
            rows: Rows::new(delimiter.byte()),
            line: 1,
            passing: false,
            again: 0,
            failure: None,
            ended: false,
        };
        reader.header = reader.read_header()?.into();
        Ok(reader)
    }

    /// Takes the first row with the text field as the header, and passes over the lines above it.
    fn read_header(&mut self) -> Result<Header> {
        let mut search = HeaderSearch::new(&self.context, self.header.delimiter);
        while search.goes_on() {
            let line = Place::Line(self.line);
            match self.next_row() {
                Some(Ok(end)) => {
                    let row = self.take(end);
                    if let Some(header) = search.row(line, &row) {
                        self.rows = Rows::new(header.delimiter.byte());
                        search.say_passed();
                        return Ok(header);
                    }
                }
                Some(Err(problem)) => {
                    search.malformed(line, problem);
                    self.take(self.begin);
                    self.pass();
                }
                None if self.failure.is_some() => return Err(self.failed()),
                None => break,
            }
        }
        Err(search.failure())
    }

    /// The end of the next row, or why it is malformed; `None` after the last one.
    fn next_row(&mut self) -> Option<Result<usize, RecordProblem>> {
        loop {
            match self.rows.end(&self.pending, self.looked) {
                Some(RowEnd::At(end)) => {
                    (self.begin, self.looked) = (end, end);
                    return Some(Ok(end));
                }
                Some(RowEnd::Malformed) => return Some(Err(self.recover(RecordProblem::Quote))),
                None => self.looked = self.pending.len(),
            }
            if self.pending.len() - self.begin > MAX_RECORD_BYTES {
                let open = self.rows.is_open() && self.first_line().is_some();
                let problem = if open {
                    RecordProblem::Quote
                } else {
                    RecordProblem::TooLong(MAX_RECORD_BYTES)
                };
                return Some(Err(self.recover(problem)));
            }
            if self.ended {
                return self.last_row();
            }
            self.fill();
        }
    }

    /// The end of the last row, if there is no line end after it.
    fn last_row(&mut self) -> Option<Result<usize, RecordProblem>> {
        let end = self.pending.len();
        if self.begin == end {
            return None;
        }
        if self.failure.is_some() {
            // The row is cut off, even if it looks complete.
            self.pending.truncate(self.begin);
            self.looked = self.begin;
            return None;
        }
        if self.rows.is_open() {
            return Some(Err(self.recover(RecordProblem::Quote)));
        }
        (self.begin, self.looked) = (end, end);
        Some(Ok(end))
    }

    /// Reads a block. A failure is reported after the rows before it.
    fn fill(&mut self) {
        let held = self.pending.len() - self.begin;
        (self.ended, self.failure) = read_block(&mut self.input, &mut self.pending, held);
    }

    /// Where the first line of the current row ends.
    fn first_line(&self) -> Option<usize> {
        let end = self.begin + memchr::memchr2(b'\n', b'\r', &self.pending[self.begin..])?;
        Some(end + if self.pending[end..].starts_with(b"\r\n") { 2 } else { 1 })
    }

    /// Gives up the current row. Reading continues after its first line, because the other lines
    /// may be rows.
    fn recover(&mut self, problem: RecordProblem) -> RecordProblem {
        self.again += self.pending.len() - self.begin;
        if self.again > MAX_RESCANNED_BYTES {
            self.ended = true;
            self.failure = Some(io::Error::other("too many quotes are not closed"));
            self.pending.truncate(self.begin);
        }
        let end = self.first_line();
        self.passing = end.is_none() && !self.ended;
        let end = end.unwrap_or(self.pending.len());
        (self.begin, self.looked) = (end, end);
        self.rows = Rows::new(self.header.delimiter.byte());
        problem
    }

    /// Skips the rest of a line that is too long.
    fn pass(&mut self) {
        while self.passing {
            self.pending.clear();
            (self.begin, self.looked) = (0, 0);
            self.fill();
            let end = self.first_line();
            self.passing = end.is_none() && !self.ended;
            self.take(end.unwrap_or(self.pending.len()));
        }
    }

    /// Takes the pending bytes before `end`.
    fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.pending.split_off(end);
        let taken = std::mem::replace(&mut self.pending, rest);
        self.line += line_ends(&taken);
        (self.begin, self.looked) =
            (self.begin.saturating_sub(end), self.looked.saturating_sub(end));
        taken
    }

    fn failed(&mut self) -> Error {
        let place = Place::Line(self.line);
        let failure = self.failure.take().unwrap_or_else(|| io::ErrorKind::Other.into());
        self.context.broken(place, failure)
    }

    /// A batch of the rows before the current one, with errors for the malformed ones among them.
    fn batch(&mut self, malformed: Vec<Malformed>) -> Option<Batch> {
        let (first, rows) = (self.line, self.take(self.begin));
        let at_end = self.ended && self.pending.is_empty();
        let failure = if at_end && self.failure.is_some() { Some(self.failed()) } else { None };
        if rows.is_empty() && failure.is_none() {
            return None;
        }
        let (context, header) = (self.context.clone(), self.header.clone());
        Some(Batch::new(move || {
            let mut documents = header.chunks(&context, first, &rows, malformed);
            documents.extend(failure.map(Err));
            documents
        }))
    }
}

/// A malformed row, and the good rows before it.
struct Malformed {
    /// The range of the good rows before it.
    rows: Range<usize>,
    /// Where the next row begins.
    end: usize,
    problem: RecordProblem,
}

impl Reader for CsvReader {
    fn read(&mut self) -> Option<Batch> {
        self.pass();
        let (mut malformed, mut done) = (Vec::new(), 0);
        while self.begin < BLOCK && !self.passing {
            let begin = self.begin;
            match self.next_row() {
                Some(Ok(_)) => {}
                Some(Err(problem)) => {
                    malformed.push(Malformed { rows: done..begin, end: self.begin, problem });
                    done = self.begin;
                }
                None => break,
            }
        }
        self.batch(malformed)
    }
}

/// The number of line ends in complete lines.
fn line_ends(bytes: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes);
    let alone = returns.filter(|place| bytes.get(place + 1) != Some(&b'\n'));
    (feeds + alone.count()) as u64
}

/// Parses rows.
fn parse(rows: &[u8], delimiter: Delimiter) -> impl Iterator<Item = ByteRecord> {
    let mut builder = csv::ReaderBuilder::new();
    let rows =
        builder.has_headers(false).delimiter(delimiter.byte()).flexible(true).from_reader(rows);
    // Reading from memory does not fail, and any number of columns is allowed.
    rows.into_byte_records().map_while(Result::ok)
}

impl Header {
    /// The documents of rows, the first of which begins on line `first`, with an error for each
    /// malformed row.
    fn chunks(
        &self,
        context: &Context,
        first: u64,
        bytes: &[u8],
        malformed: Vec<Malformed>,
    ) -> Vec<Result<Chunk>> {
        let (mut chunks, mut line, mut done) = (Vec::new(), first, 0);
        for Malformed { rows, end, problem } in malformed {
            chunks.extend(self.documents(context, line, &bytes[rows.clone()]));
            line += line_ends(&bytes[rows.clone()]);
            chunks.push(Err(context.error(Place::Line(line), problem)));
            line += line_ends(&bytes[rows.end..end]);
            done = end;
        }
        chunks.extend(self.documents(context, line, &bytes[done..]));
        chunks
    }

    /// The documents of rows, the first of which begins on line `first`.
    fn documents(&self, context: &Context, first: u64, rows: &[u8]) -> Vec<Result<Chunk>> {
        let (mut line, mut counted) = (first, 0);
        let documents = parse(rows, self.delimiter).map(|row| {
            let begin = row.position().map_or(0, csv::Position::byte);
            let begin = usize::try_from(begin).unwrap_or(rows.len()).min(rows.len());
            // Blank lines belong to the row after them.
            let blank = rows[begin..].iter().take_while(|byte| b"\r\n".contains(byte)).count();
            line += line_ends(&rows[counted..begin + blank]);
            counted = begin + blank;
            self.document(context, line, &row)
        });
        documents.collect()
    }

    fn document(&self, context: &Context, line: u64, row: &ByteRecord) -> Result<Chunk> {
        let place = Place::Line(line);
        if row.len() != self.names.len() {
            let (found, expected) = (row.len(), self.names.len());
            return Err(context.error(place, RecordProblem::Columns { found, expected }));
        }
        let mut replaced: Option<Replaced> = None;
        let mut field = |at: usize| {
            let (text, wrong) = decode(row[at].to_vec());
            if let Some(wrong) = wrong {
                replaced.get_or_insert(Replaced { first: wrong.first, count: 0 }).count +=
                    wrong.count;
            }
            text
        };
        let text = field(self.text);
        if text.contains('\0') {
            return Err(context.error(place, RecordProblem::Nul));
        }
        let id = self.id.map(|at| decode(row[at].to_vec()).0).filter(|id| !id.is_empty());
        let fields = if context.options.fields { self.fields(&mut field) } else { Fields::None };
        let record = Record { id, fields, text_at: Some(self.text), ..Record::at(place) };
        let record = record.with_usual_fields(|name| {
            let mut others = self.names.iter().enumerate().filter(|(at, _)| *at != self.text);
            let (at, _) = others.find(|(_, found)| ***found == *name)?;
            Some(decode(row[at].to_vec()).0)
        });
        let document = Document::of_record(&context.name, record);
        Ok(Chunk::of_text(document, text, replaced))
    }

    /// All columns except the text.
    fn fields(&self, mut field: impl FnMut(usize) -> String) -> Fields {
        let others = self.names.iter().enumerate().filter(|(at, _)| *at != self.text);
        let fields = others.map(|(at, name)| Field {
            name: name.clone(),
            value: FieldValue::Text(field(at).into()),
        });
        Fields::of(fields.collect())
    }
}
