//! Tags batches of documents, and makes their rows.

use std::io;

use super::Output;
use super::rows::{Rows, RowsWriter};
use crate::document::{Batch, Chunk, End, Paragraph};
use crate::model::Workers;
use crate::tagging::{Article, Passage, Reading, Rollup, TaggedParagraph, Unit};
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
    /// The number of units without a theme, if these get no row.
    pub(super) unlabelled: usize,
}

/// A tagged batch, or why its rows cannot be written.
pub type Tagged = io::Result<TaggedBatch>;

/// The state of one thread.
struct Scratch {
    worker: Worker,
    said: Said,
}

/// What is said of a passage.
#[derive(Default)]
struct Said {
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
        let mut scratch = Scratch { worker: self.workers.worker(), said: Said::default() };
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
        let whole = tagged.is_whole();
        if tagged.begins {
            rows.iter_mut().try_for_each(|rows| rows.begin_document(&chunk.document, whole))?;
        }
        for article in Article::all(chunk, self.unit) {
            self.article(&mut tagged, article, scratch, rows)?;
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
        TaggedChunk { rollup, begins: chunk.first == 1, end: chunk.end, short: 0, unlabelled: 0 }
    }

    /// Tags the passages of an article. The short ones are read, too, but get no row.
    fn article(
        &self,
        tagged: &mut TaggedChunk,
        article: Article,
        Scratch { worker, said }: &mut Scratch,
        rows: &mut [RowsWriter],
    ) -> io::Result<()> {
        let document = article.document;
        let mut reading = Reading::new(article, worker);
        for at in reading.own() {
            let Passage { number, sentence, paragraph } = reading.passage(at).clone();
            if self.is_short(&paragraph) {
                tagged.short += 1;
                continue;
            }
            self.read(&mut reading, at, said);
            let Said { prediction, explanations } = &*said;
            let unit =
                TaggedParagraph { document, number, sentence, paragraph, prediction, explanations };
            tagged.rollup.count(&unit);
            if prediction.labels.is_empty() && self.rows_need_themes() {
                tagged.unlabelled += 1;
            }
            rows.iter_mut().try_for_each(|rows| rows.paragraph(&unit))?;
        }
        Ok(())
    }

    /// Whether paragraphs or sentences without a theme get no row.
    fn rows_need_themes(&self) -> bool {
        let of_paragraphs = |output: &Output| {
            output.only_labelled() && output.shows_paragraphs() && !output.traits().documents
        };
        self.outputs.iter().any(of_paragraphs)
    }

    fn is_short(&self, Paragraph { text, language, .. }: &Paragraph) -> bool {
        let enough = self.min_words;
        enough > 0 && words(text, *language).take(enough).count() < enough
    }

    /// Predicts a passage, and finds the words that explain each theme given or to review, if an
    /// output shows them.
    fn read(&self, reading: &mut Reading, at: usize, Said { prediction, explanations }: &mut Said) {
        reading.predict(at, prediction);
        let shown = self.outputs.iter().map(|output| output.traits().explanations).max();
        if let Some(shown @ 1..) = shown {
            reading.explain_strongest(at, prediction, shown, explanations);
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
