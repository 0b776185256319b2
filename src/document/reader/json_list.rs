//! The records of a list in a JSON file, on their way to documents.

use std::ops::Range;
use std::sync::Arc;

use super::super::fields::entries;
use super::super::{Chunk, Passed, Place};
use super::batch::Batch;
use super::context::Context;
use super::json_record::{Entries, JsonRecord, has_text};
use super::json_repair::may_need_repair;
use crate::Result;
use crate::error::RecordProblem;

/// What an object in a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A record with a text, or an object around one.
    Record,
    /// An object with a list of messages, such as a chat.
    Lists,
    /// Something else.
    Others,
}

impl Shape {
    /// The shape of an object in these bytes.
    pub(super) fn of(bytes: &[u8], context: &Context) -> Self {
        let record = JsonRecord::new(bytes, Place::Whole, may_need_repair(bytes));
        let Ok(record) = record else { return Self::Others };
        let Ok(entries) = record.entries() else { return Self::Others };
        let is_list = |name: &str| {
            entries.iter().any(|(key, value)| key == name && value.get().starts_with('['))
        };
        match () {
            () if wrapped(&entries, context, |_| ()).is_some() => Self::Record,
            () if is_list("messages") => Self::Lists,
            () => Self::Others,
        }
    }
}

/// Calls `take` with the entries of a record, or of the only object in it, such as
/// `{"tweet": {…}}`, if these have the text.
fn wrapped<T>(found: &Entries, context: &Context, take: impl FnOnce(&Entries) -> T) -> Option<T> {
    let path = &context.options.text_field;
    if has_text(found, path) {
        return Some(take(found));
    }
    let [(_, inside)] = found else { return None };
    let inside = entries(inside.get()).ok()?;
    has_text(&inside, path).then(|| take(&inside))
}

/// A record, or why there is none.
pub(super) enum Item {
    Record { place: Place, bytes: Range<usize>, of: Option<Arc<str>> },
    Problem(Place, RecordProblem),
}

/// Records that are parsed together.
#[derive(Default)]
pub(super) struct ListBatch {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

impl ListBatch {
    pub(super) fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Adds a record, whose id is told from those of other lists by `of`.
    pub(super) fn record(&mut self, place: Place, bytes: &[u8], of: Option<&str>) {
        let begin = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        let bytes = begin..self.bytes.len();
        self.items.push(Item::Record { place, bytes, of: of.map(Arc::from) });
    }

    /// The number of bytes, counting some for each problem.
    pub(super) fn length(&self) -> usize {
        const EACH: usize = 64;
        self.bytes.len() + EACH * self.items.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The batch, opened on any thread.
    pub(super) fn opened_by(self, context: &Context) -> Batch {
        let context = context.clone();
        Batch::new(move || {
            let repair = may_need_repair(&self.bytes);
            let mut names = Vec::new();
            let chunks = self.items.into_iter().filter_map(|item| match item {
                Item::Problem(place, problem) => Some(Err(context.error(place, problem))),
                Item::Record { place, bytes, of } => {
                    let record = JsonRecord::new(&self.bytes[bytes], place, repair);
                    let record = record.map(|record| record.on_one_line().of(of));
                    let chunk = record.and_then(|record| chunk(&context, &record, &mut names));
                    chunk.map_err(|problem| context.error(place, problem)).transpose()
                }
            });
            chunks.collect::<Vec<Result<Chunk>>>()
        })
    }
}

/// The document of a record; `None` for a message of a chat without text, which is counted.
fn chunk(
    context: &Context,
    record: &JsonRecord,
    names: &mut Vec<Arc<str>>,
) -> Result<Option<Chunk>, RecordProblem> {
    let entries = record.entries()?;
    let made = wrapped(&entries, context, |inside| {
        let chunk = record.chunk_of(context, inside, names)?;
        if chunk.is_empty() && is_message(inside) {
            context.options.remarks.add(&context.name, Passed::WithoutText, record.place());
            return Ok(None);
        }
        Ok(Some(chunk))
    });
    made.unwrap_or_else(|| record.chunk_of(context, &entries, names).map(Some))
}

/// Whether a record is a message of a chat, or what the service wrote into it.
fn is_message(entries: &Entries) -> bool {
    let kind = entries.iter().find(|(key, _)| key == "type").map(|(_, value)| value.get());
    matches!(kind, Some("\"message\"" | "\"service\""))
}
