//! One record of JSON: an object with a text.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::super::fields::{Field, entries, scalar};
use super::super::limits::MAX_RECORD_BYTES;
use super::super::plain_text::decode;
use super::super::{Chunk, Document, FieldPath, Fields, Place, Record, Replaced};
use super::context::Context;
use super::field_names::listed;
use super::json_repair::{compacted, repaired};
use super::json_text::text_of;
use crate::error::RecordProblem;

/// The bytes of an object, decoded and, if need be, repaired.
pub(super) struct JsonRecord {
    json: String,
    place: Place,
    replaced: Option<Replaced>,
    /// What precedes the id, if the ids of several lists may be the same.
    of: Option<Arc<str>>,
}

/// The entries of an object in order, with their values as written.
pub(super) type Entries<'a> = [(Cow<'a, str>, &'a RawValue)];

impl JsonRecord {
    /// A record in these bytes. With `repair`, `NaN` becomes null, half a surrogate pair a `?`.
    ///
    /// # Errors
    /// If there are too many bytes.
    pub(super) fn new(bytes: &[u8], place: Place, repair: bool) -> Result<Self, RecordProblem> {
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(RecordProblem::TooLong(MAX_RECORD_BYTES));
        }
        let (mut json, mut replaced) = decode(bytes.to_vec());
        let mut halves = None;
        if repair {
            (json, halves) = repaired(&json);
        }
        if let Some(halves) = halves {
            replaced.get_or_insert(Replaced { count: 0, ..halves }).count += halves.count;
        }
        Ok(Self { json, place, replaced, of: None })
    }

    /// The same record without line ends between its values, for formats of lines.
    pub(super) fn on_one_line(self) -> Self {
        if memchr::memchr2(b'\n', b'\r', self.json.as_bytes()).is_none() {
            return self;
        }
        Self { json: compacted(&self.json), ..self }
    }

    /// Its place in the source.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The same record in a list whose ids are told from those of other lists by `of`.
    pub(super) fn of(self, of: Option<Arc<str>>) -> Self {
        Self { of, ..self }
    }

    /// Its entries.
    ///
    /// # Errors
    /// If it is not an object.
    pub(super) fn entries(&self) -> Result<Vec<(Cow<'_, str>, &RawValue)>, RecordProblem> {
        entries(&self.json).map_err(RecordProblem::json)
    }

    /// The document of the record.
    ///
    /// `names` has the names of the previous record, which are usually the same.
    ///
    /// # Errors
    /// If it is not an object, or has no text.
    pub(super) fn chunk(
        &self,
        context: &Context,
        names: &mut Vec<Arc<str>>,
    ) -> Result<Chunk, RecordProblem> {
        self.chunk_of(context, &self.entries()?, names)
    }

    /// The document of the entries of the record, or of an object in it.
    pub(super) fn chunk_of(
        &self,
        context: &Context,
        entries: &Entries,
        names: &mut Vec<Arc<str>>,
    ) -> Result<Chunk, RecordProblem> {
        let options = &context.options;
        let at = text_position(entries, &options.text_field);
        let text = at.and_then(|(at, inside)| value_at(entries[at].1, inside));
        let text = text.ok_or_else(|| missing(&options.text_field, entries))?;
        let text = text_of(&options.text_field, text.get())?;
        if text.contains('\0') {
            return Err(RecordProblem::Nul);
        }
        let id = position(entries, &options.id_field);
        let id = id.and_then(|(at, inside)| value_at(entries[at].1, inside));
        let id = id.and_then(|id| scalar(id.get())).map(Cow::into_owned);
        let id = match &self.of {
            Some(of) => id.map(|id| format!("{of}/{id}")),
            None => id,
        };
        // A text inside another field stays there.
        let own = at.filter(|(_, inside)| inside.is_empty()).map(|(at, _)| at);
        let fields = if options.fields { fields(entries, own, names) } else { Fields::None };
        let record = Record { id, fields, text_at: own, ..Record::at(self.place) };
        let others = || entries.iter().enumerate().filter(|(at, _)| Some(*at) != own);
        let record = record.with_usual_fields(|name| {
            let (_, (_, value)) = others().find(|(_, (key, _))| key == name)?;
            scalar(value.get()).map(Cow::into_owned)
        });
        let document = Document::of_record(&context.name, record);
        Ok(Chunk::of_text(document, text, self.replaced))
    }
}

/// Whether these entries have the text.
pub(super) fn has_text(entries: &Entries, path: &FieldPath) -> bool {
    let at = text_position(entries, path);
    at.and_then(|(at, inside)| value_at(entries[at].1, inside)).is_some()
}

/// The position of the text. The archive of X has it in `full_text`.
fn text_position<'p>(entries: &Entries, path: &'p FieldPath) -> Option<(usize, &'p [String])> {
    const LONG: &str = "full_text";
    let found = position(entries, path);
    let long = || entries.iter().position(|(key, _)| key == LONG).map(|at| (at, &[][..]));
    found.or_else(|| if path.name() == "text" { long() } else { None })
}

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

/// All entries except the text.
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
