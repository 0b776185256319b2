//! Batches of documents with what is to be printed of them.

use std::io::{self, Write};

use crate::document::{Batch, Document, End, Paragraph, Piece};
use crate::model::Workers;
use crate::output::html::write_paragraph;
use crate::output::{OutputFormat, WriteOptions, Writer};
use crate::tagging::{Profile, Rollup, TaggedParagraph, Unit};
use crate::text::words;
use crate::{Prediction, Result, Worker};

/// Makes rows of batches, on any thread.
#[derive(Debug)]
pub struct Tagger {
    workers: Workers,
    format: OutputFormat,
    options: WriteOptions,
    /// Units of fewer words are left out.
    min_words: usize,
    /// Whether to explain each label for a page.
    explaining: bool,
}

/// A batch as it is to be printed.
#[derive(Debug, Default)]
pub struct TaggedBatch {
    /// The rows, in the format of the output.
    pub rows: Vec<u8>,
    /// Its documents, or why one could not be read.
    pub documents: Vec<Result<TaggedPiece>>,
}

/// What is known of a document in a batch.
#[derive(Debug)]
pub struct TaggedPiece {
    /// That of its paragraphs in the batch.
    pub rollup: Rollup,
    /// Whether the document begins in the batch.
    pub begins: bool,
    /// How the document ends, if it ends in the batch.
    pub end: Option<End>,
    /// The units left out as they are short.
    pub short: usize,
    /// The same for a page, if there is to be one.
    pub explained: Option<Explained>,
}

/// Paragraphs of a page and their themes.
#[derive(Debug)]
pub struct Explained {
    /// The rows of the page.
    pub rows: Vec<u8>,
    /// How often each theme is among them.
    pub profile: Profile,
}

/// A tagged batch, or why it could not be written.
pub type Tagged = io::Result<TaggedBatch>;

/// What a worker needs for one unit after the other.
struct Bench {
    worker: Worker,
    prediction: Prediction,
}

impl Tagger {
    /// A tagger that writes rows in a format.
    pub fn new(workers: Workers, format: OutputFormat, options: WriteOptions) -> Self {
        Self { workers, format, options, min_words: 0, explaining: false }
    }

    /// Leaves out units of fewer words.
    #[must_use]
    pub fn with_min_words(self, min_words: usize) -> Self {
        Self { min_words, ..self }
    }

    /// Explains each label for a page too.
    #[must_use]
    pub fn explaining(self) -> Self {
        Self { explaining: true, ..self }
    }

    /// Gives `write` a writer to `out`, and flushes it.
    pub fn write(
        &self,
        out: &mut impl Write,
        write: impl FnOnce(&mut dyn Writer) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut writer = self.format.writer(out, self.workers.model().themes(), &self.options);
        write(&mut *writer)?;
        writer.flush()
    }

    /// What tags batch after batch on one thread.
    pub fn worker(&self) -> impl FnMut(Batch) -> Tagged {
        let mut bench = Bench { worker: self.workers.worker(), prediction: Prediction::default() };
        move |batch| self.tag(batch, &mut bench)
    }

    fn tag(&self, batch: Batch, bench: &mut Bench) -> Tagged {
        let TaggedBatch { mut rows, mut documents } = TaggedBatch::default();
        self.write(&mut rows, |writer| {
            for piece in batch.open() {
                documents.push(match piece {
                    Ok(piece) => Ok(self.piece(&piece, bench, writer)?),
                    Err(error) => Err(error),
                });
            }
            Ok(())
        })?;
        Ok(TaggedBatch { rows, documents })
    }

    fn piece(
        &self,
        piece: &Piece,
        bench: &mut Bench,
        writer: &mut dyn Writer,
    ) -> io::Result<TaggedPiece> {
        let begins = piece.first == 1;
        let rollup = Rollup::new(piece.document.clone());
        let rollup = if self.quotes() { rollup.quoting() } else { rollup };
        let explained = self.explaining.then(|| Explained {
            rows: Vec::new(),
            profile: Profile::new(self.workers.model().themes().len()),
        });
        let mut tagged = TaggedPiece { rollup, begins, end: piece.end, short: 0, explained };
        if begins {
            writer.begin_document(&piece.document)?;
        }
        for (paragraph, number) in piece.paragraphs().zip(piece.first..) {
            if self.options.unit == Unit::Sentence {
                for (sentence, at) in paragraph.sentences().into_iter().zip(1..) {
                    let place = (&*piece.document, number, Some(at));
                    self.unit(&mut tagged, place, sentence, bench, writer)?;
                }
            } else {
                let place = (&*piece.document, number, None);
                self.unit(&mut tagged, place, paragraph, bench, writer)?;
            }
        }
        if tagged.is_whole() {
            let wants_text = self.options.unit == Unit::Document && piece.document.record.is_some();
            tagged.rollup.text = wants_text.then(|| piece.text().to_owned());
            writer.end_of_document(&tagged.rollup)?;
        }
        Ok(tagged)
    }

    /// Whether the output quotes what documents are known by.
    fn quotes(&self) -> bool {
        self.options.unit == Unit::Document || self.format.traits().documents
    }

    /// Tags a paragraph or sentence of a document, by its numbers there.
    fn unit(
        &self,
        tagged: &mut TaggedPiece,
        (document, number, sentence): (&Document, usize, Option<usize>),
        paragraph: Paragraph,
        Bench { worker, prediction }: &mut Bench,
        writer: &mut dyn Writer,
    ) -> io::Result<()> {
        let min_words = self.min_words;
        if min_words > 0
            && words(paragraph.text, paragraph.language).take(min_words).count() < min_words
        {
            tagged.short += 1;
            return Ok(());
        }
        worker.predict_into(paragraph.text, prediction);
        let unit = TaggedParagraph { document, number, sentence, paragraph, prediction };
        tagged.rollup.count(&unit);
        if self.options.unit != Unit::Document || self.format.traits().paragraphs {
            writer.paragraph(&unit)?;
        }
        match &mut tagged.explained {
            Some(explained) => self.explain(&unit, worker, explained),
            None => Ok(()),
        }
    }

    /// Adds a paragraph to those of a page, with the words behind its themes.
    fn explain(
        &self,
        tagged: &TaggedParagraph,
        worker: &mut Worker,
        explained: &mut Explained,
    ) -> io::Result<()> {
        let (themes, prediction) = (self.workers.model().themes(), tagged.prediction);
        let shown = prediction.labels.iter().chain(&prediction.review);
        let places = shown.filter_map(|label| themes.position(label.theme.as_str()));
        let explanations = places.map(|theme| worker.explain(tagged.paragraph.text, theme));
        let explanations: Vec<_> = explanations.collect();
        explained.profile.count(themes, prediction);
        write_paragraph(&mut explained.rows, themes, tagged, &explanations, self.options.scale)
    }
}

impl TaggedPiece {
    /// Whether the document begins and ends here.
    pub fn is_whole(&self) -> bool {
        self.begins && self.end.is_some()
    }
}
