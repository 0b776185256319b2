//! What every reader knows about its source.

use std::sync::Arc;

use super::super::Place;
use super::options::ReadOptions;
use crate::Error;
use crate::error::{Problem, RecordProblem};

/// The name of a source, and how to read it.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) name: Arc<str>,
    pub(super) options: Arc<ReadOptions>,
}

impl Context {
    /// An error about a record.
    pub(super) fn error(&self, place: Place, problem: RecordProblem) -> Error {
        Problem::Record { name: self.name.to_string(), place, problem }.into()
    }

    /// An error about a source that cannot be read past a place.
    pub(super) fn broken(&self, place: Place, source: std::io::Error) -> Error {
        self.error(place, RecordProblem::Broken(source))
    }
}
