//! The batches of all sources, one source after the other.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use crate::Result;
use crate::document::{Batch, BytesRead, Document, ReadOptions, Reader, Source};

/// Where a batch ends in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// The number of the source, from 0.
    pub source: usize,
    /// The number of batches of that source up to here.
    pub batches: u64,
}

/// The batches of all sources.
pub struct Batches {
    sources: Vec<Option<Result<Source>>>,
    options: Arc<ReadOptions>,
    read: BytesRead,
    reader: Option<Box<dyn Reader>>,
    position: Position,
    /// How many batches of the first source to skip.
    passed: u64,
    /// Batches opened by [`Self::first_documents`] and not returned yet.
    waiting: VecDeque<(Position, Batch)>,
}

impl Batches {
    /// The batches of sources after a position. Bytes read are added to `read`.
    pub fn new(
        sources: Vec<Result<Source>>,
        options: ReadOptions,
        read: &BytesRead,
        position: Position,
    ) -> Self {
        Self {
            sources: sources.into_iter().map(Some).collect(),
            options: options.into(),
            read: read.clone(),
            reader: None,
            position: Position { batches: 0, ..position },
            passed: position.batches,
            waiting: VecDeque::new(),
        }
    }

    /// The documents of the first batch that has any; the batch is still returned later.
    pub fn first_documents(&mut self) -> Vec<Arc<Document>> {
        while let Some((position, batch)) = self.read() {
            let chunks = batch.open();
            let documents = chunks.iter().flatten().map(|chunk| chunk.document.clone());
            let documents: Vec<_> = documents.collect();
            self.waiting.push_back((position, Batch::from(chunks)));
            if !documents.is_empty() {
                return documents;
            }
        }
        Vec::new()
    }

    /// Opens the next source. If it cannot be read, returns a batch with the error.
    fn open(&mut self) -> Option<Batch> {
        let source = self.sources.get_mut(self.position.source)?.take()?;
        let passed = std::mem::take(&mut self.passed);
        match source.and_then(|source| source.reader(&self.options, &self.read)) {
            Ok(mut reader) => {
                // Skipped batches are cut again, but not opened.
                (0..passed).for_each(|_| drop(reader.read()));
                self.position.batches = passed;
                self.reader = Some(reader);
                None
            }
            Err(error) => Some(error.into()),
        }
    }

    /// Reads the next batch, from the next source if the current one has ended.
    fn read(&mut self) -> Option<(Position, Batch)> {
        loop {
            if let Some(reader) = &mut self.reader {
                if let Some(batch) = reader.read() {
                    self.position.batches += 1;
                    return Some((self.position, batch));
                }
                self.reader = None;
                self.position = Position { source: self.position.source + 1, batches: 0 };
            }
            if self.position.source == self.sources.len() {
                return None;
            }
            if let Some(failed) = self.open() {
                self.position = Position { source: self.position.source + 1, batches: 0 };
                return Some((self.position, failed));
            }
        }
    }
}

impl Iterator for Batches {
    type Item = (Position, Batch);

    fn next(&mut self) -> Option<Self::Item> {
        self.waiting.pop_front().or_else(|| self.read())
    }
}

/// Shows only the position, because readers do not implement `Debug`.
impl fmt::Debug for Batches {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Batches({:?} of {} sources)", self.position, self.sources.len())
    }
}
