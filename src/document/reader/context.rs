//! What every reader knows of its source.

use std::sync::Arc;

use super::super::Place;
use super::options::ReadOptions;
use crate::Error;
use crate::error::{Problem, RecordProblem};

/// What every reader knows of its source.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) name: Arc<str>,
    pub(super) options: Arc<ReadOptions>,
}

impl Context {
    /// The error of a record.
    pub(super) fn error(&self, place: Place, problem: RecordProblem) -> Error {
        Problem::Record { name: self.name.to_string(), place, problem }.into()
    }

    /// The error of a source that cannot be read past a place.
    pub(super) fn broken(&self, place: Place, source: std::io::Error) -> Error {
        self.error(place, RecordProblem::Broken(source))
    }
}
