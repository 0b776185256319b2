//! What a reader does.

use super::batch::Batch;

/// Cuts a source into batches of documents.
pub trait Reader: Send {
    /// The next batch; `None` at the end.
    fn read(&mut self) -> Option<Batch>;
}
