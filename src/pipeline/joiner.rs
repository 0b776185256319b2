//! Joins tagged batches in order.

use std::io::{self, Write};
use std::sync::Arc;

use super::buffer::Buffer;
use super::rows::Rows;
use super::tagger::TaggedChunk;
use super::{Output, TaggedBatch, Tagger};
use crate::document::{Document, End};
use crate::output::Writer;
use crate::tagging::Rollup;
use crate::{Error, Result};

/// Joins tagged batches: ends documents that came in parts, numbers documents, and drops the
/// separator before the first item.
///
/// `outs` holds one writer for each output of the tagger, in the same order.
#[derive(Debug)]
pub struct Joiner<'t> {
    tagger: &'t Tagger,
    /// Whether each output has no item yet.
    empty: Vec<bool>,
    /// The roll-up of the document that has begun but not ended.
    open: Option<Rollup>,
}

/// A document, or a part of one, whose rows are written.
#[derive(Debug)]
pub struct JoinedChunk {
    /// The document.
    pub document: Arc<Document>,
    /// The number of its paragraphs or sentences that were tagged.
    pub units: usize,
    /// The number of those skipped because they are short.
    pub short: usize,
    /// The number of those left out because they have no theme.
    pub unlabelled: usize,
    /// Whether the document ends here and is left out, because it has no theme.
    pub left_out: bool,
    /// How the document ends, if it ends here.
    pub end: Option<End>,
}

impl<'t> Joiner<'t> {
    /// A joiner for the batches of a tagger.
    pub fn new(tagger: &'t Tagger) -> Self {
        Self { tagger, empty: vec![true; tagger.outputs().len()], open: None }
    }

    /// Resumes the first output after `written` bytes, with the roll-up of the document that was
    /// `open`.
    ///
    /// # Errors
    /// If the beginning of the output cannot be written to memory.
    pub fn resume(&mut self, written: u64, open: Option<Rollup>) -> io::Result<()> {
        let head = self.rows(0, |writer| writer.begin())?;
        self.empty[0] = written <= head.len() as u64;
        self.open = open;
        Ok(())
    }

    /// The roll-up of the document that has begun but not ended.
    pub fn open(&self) -> Option<&Rollup> {
        self.open.as_ref()
    }

    /// Begins every output.
    ///
    /// # Errors
    /// If one of `outs` cannot be written to.
    pub fn begin(&self, outs: &mut [&mut dyn Write]) -> io::Result<()> {
        outs.iter_mut().enumerate().try_for_each(|(output, out)| {
            out.write_all(&self.rows(output, |writer| writer.begin())?)
        })
    }

    /// Writes the next batch. Returns its documents and parts of documents, with an error for each
    /// that cannot be read.
    ///
    /// # Errors
    /// If one of `outs` cannot be written to.
    pub fn join(
        &mut self,
        batch: TaggedBatch,
        outs: &mut [&mut dyn Write],
    ) -> io::Result<Vec<Result<JoinedChunk>>> {
        let TaggedBatch { rows, chunks } = batch;
        let chunks = chunks.into_iter().enumerate();
        let joined = chunks.map(|(at, chunk)| match chunk {
            Ok(chunk) => self.chunk(at, chunk, &rows, outs).map(Ok),
            Err(error) => self.unreadable(at, &error, &rows, outs).map(|()| Err(error)),
        });
        joined.collect()
    }

    /// Ends every output.
    ///
    /// # Errors
    /// If one of `outs` cannot be written to.
    pub fn end(&self, outs: &mut [&mut dyn Write]) -> io::Result<()> {
        outs.iter_mut().enumerate().try_for_each(|(output, out)| {
            if !self.empty[output] {
                let terminator = self.tagger.outputs()[output].traits().terminator;
                out.write_all(terminator.as_bytes())?;
            }
            out.write_all(&self.rows(output, |writer| writer.end())?)
        })
    }

