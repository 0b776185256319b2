//! JSON Lines: one object per line.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::super::encoding::Utf8Reader;
use super::super::fields::{Field, entries, scalar};
use super::super::limits::MAX_RECORD_BYTES;
use super::super::plain_text::decode;
use super::super::{Chunk, Document, FieldPath, Fields, Place, Record};
use super::batch::Batch;
use super::block::read_block;
use super::context::Context;
use super::field_names::listed;
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
    let lines = lines.split(|&byte| byte == b'\n').zip(first..);
    let lines = lines
        .map(|(line, number)| (line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line), number));
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    let mut names = Vec::new();
    lines
        .map(|(line, number)| {
            let place = Place::Line(number);
            let document = document(context, place, line, &mut names);
            document.map_err(|problem| context.error(place, problem))
        })
        .collect()
}

fn document(
    context: &Context,
    place: Place,
    line: &[u8],
    names: &mut Vec<Arc<str>>,
) -> Result<Chunk, RecordProblem> {
    if line.len() > MAX_RECORD_BYTES {
        return Err(RecordProblem::TooLong(MAX_RECORD_BYTES));
    }
    let (line, replaced) = decode(line.to_vec());
    let entries = entries(&line).map_err(RecordProblem::json)?;
    let options = &context.options;
    let at = position(&entries, &options.text_field);
    let text = at.and_then(|(at, inside)| value_at(entries[at].1, inside));
    let text = text.ok_or_else(|| missing(&options.text_field, &entries))?;
    let text = text_of(&options.text_field, text.get())?;
    if text.contains('\0') {
        return Err(RecordProblem::Nul);
    }
    let id = position(&entries, &options.id_field);
    let id = id.and_then(|(at, inside)| value_at(entries[at].1, inside));
    let id = id.and_then(|id| scalar(id.get())).map(Cow::into_owned);
    // A text inside another field stays there.
    let own = at.filter(|(_, inside)| inside.is_empty()).map(|(at, _)| at);
    let fields = if options.fields { fields(&entries, own, names) } else { Fields::None };
    let record = Record { id, fields, text_at: own, ..Record::at(place) };
    let others = || entries.iter().enumerate().filter(|(at, _)| Some(*at) != own);
    let record = record.with_usual_fields(|name| {
        let (_, (_, value)) = others().find(|(_, (key, _))| key == name)?;
        scalar(value.get()).map(Cow::into_owned)
    });
    let document = Document::of_record(&context.name, record);
    Ok(Chunk::of_text(document, text, replaced))
}

type Entries<'a> = [(Cow<'a, str>, &'a RawValue)];

/// The index of the entry that a path begins with, and the rest of the path.
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
    let found = listed(entries.iter().map(|(key, _)| key.as_ref()));
    RecordProblem::NoField { field: path.to_string(), found }
}

/// The text of a value: a string, or a list of paragraphs.
fn text_of(path: &FieldPath, value: &str) -> Result<String, RecordProblem> {
    let found = match value.as_bytes().first() {
        Some(b'"') => return serde_json::from_str(value).map_err(RecordProblem::json),
        Some(b'[') => match serde_json::from_str::<Vec<String>>(value) {
            Ok(paragraphs) => return Ok(paragraphs.join("\n\n")),
            Err(_) => "a list with other values",
        },
        Some(b'{') => "an object",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        _ => "a number",
    };
    Err(RecordProblem::NoText { field: path.to_string(), found })
}

/// All entries except the text. `names` has the names of the previous record, which are usually
/// the same.
fn fields(entries: &Entries, text: Option<usize>, names: &mut Vec<Arc<str>>) -> Fields {
    let mut fields = Vec::with_capacity(entries.len());
    for (at, (key, value)) in entries.iter().enumerate() {
        if names.get(at).is_none_or(|name| **name != **key) {
            names.truncate(at);
            names.push(key.as_ref().into());
        }
        if Some(at) != text {
            fields.push(Field { name: names[at].clone(), value: (*value).to_owned().into() });
        }
    }
    Fields::of(fields)
}
