//! Pieces of documents with what is to be printed of them.

use std::io::{self, Write};

use themewise::document::{End, Piece};
use themewise::model::Workers;
use themewise::output::html::write_paragraph;
use themewise::output::{Format, Layout, Profile, Rollup, TaggedParagraph, Writer};
use themewise::{Model, Prediction, Result, Worker};

/// Makes rows of pieces, on any thread.
pub(in crate::cli) struct Tagger<'m> {
    model: &'m Model,
    workers: Workers<'m>,
    format: Format,
    layout: Layout,
    /// Whether to explain each label for a page.
    explaining: bool,
}

/// A piece as it is to be printed.
pub(in crate::cli) struct TaggedPiece {
    pub(super) rows: Vec<u8>,
    /// The same for a page, if there is to be one.
    pub(super) explained: Option<Explained>,
    /// Its part of the document's.
    pub(super) rollup: Rollup,
    pub(super) end: Option<End>,
}

/// Paragraphs of a page and their themes.
pub(super) struct Explained {
    pub(super) rows: Vec<u8>,
    pub(super) profile: Profile,
}

/// A tagged piece, what could not be read, or why it could not be written.
pub(in crate::cli) type Tagged = io::Result<Result<TaggedPiece>>;

impl<'m> Tagger<'m> {
    pub(in crate::cli) fn new(
        model: &'m Model,
        workers: Workers<'m>,
        format: Format,
        layout: Layout,
    ) -> Self {
        Self { model, workers, format, layout, explaining: false }
    }

    /// Explains each label for a page too.
    pub(super) fn explaining(self) -> Self {
        Self { explaining: true, ..self }
    }

    /// Gives `write` a writer to `out`, and flushes it.
    pub(super) fn write(
        &self,
        out: &mut impl Write,
        write: impl FnOnce(&mut dyn Writer) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut writer = self.format.writer(out, self.model.themes(), &self.layout);
        write(&mut *writer)?;
        writer.flush()
    }

    pub(in crate::cli) fn worker(&self) -> impl FnMut(Result<Piece>) -> Tagged {
        let (mut worker, mut prediction) = (self.workers.worker(), Prediction::default());
        move |piece| match piece {
            Ok(piece) => self.tag(&piece, &mut worker, &mut prediction).map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    fn tag(
        &self,
        piece: &Piece,
        worker: &mut Worker,
        prediction: &mut Prediction,
    ) -> io::Result<TaggedPiece> {
        let (mut rows, mut rollup) = (Vec::new(), Rollup::new(&piece.document));
        let mut explained = self.explaining.then(|| Explained {
            rows: Vec::new(),
            profile: Profile::new(self.model.themes().len()),
        });
        self.write(&mut rows, |writer| {
            if piece.first == 1 {
                writer.begin_document(&piece.document)?;
            }
            for (paragraph, number) in piece.paragraphs().zip(piece.first..) {
                worker.predict_into(paragraph.text, prediction);
                let file = &piece.document;
                let tagged = TaggedParagraph { file, number, paragraph, prediction };
                rollup.count(&tagged);
                writer.paragraph(&tagged)?;
                if let Some(explained) = &mut explained {
                    self.explain(&tagged, worker, explained)?;
                }
            }
            Ok(())
        })?;
        Ok(TaggedPiece { rows, explained, rollup, end: piece.end })
    }

    /// Adds a paragraph to those of a page, with the words behind its themes.
    fn explain(
        &self,
        tagged: &TaggedParagraph,
        worker: &mut Worker,
        explained: &mut Explained,
    ) -> io::Result<()> {
        let (themes, prediction) = (self.model.themes(), tagged.prediction);
        let shown = prediction.labels.iter().chain(&prediction.review);
        let places = shown.filter_map(|label| themes.position(label.theme.as_str()));
        let explanations = places.map(|theme| worker.explain(tagged.paragraph.text, theme));
        let explanations: Vec<_> = explanations.collect();
        explained.profile.count(themes, prediction);
        write_paragraph(&mut explained.rows, themes, tagged, &explanations, self.layout.scale)
    }
}
