//! The rows of a batch in one output.

use std::fmt;
use std::io;
use std::sync::Arc;

use super::Output;
use super::buffer::Buffer;
use crate::ThemeSet;
use crate::document::Document;
use crate::output::Writer;
use crate::tagging::{Rollup, TaggedParagraph};

/// The rows of a batch in one output.
#[derive(Debug, Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    /// Where the rows of each chunk end. Rows of whole documents may be held back. They are then
    /// among those of a later chunk, the last one at the latest.
    ends: Vec<usize>,
}

impl Rows {
    /// The rows of the chunk with this index in the batch.
    pub(super) fn of_chunk(&self, chunk: usize) -> &[u8] {
        let begin = chunk.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[begin..self.ends[chunk]]
    }
}

/// Writes the rows of a batch in one output.
pub(super) struct RowsWriter<'a> {
    output: &'a Output,
    buffer: Buffer,
    writer: Box<dyn Writer + 'a>,
    ends: Vec<usize>,
    /// A document that begins once a row of it is written.
    waiting: Option<Arc<Document>>,
}

impl<'a> RowsWriter<'a> {
    pub(super) fn new(output: &'a Output, themes: &'a ThemeSet) -> Self {
        let buffer = Buffer::default();
        let writer = output.writer(buffer.clone(), themes);
        Self { output, buffer, writer, ends: Vec::new(), waiting: None }
    }

    /// Begins a document, which may be `whole`, unless the joiner does.
    pub(super) fn begin_document(
        &mut self,
        document: &Arc<Document>,
        whole: bool,
    ) -> io::Result<()> {
        if self.output.only_labelled() {
            self.waiting = whole.then(|| document.clone());
            return Ok(());
        }
        if self.output.traits().numbered {
            return Ok(());
        }
        self.writer.begin_document(document)
    }

    pub(super) fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let left_out = self.output.only_labelled() && tagged.prediction.labels.is_empty();
        if left_out || !self.output.shows_paragraphs() {
            return Ok(());
        }
        self.begin_waiting()?;
        self.writer.paragraph(tagged)
    }

    fn begin_waiting(&mut self) -> io::Result<()> {
        self.waiting.take().map_or(Ok(()), |document| self.writer.begin_document(&document))
    }

    /// Ends a whole document, unless the joiner does.
    pub(super) fn end_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        if self.output.traits().numbered {
            return Ok(());
        }
        if self.output.only_labelled() && rollup.themes().is_empty() {
            self.waiting = None;
            return Ok(());
        }
        self.begin_waiting()?;
        self.writer.end_of_document(rollup)
    }

    /// Ends the rows of a chunk. After a part of a document, the joiner adds rows of its own.
    pub(super) fn end_chunk(&mut self, whole: bool) -> io::Result<()> {
        if self.output.traits().numbered || !whole {
            self.writer.flush()?;
        }
        self.ends.push(self.buffer.len());
        Ok(())
    }

    /// Ends the batch.
    pub(super) fn finish(mut self) -> io::Result<Rows> {
        self.writer.flush()?;
        if let Some(last) = self.ends.last_mut() {
            *last = self.buffer.len();
        }
        Ok(Rows { bytes: self.buffer.take(), ends: self.ends })
    }
}

impl fmt::Debug for RowsWriter<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RowsWriter").field("output", self.output).finish_non_exhaustive()
    }
}
