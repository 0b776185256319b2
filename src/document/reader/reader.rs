//! The interface of all readers.

use super::batch::Batch;

/// Cuts a source into batches of documents.
pub trait Reader: Send {
    /// Reads the next batch; `None` at the end.
    fn read(&mut self) -> Option<Batch>;
}
