//! Reports sources without records.

use std::sync::Arc;

use super::batch::Batch;
use super::reader::Reader;
use crate::Error;
use crate::error::Problem;

/// A reader that reports a source without any record as an error.
pub(super) struct NotEmpty {
    reader: Box<dyn Reader>,
    name: Arc<str>,
    /// Whether nothing was read yet.
    nothing: bool,
}

impl NotEmpty {
    pub(super) fn new(reader: Box<dyn Reader>, name: Arc<str>) -> Self {
        Self { reader, name, nothing: true }
    }
}

impl Reader for NotEmpty {
    fn read(&mut self) -> Option<Batch> {
        let batch = self.reader.read();
        let nothing = std::mem::take(&mut self.nothing) && batch.is_none();
        if nothing {
            Some(Error::from(Problem::Empty { name: self.name.to_string() }).into())
        } else {
            batch
        }
    }
}
