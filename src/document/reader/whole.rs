//! Files that are read as one: pages, Markdown, feeds.

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

/// Opens the bytes of a whole file.
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
        // One more, to know whether there are more.
        let failure = input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes).err();
        if bytes.len() > MAX_RECORD_BYTES {
            let problem = RecordProblem::TooLong(MAX_RECORD_BYTES);
            return Some(context.error(Place::Whole, problem).into());
        }
        let failure = failure.map(|source| Err(context.broken(Place::Whole, source)));
        Some(Batch::new(move || {
            // What a damaged file has of a page is no page: none of its ends is known.
            failure.map_or_else(|| open(&context, bytes), |failure| vec![failure])
        }))
    }
}
