//! `themewise classify`: the themes of every paragraph.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;

use clap::Args;
use themewise::document::{End, Piece};
use themewise::model::Workers;
use themewise::output::{Format, Layout, Rollup, TaggedParagraph, Writer};
use themewise::pipeline::in_order;
use themewise::{Model, Prediction, Result, Worker};

use super::decision_choice::DecisionChoice;
use super::documents::Documents;
use super::{Failure, ModelChoice, failure};

/// Tag every paragraph of articles with themes
///
/// Reads plain text in UTF-8. A document that can not be read is reported; the
/// others go on. Confidences are probabilities; a theme is given where its
/// confidence reaches the theme's threshold, or with --min-precision and
/// --min-recall where the labels the model was calibrated on promise as much.
/// A paragraph unlike these (another language, code, noise, a recipe) is marked
/// as novel: its confidences shrink, and it gets no theme, only some to review.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    #[command(flatten)]
    documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    decision: DecisionChoice,

    /// How to print
    #[arg(long, short, value_enum, default_value = "text")]
    format: Format,

    /// Print the confidence of every theme, not only of those given
    #[arg(long, short)]
    all: bool,

    /// Threads that classify; with 1, the same one reads and writes. All cores if not given
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

const EXAMPLES: &str = "\
Examples:
  themewise classify article.txt
  themewise classify --format jsonl crawl/ > themes.jsonl
  curl -s https://example.org/news.txt | themewise classify --all";

impl Classify {
    /// Whether the output is a terminal's, with nothing in it but what it can show.
    pub(super) fn is_for_the_eye(&self) -> bool {
        self.format == Format::Text && columns().is_some()
    }

    pub(super) fn run(&self, out: &mut impl Write) -> std::result::Result<bool, Failure> {
        let model = self.model.load()?;
        let layout = Layout { all: self.all, terminal: columns() };
        let decision = self.decision.decision(&model);
        if !self.documents.is_quiet() {
            self.decision.explain(&model, &decision);
        }
        let workers = model.workers().deciding(decision);
        let tagger = Tagger::new(&model, workers, self.format, layout);
        let mut printer = Printer { tagger: &tagger, documents: &self.documents, rollup: None };
        let mut complete = true;
        tagger.write(out, |writer| writer.begin())?;
        let worker = || tagger.worker();
        in_order(self.threads(), self.documents.pieces(), worker, |tagged| {
            complete &= printer.print(tagged, out)?;
            Ok::<(), io::Error>(())
        })?;
        Ok(complete)
    }

    fn threads(&self) -> NonZeroUsize {
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(all)
    }
}

/// Makes rows of pieces, on any thread.
pub(super) struct Tagger<'m> {
    model: &'m Model,
    workers: Workers<'m>,
    format: Format,
    layout: Layout,
}

/// A piece as it is to be printed.
pub(super) struct TaggedPiece {
    rows: Vec<u8>,
    /// Its part of the document's.
    rollup: Rollup,
    end: Option<End>,
}

/// A tagged piece, what could not be read, or why it could not be written.
pub(super) type Tagged = io::Result<Result<TaggedPiece>>;

impl<'m> Tagger<'m> {
    pub(super) fn new(
        model: &'m Model,
        workers: Workers<'m>,
        format: Format,
        layout: Layout,
    ) -> Self {
        Self { model, workers, format, layout }
    }

    /// Gives `write` a writer to `out`, and flushes it.
    fn write(
        &self,
        out: &mut impl Write,
        write: impl FnOnce(&mut dyn Writer) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut writer = self.format.writer(out, self.model.themes(), &self.layout);
        write(&mut *writer)?;
        writer.flush()
    }

    pub(super) fn worker(&self) -> impl FnMut(Result<Piece>) -> Tagged {
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
            }
            Ok(())
        })?;
        Ok(TaggedPiece { rows, rollup, end: piece.end })
    }
}

/// Prints tagged pieces in their order.
struct Printer<'a> {
    tagger: &'a Tagger<'a>,
    documents: &'a Documents,
    /// That of the document at hand, if a piece of it is printed.
    rollup: Option<Rollup>,
}

impl Printer<'_> {
    /// Prints a piece, or reports what could not be read; returns whether all could.
    fn print(&mut self, tagged: Tagged, out: &mut impl Write) -> io::Result<bool> {
        let TaggedPiece { rows, rollup, end } = match tagged? {
            Ok(piece) => piece,
            Err(error) => {
                self.rollup = None;
                failure::report_document(&error);
                return Ok(false);
            }
        };
        out.write_all(&rows)?;
        match &mut self.rollup {
            Some(begun) => begun.merge(&rollup),
            None => self.rollup = Some(rollup),
        }
        let Some(End { replaced }) = end else { return Ok(true) };
        let rollup = self.rollup.take().expect("a piece has just been added");
        self.tagger.write(out, |writer| writer.end_of_document(&rollup))?;
        self.documents.warn(&rollup.file, replaced);
        Ok(replaced.is_none())
    }
}

/// The columns of standard output, if it is a terminal.
fn columns() -> Option<usize> {
    const USUAL: usize = 80;
    let size = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
    io::stdout().is_terminal().then(size)
}
