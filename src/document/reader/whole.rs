//! Files that are read as a whole: pages, Markdown, feeds.

use std::io::Read;

use super::super::Chunk;
use super::super::Place;
use super::super::input::Bytes;
use super::super::limits::MAX_RECORD_BYTES;
use super::batch::Batch;
use super::context::Context;
use super::reader::Reader;
use crate::Result;
use crate::error::RecordProblem;

/// Reads the documents in the bytes of a whole file.
type Open = fn(&Context, Vec<u8>) -> Vec<Result<Chunk>>;

/// Reads a file as one batch.
pub(super) struct WholeReader {
    context: Context,
    input: Option<Bytes>,
    open: Open,
}

impl WholeReader {
    pub(super) fn new(context: Context, input: Bytes, open: Open) -> Self {
        Self { context, input: Some(input), open }
    }
}

impl Reader for WholeReader {
    fn read(&mut self) -> Option<Batch> {
        let input = self.input.take()?;
        let (context, open) = (self.context.clone(), self.open);
        let mut bytes = Vec::new();
        // One more than the limit, to tell whether there are too many.
        let failure = input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes).err();
        if bytes.len() > MAX_RECORD_BYTES {
            let problem = RecordProblem::TooLong(MAX_RECORD_BYTES);
            return Some(context.error(Place::Whole, problem).into());
        }
        let failure = failure.map(|source| Err(context.broken(Place::Whole, source)));
        Some(Batch::new(move || {
            // The part of a file before a failure is not used: it may be cut off anywhere.
            failure.map_or_else(|| open(&context, bytes), |failure| vec![failure])
        }))
    }
}
