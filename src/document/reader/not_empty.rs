//! A source without records is an error.

use std::sync::Arc;

use super::batch::Batch;
use super::reader::Reader;
use crate::Error;
use crate::error::Problem;

/// A reader that reports a source without a single record.
pub(super) struct NotEmpty {
    reader: Box<dyn Reader>,
    name: Arc<str>,
    /// Whether nothing has come yet.
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
