//! Comma-separated and tab-separated values with a header.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::ByteRecord;

use super::super::encoding::Utf8Reader;
use super::super::fields::ObjectWriter;
use super::super::plain_text::decode;
use super::super::{Document, Fields, Piece, Place, Record, Replaced};
use super::{Batch, Context, LARGEST, Reader};
use crate::Result;
use crate::error::RecordProblem;

/// Cuts a table into blocks of rows.
pub(super) struct CsvReader {
    context: Context,
    rows: csv::Reader<Limited>,
    header: Arc<Header>,
    /// The bytes the row at hand may still have.
    budget: Arc<AtomicUsize>,
    row: u64,
    ended: bool,
}

struct Header {
    names: Vec<String>,
    text: usize,
    id: Option<usize>,
}

/// The bytes of rows in a batch.
const BLOCK: usize = 1 << 18;

/// Reads no further than a row may go: one whose quote is never closed would have no end.
struct Limited {
    input: Box<Utf8Reader>,
    budget: Arc<AtomicUsize>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let budget = self.budget.load(Ordering::Relaxed);
        if budget == 0 {
            let message = format!("a row has more than {LARGEST} bytes: a quote may not be closed");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        let read = self.input.read(buffer)?;
        self.budget.store(budget.saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

impl CsvReader {
    pub(super) fn new(context: Context, input: Box<Utf8Reader>, delimiter: u8) -> Result<Self> {
        let budget = Arc::new(AtomicUsize::new(LARGEST));
        let limited = Limited { input, budget: budget.clone() };
        let mut builder = csv::ReaderBuilder::new();
        let mut rows = builder.delimiter(delimiter).flexible(true).from_reader(limited);
        let names = rows.byte_headers().map_err(|error| context.failed(io_error(error)))?;
        let header = Header::new(&context, names).map_err(|p| context.error(Place::Line(1), p))?;
        Ok(Self { context, rows, header: header.into(), budget, row: 0, ended: false })
    }

    /// Reads rows until there are enough, or no more.
    fn fill(&mut self, rows: &mut Vec<(u64, ByteRecord)>) -> Option<io::Error> {
        let mut bytes = 0;
        while bytes < BLOCK {
            let mut row = ByteRecord::new();
            self.budget.store(LARGEST, Ordering::Relaxed);
            match self.rows.read_byte_record(&mut row) {
                Ok(true) => {
                    self.row += 1;
                    bytes += row.as_slice().len() + 1;
                    let line = row.position().map_or(0, csv::Position::line);
                    rows.push((line, row));
                }
                Ok(false) => {
                    self.ended = true;
                    return None;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(io_error(error));
                }
            }
        }
        None
    }
}

impl Reader for CsvReader {
    fn read(&mut self) -> Option<Batch> {
        if self.ended {
            return None;
        }
        let mut rows = Vec::new();
        let failure = self.fill(&mut rows).map(|source| Err(self.context.failed(source)));
        if rows.is_empty() && failure.is_none() {
            return None;
        }
        let (context, header) = (self.context.clone(), self.header.clone());
        Some(Batch::new(move || {
            let rows = rows.iter().map(|(line, row)| header.document(&context, *line, row));
            rows.chain(failure).collect()
        }))
    }
}

impl Header {
    fn new(context: &Context, names: &ByteRecord) -> Result<Self, RecordProblem> {
        let names: Vec<_> = names.iter().map(|name| decode(name.to_vec()).0).collect();
        let find = |name: &str| names.iter().position(|found| found == name);
        let options = &context.options;
        let Some(text) = find(options.text_field.name()) else {
            let (field, found) = (options.text_field.to_string(), names.join(", "));
            return Err(RecordProblem::NoField { field, found });
        };
        Ok(Self { text, id: find(options.id_field.name()), names })
    }

    fn document(&self, context: &Context, line: u64, row: &ByteRecord) -> Result<Piece> {
        let place = Place::Line(line);
        if row.len() != self.names.len() {
            let (found, allowed) = (row.len(), self.names.len());
            return Err(context.error(place, RecordProblem::Columns { found, allowed }));
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
        let document = Document { name: context.name.clone(), record: Some(record.into()) };
        Ok(Piece::of_text(document, text, replaced))
    }

    /// All columns but that of the text.
    fn fields(&self, mut field: impl FnMut(usize) -> String) -> Fields {
        let mut object = ObjectWriter::default();
        for (at, name) in self.names.iter().enumerate().filter(|(at, _)| *at != self.text) {
            object.text(name, &field(at));
        }
        object.finish()
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
