//! JSON Lines: an object a line.

use std::borrow::Cow;
use std::io::Read;

use serde_json::value::RawValue;

use super::super::encoding::Utf8Reader;
use super::super::fields::{ObjectWriter, entries, scalar};
use super::super::plain_text::decode;
use super::super::{Document, FieldPath, Fields, Piece, Place, Record};
use super::{Batch, Context, LARGEST, Reader};
use crate::Result;
use crate::error::RecordProblem;

/// Cuts JSON Lines into blocks of whole lines.
pub(super) struct JsonLinesReader {
    context: Context,
    input: Box<Utf8Reader>,
    /// Read and not yet given.
    pending: Vec<u8>,
    /// The number of its first line.
    line: u64,
    /// Whether a line is being passed over that is too long.
    passing: bool,
    ended: bool,
}

/// The bytes read at once.
const BLOCK: usize = 1 << 18;

impl JsonLinesReader {
    pub(super) fn new(context: Context, input: Box<Utf8Reader>) -> Self {
        Self { context, input, pending: vec![], line: 1, passing: false, ended: false }
    }

    /// Reads a block; returns the failure, if that ends it.
    fn fill(&mut self) -> Option<std::io::Error> {
        let most = self.pending.len().max(BLOCK) as u64;
        let begin = self.pending.len();
        let read = self.input.by_ref().take(most).read_to_end(&mut self.pending);
        self.ended = ((self.pending.len() - begin) as u64) < most;
        read.err()
    }

    /// Takes the whole lines out of what is pending.
    fn lines(&mut self) -> Vec<u8> {
        let end = memchr::memrchr(b'\n', &self.pending).map_or(0, |end| end + 1);
        let end = if self.ended { self.pending.len() } else { end };
        let rest = self.pending.split_off(end);
        std::mem::replace(&mut self.pending, rest)
    }

    /// Drops what is pending of a line that is too long; says so at its beginning.
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
        begins
            .then(|| self.context.error(Place::Line(line), RecordProblem::TooLong(LARGEST)).into())
    }

    fn batch(&mut self, lines: Vec<u8>, failure: Option<std::io::Error>) -> Batch {
        let (context, first) = (self.context.clone(), self.line);
        self.line += memchr::memchr_iter(b'\n', &lines).count() as u64;
        let failure = failure.map(|source| Err(self.context.failed(source)));
        Batch::new(move || documents(&context, first, &lines).into_iter().chain(failure).collect())
    }
}

impl Reader for JsonLinesReader {
    fn read(&mut self) -> Option<Batch> {
        loop {
            if self.ended && self.pending.is_empty() {
                return None;
            }
            let failure = if self.ended { None } else { self.fill() };
            let too_long =
                memchr::memchr(b'\n', &self.pending).is_none() && self.pending.len() > LARGEST;
            if self.passing || too_long {
                match self.pass() {
                    Some(batch) => return Some(batch),
                    None if failure.is_none() => continue,
                    None => {}
                }
            }
            let lines = self.lines();
            if !lines.is_empty() || failure.is_some() {
                return Some(self.batch(lines, failure));
            }
        }
    }
}

/// The documents of lines, the first of which has a number.
fn documents(context: &Context, first: u64, lines: &[u8]) -> Vec<Result<Piece>> {
    let lines = lines.split(|&byte| byte == b'\n').zip(first..);
    let lines = lines
        .map(|(line, number)| (line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line), number));
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    lines
        .map(|(line, number)| {
            let place = Place::Line(number);
            document(context, place, line).map_err(|problem| context.error(place, problem))
        })
        .collect()
}

fn document(context: &Context, place: Place, line: &[u8]) -> Result<Piece, RecordProblem> {
    let (line, replaced) = decode(line.to_vec());
    let entries = entries(&line).map_err(RecordProblem::Json)?;
    let options = &context.options;
    let at = position(&entries, &options.text_field);
    let text = at.and_then(|(at, inside)| value_at(entries[at].1, inside));
    let text = text.ok_or_else(|| missing(&options.text_field, &entries))?;
    let text = text_of(&options.text_field, text.get())?;
    let id = position(&entries, &options.id_field);
    let id = id.and_then(|(at, inside)| value_at(entries[at].1, inside));
    let id = id.and_then(|id| scalar(id.get()));
    // A text inside another field is passed on with it.
    let own = at.filter(|(_, inside)| inside.is_empty()).map(|(at, _)| at);
    let fields = if options.fields { fields(&entries, own) } else { Fields::None };
    let record = Record { id, fields, text_at: own, ..Record::at(place) };
    let document = Document { name: context.name.clone(), record: Some(record.into()) };
    Ok(Piece::of_text(document, text, replaced))
}

type Entries<'a> = [(Cow<'a, str>, &'a RawValue)];

/// The entry a path begins at, and the rest of the path.
fn position<'p>(entries: &Entries, path: &'p FieldPath) -> Option<(usize, &'p [String])> {
    let find = |name: &str| entries.iter().position(|(key, _)| key == name);
    let (first, rest) = path.split();
    find(path.name()).map(|at| (at, &[][..])).or_else(|| find(first).map(|at| (at, rest)))
}

/// The value at the end of a path.
fn value_at<'a>(value: &'a RawValue, path: &[String]) -> Option<&'a RawValue> {
    let Some((step, rest)) = path.split_first() else { return Some(value) };
    let inside = if value.get().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        *list.get(step.parse::<usize>().ok()?)?
    } else {
        let entries = entries(value.get()).ok()?;
        entries.into_iter().find(|(key, _)| key == step)?.1
    };
    value_at(inside, rest)
}

fn missing(path: &FieldPath, entries: &Entries) -> RecordProblem {
    const SHOWN: usize = 12;
    let found: Vec<_> = entries.iter().take(SHOWN).map(|(key, _)| key.as_ref()).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    RecordProblem::NoField { field: path.to_string(), found }
}

/// The text of a value: a text, or a list of paragraphs.
fn text_of(path: &FieldPath, value: &str) -> Result<String, RecordProblem> {
    let found = match value.as_bytes().first() {
        Some(b'"') => return serde_json::from_str(value).map_err(RecordProblem::Json),
        Some(b'[') => match serde_json::from_str::<Vec<String>>(value) {
            Ok(paragraphs) => return Ok(paragraphs.join("\n\n")),
            Err(_) => "a list of other things than texts",
        },
        Some(b'{') => "an object",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a truth value",
        _ => "a number",
    };
    Err(RecordProblem::NoText { field: path.to_string(), found })
}

/// All entries but that of the text.
fn fields(entries: &Entries, text: Option<usize>) -> Fields {
    let mut object = ObjectWriter::default();
    for (at, (key, value)) in entries.iter().enumerate() {
        if Some(at) != text {
            object.raw(key, value.get());
        }
    }
    object.finish()
}
