//! What a reader gives: documents that any thread can open.

use std::fmt;

use super::super::Piece;
use super::super::limits::MAX_PARAGRAPHS;
use crate::error::{Problem, RecordProblem};
use crate::{Error, Result};

/// Documents of a source that are cut, but not yet opened.
pub struct Batch(Box<dyn FnOnce() -> Vec<Result<Piece>> + Send>);

impl Batch {
    /// A batch that is opened by `open`.
    pub(crate) fn new(open: impl FnOnce() -> Vec<Result<Piece>> + Send + 'static) -> Self {
        Self(Box::new(open))
    }

    /// The documents, or their parts, in order, and why others cannot be read.
    pub fn open(self) -> Vec<Result<Piece>> {
        let mut pieces = self.0();
        for piece in &mut pieces {
            if let Some(error) = piece.as_ref().ok().and_then(unusable) {
                *piece = Err(error);
            }
        }
        pieces
    }
}

/// Why a record without paragraphs, or with too many of them, cannot be read.
fn unusable(piece: &Piece) -> Option<Error> {
    let place = piece.document.record.as_ref()?.place;
    let problem = match () {
        () if piece.is_crowded() => RecordProblem::TooMany(MAX_PARAGRAPHS),
        () if piece.is_empty() => RecordProblem::Empty,
        () => return None,
    };
    Some(Problem::Record { name: piece.document.name.to_string(), place, problem }.into())
}

/// A batch that has been opened.
impl From<Vec<Result<Piece>>> for Batch {
    fn from(pieces: Vec<Result<Piece>>) -> Self {
        Self::new(|| pieces)
    }
}

impl From<Result<Piece>> for Batch {
    fn from(piece: Result<Piece>) -> Self {
        vec![piece].into()
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
