//! Tags batches of documents, and makes their rows.

use std::io;

use super::Output;
use super::rows::{Rows, RowsWriter};
use crate::document::{Batch, Chunk, Document, End, Paragraph};
use crate::model::Workers;
use crate::tagging::{Rollup, TaggedParagraph, Unit};
use crate::text::words;
use crate::{Explanation, Prediction, Result, ThemeSet, Worker};

/// Tags batches and makes their rows, on any thread.
#[derive(Debug)]
pub struct Tagger {
    workers: Workers,
    outputs: Vec<Output>,
    /// The unit that gets themes, the same in every output.
    unit: Unit,
    /// Units of fewer words are skipped.
    min_words: usize,
}

/// A tagged batch, the input of a [`Joiner`](super::Joiner).
#[derive(Debug, Default)]
pub struct TaggedBatch {
    /// The rows, one set for each output.
    pub(super) rows: Vec<Rows>,
    /// The documents and parts of documents, with an error for each that cannot be read.
    pub(super) chunks: Vec<Result<TaggedChunk>>,
}

/// A document, or a part of one, whose roll-up may still be open.
#[derive(Debug)]
pub(super) struct TaggedChunk {
    /// The roll-up of its paragraphs in this chunk.
    pub(super) rollup: Rollup,
    /// Whether the document begins in this chunk.
    pub(super) begins: bool,
    /// How the document ends, if it ends in this chunk.
    pub(super) end: Option<End>,
    /// The number of units skipped because they are short.
    pub(super) short: usize,
}

/// A tagged batch, or why its rows cannot be written.
pub type Tagged = io::Result<TaggedBatch>;

/// The place of a unit: its document, the number of its paragraph, and the number of the sentence
/// if it is one.
type Place<'a> = (&'a Document, usize, Option<usize>);

/// The state of one thread.
struct Scratch {
    worker: Worker,
    prediction: Prediction,
    explanations: Vec<Explanation>,
}

impl Tagger {
    /// A tagger with one output, which determines the unit that gets themes.
    pub fn new(workers: Workers, output: Output) -> Self {
        let unit = output.unit();
        Self { workers, outputs: vec![output], unit, min_words: 0 }
    }

    /// Adds another output.
    #[must_use]
    pub fn with_output(mut self, output: Output) -> Self {
        self.outputs.push(output);
        self
    }

    /// Skips units of fewer words.
    #[must_use]
    pub fn with_min_words(self, min_words: usize) -> Self {
        Self { min_words, ..self }
    }

    pub(super) fn themes(&self) -> &ThemeSet {
        self.workers.model().themes()
    }

    pub(super) fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// A function that tags batches on one thread.
    pub fn worker(&self) -> impl FnMut(Batch) -> Tagged {
        let worker = self.workers.worker();
        let (prediction, explanations) = (Prediction::default(), Vec::new());
        let mut scratch = Scratch { worker, prediction, explanations };
        move |batch| self.tag(batch, &mut scratch)
    }

    fn tag(&self, batch: Batch, scratch: &mut Scratch) -> Tagged {
        let themes = self.themes();
        let rows = self.outputs.iter().map(|output| RowsWriter::new(output, themes));
        let mut rows: Vec<_> = rows.collect();
        let mut chunks = Vec::new();
        for chunk in batch.open() {
            let tagged = match chunk {
                Ok(chunk) => Ok(self.chunk(&chunk, scratch, &mut rows)?),
                Err(error) => Err(error),
            };
            let whole = tagged.as_ref().map_or(true, TaggedChunk::is_whole);
            rows.iter_mut().try_for_each(|rows| rows.end_chunk(whole))?;
            chunks.push(tagged);
        }
        let rows = rows.into_iter().map(RowsWriter::finish).collect::<io::Result<_>>()?;
        Ok(TaggedBatch { rows, chunks })
    }

    fn chunk(
        &self,
        chunk: &Chunk,
        scratch: &mut Scratch,
        rows: &mut [RowsWriter],
    ) -> io::Result<TaggedChunk> {
        let mut tagged = self.begin(chunk);
        if tagged.begins {
            rows.iter_mut().try_for_each(|rows| rows.begin_document(&chunk.document))?;
        }
        for (paragraph, number) in chunk.paragraphs().zip(chunk.first..) {
            if self.unit == Unit::Sentence {
                for (sentence, at) in paragraph.sentences().into_iter().zip(1..) {
                    let place = (&*chunk.document, number, Some(at));
                    self.unit(&mut tagged, place, sentence, scratch, rows)?;
                }
            } else {
                let place = (&*chunk.document, number, None);
                self.unit(&mut tagged, place, paragraph, scratch, rows)?;
            }
        }
        if tagged.is_whole() {
            let wants_text = self.unit == Unit::Document && chunk.document.record.is_some();
            tagged.rollup.text = wants_text.then(|| chunk.text().to_owned());
            rows.iter_mut().try_for_each(|rows| rows.end_document(&tagged.rollup))?;
        }
        Ok(tagged)
    }

    /// A chunk before any of its units is tagged.
    fn begin(&self, chunk: &Chunk) -> TaggedChunk {
        let rollup = Rollup::new(chunk.document.clone());
        let quotes = self.outputs.iter().any(Output::quotes);
        let rollup = if quotes { rollup.with_quotes() } else { rollup };
        TaggedChunk { rollup, begins: chunk.first == 1, end: chunk.end, short: 0 }
    }

    /// Tags a paragraph or sentence.
    fn unit(
        &self,
        tagged: &mut TaggedChunk,
        (document, number, sentence): Place,
        paragraph: Paragraph,
        scratch: &mut Scratch,
        rows: &mut [RowsWriter],
    ) -> io::Result<()> {
        let min_words = self.min_words;
        if min_words > 0
            && words(paragraph.text, paragraph.language).take(min_words).count() < min_words
        {
            tagged.short += 1;
            return Ok(());
        }
        scratch.worker.predict_into(paragraph.text, &mut scratch.prediction);
        self.explain(paragraph.text, scratch);
        let Scratch { prediction, explanations, .. } = scratch;
        let unit =
            TaggedParagraph { document, number, sentence, paragraph, prediction, explanations };
        tagged.rollup.count(&unit);
        rows.iter_mut().try_for_each(|rows| rows.paragraph(&unit))
    }

    /// Finds the words that explain each theme given or to review, if an output shows them.
    fn explain(&self, text: &str, scratch: &mut Scratch) {
        let shown = self.outputs.iter().map(|output| output.traits().explanations).max();
        let Scratch { worker, prediction, explanations } = scratch;
        if let Some(shown @ 1..) = shown {
            worker.explain_strongest(text, None, prediction, shown, explanations);
        }
    }
}

impl TaggedBatch {
    /// The batch, or the error of its first document that cannot be read.
    ///
    /// # Errors
    /// If a document cannot be read.
    pub fn complete(mut self) -> Result<Self> {
        match self.chunks.iter().position(Result::is_err) {
            None => Ok(self),
            Some(at) => Err(self.chunks.swap_remove(at).expect_err("it is an error")),
        }
    }
}

impl TaggedChunk {
    /// Whether the document begins and ends here.
    pub(super) fn is_whole(&self) -> bool {
        self.begins && self.end.is_some()
    }
}
