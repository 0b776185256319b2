//! The output of a reader: documents that any thread can open.

use std::fmt;

use super::super::Chunk;
use super::super::limits::MAX_PARAGRAPHS;
use crate::error::{Problem, RecordProblem};
use crate::{Error, Result};

/// Documents cut from a source, but not yet opened.
pub struct Batch(Box<dyn FnOnce() -> Vec<Result<Chunk>> + Send>);

impl Batch {
    /// A batch that is opened by `open`.
    pub(crate) fn new(open: impl FnOnce() -> Vec<Result<Chunk>> + Send + 'static) -> Self {
        Self(Box::new(open))
    }

    /// The chunks of the documents in order, with an error for each that cannot be read.
    pub fn open(self) -> Vec<Result<Chunk>> {
        let mut chunks = self.0();
        for chunk in &mut chunks {
            if let Some(error) = chunk.as_ref().ok().and_then(unusable) {
                *chunk = Err(error);
            }
        }
        chunks
    }
}

/// The error of a record that has no paragraphs, or too many.
fn unusable(chunk: &Chunk) -> Option<Error> {
    let place = chunk.document.record.as_ref()?.place;
    let problem = match () {
        () if chunk.is_crowded() => RecordProblem::TooMany(MAX_PARAGRAPHS),
        () if chunk.is_empty() => RecordProblem::Empty,
        () => return None,
    };
    Some(Problem::Record { name: chunk.document.name.to_string(), place, problem }.into())
}

/// A batch that has been opened.
impl From<Vec<Result<Chunk>>> for Batch {
    fn from(chunks: Vec<Result<Chunk>>) -> Self {
        Self::new(|| chunks)
    }
}

impl From<Result<Chunk>> for Batch {
    fn from(chunk: Result<Chunk>) -> Self {
        vec![chunk].into()
    }
}

impl From<Error> for Batch {
    fn from(error: Error) -> Self {
        Err(error).into()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Batch").finish_non_exhaustive()
    }
}