    fn chunk(
        &mut self,
        at: usize,
        chunk: TaggedChunk,
        rows: &[Rows],
        outs: &mut [&mut dyn Write],
    ) -> io::Result<JoinedChunk> {
        let whole = chunk.is_whole();
        let TaggedChunk { rollup, begins: _, end, short, unlabelled } = chunk;
        let (document, units) = (rollup.document.clone(), rollup.counts.paragraphs);
        let begun = self.open.take();
        let begins = begun.is_none();
        let labelled_before = begun.as_ref().is_some_and(|begun| !begun.themes().is_empty());
        let rollup = match begun {
            Some(mut begun) => {
                begun.merge(&rollup);
                begun
            }
            None => rollup,
        };
        let has_themes = !rollup.themes().is_empty();
        for (output, out) in outs.iter_mut().enumerate() {
            let numbered = self.tagger.outputs()[output].traits().numbered;
            let only_labelled = self.tagger.outputs()[output].only_labelled();
            // A document in parts begins with the first of them that has a theme.
            let late = only_labelled && !whole && has_themes && !labelled_before;
            if begins && numbered || late {
                self.write(output, out, |writer| writer.begin_document(&document))?;
            }
            self.put(output, out, rows[output].of_chunk(at))?;
            let ends = end.is_some() && (numbered || !whole);
            if ends && (has_themes || !only_labelled) {
                self.write(output, out, |writer| writer.end_of_document(&rollup))?;
            }
        }
        self.open = end.is_none().then_some(rollup);
        let left_out = end.is_some() && !has_themes && self.only_labelled();
        Ok(JoinedChunk { document, units, short, unlabelled, left_out, end })
    }

    /// Whether an output leaves out documents without a theme.
    fn only_labelled(&self) -> bool {
        self.tagger.outputs().iter().any(Output::only_labelled)
    }

    /// Reports a document that cannot be read, and ends it if it has begun.
    fn unreadable(
        &mut self,
        at: usize,
        error: &Error,
        rows: &[Rows],
        outs: &mut [&mut dyn Write],
    ) -> io::Result<()> {
        let begun = self.open.take().is_some();
        outs.iter_mut().enumerate().try_for_each(|(output, out)| {
            // Rows of earlier documents may have been held back.
            self.put(output, out, rows[output].of_chunk(at))?;
            self.write(output, out, |writer| writer.unreadable(begun, error))
        })
    }

    /// Writes a row of an output.
    fn write(
        &mut self,
        output: usize,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Writer) -> io::Result<()>,
    ) -> io::Result<()> {
        let row = self.rows(output, write)?;
        self.put(output, out, &row)
    }

    /// Writes rows of an output, the first item without its separator.
    fn put(&mut self, output: usize, out: &mut dyn Write, rows: &[u8]) -> io::Result<()> {
        let separator = self.tagger.outputs()[output].traits().separator.as_bytes();
        let empty = &mut self.empty[output];
        let rows = if *empty { rows.strip_prefix(separator).unwrap_or(rows) } else { rows };
        *empty &= rows.is_empty();
        out.write_all(rows)
    }

    /// The bytes that `write` writes in the format of an output.
    fn rows(
        &self,
        output: usize,
        write: impl FnOnce(&mut dyn Writer) -> io::Result<()>,
    ) -> io::Result<Vec<u8>> {
        let rows = Buffer::default();
        let themes = self.tagger.themes();
        let mut writer = self.tagger.outputs()[output].writer(rows.clone(), themes);
        write(&mut *writer)?;
        writer.flush()?;
        drop(writer);
        Ok(rows.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::document::{Batch, Chunks};
    use crate::output::{OutputFormat, WriteOptions};

    #[test]
    fn rows_before_an_unreadable_document_are_written() {
        let model = Model::embedded().unwrap();
        for format in [OutputFormat::Jsonl, OutputFormat::Csv, OutputFormat::Text] {
            let output = Output::new(format, WriteOptions::default());
            let tagger = Tagger::new(model.workers(), output);
            let chunk = Chunks::new("a.txt", "Tariffs on steel rose.".as_bytes()).next().unwrap();
            let error = Error::access("b.txt", io::ErrorKind::NotFound.into());
            let batch = tagger.worker()(Batch::from(vec![chunk, Err(error)])).unwrap();
            let (mut rows, mut joiner) = (Vec::new(), Joiner::new(&tagger));
            let chunks = joiner.join(batch, &mut [&mut rows]).unwrap();
            assert!(chunks[0].is_ok() && chunks[1].is_err());
            let rows = String::from_utf8(rows).unwrap();
            assert!(rows.contains("Tariffs on steel rose."), "{format:?}: {rows}");
        }
    }
}
