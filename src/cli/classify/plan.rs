//! A run whose arguments are checked, before anything is read.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use crate::WholeFile;
use crate::document::{Batch, BytesRead, Source};
use crate::model::Workers;
use crate::output::html::ArticlePage;
use crate::output::{Columns, OutputFormat, WriteOptions};
use crate::pipeline::{Batches, Joiner, Output, Position, Tagger, in_order};
use indicatif::ProgressBar;

use super::super::args::input::Documents;
use super::super::failure::Failure;
use super::super::progress::bytes_bar;
use super::checkpoint::{Checkpoint, CheckpointFile};
use super::error_file::ErrorFile;
use super::interruption;
use super::part::part_of;
use super::printer::Printer;
use super::sink::{Finish, Sink};

/// A run whose arguments are checked.
pub(super) struct Plan {
    pub(super) documents: Documents,
    pub(super) sources: Vec<crate::Result<Source>>,
    pub(super) workers: Workers,
    /// Warnings about guarantees that cannot be met, and the share of paragraphs to review.
    pub(super) remarks: Vec<String>,
    pub(super) format: OutputFormat,
    pub(super) options: WriteOptions,
    pub(super) min_words: usize,
    pub(super) output: Option<PathBuf>,
    pub(super) report: Option<WholeFile>,
    pub(super) errors: Option<PathBuf>,
    pub(super) checkpoint: Option<(CheckpointFile, Checkpoint)>,
    pub(super) strict: bool,
    pub(super) threads: NonZeroUsize,
}

impl Plan {
    /// Runs; if only the checkpoint of a complete run was left over, removes it.
    pub(super) fn run(mut self, out: &mut (dyn Write + Send)) -> Result<bool, Failure> {
        if let (Some((file, checkpoint)), Some(output)) = (&self.checkpoint, &self.output)
            && checkpoint.complete
            && !part_of(output).exists()
        {
            file.remove()?;
            return Ok(checkpoint.summary.is_complete());
        }
        let (read, bar) = (BytesRead::default(), self.bar());
        let (report, checkpoint) = (self.report.take(), self.checkpoint.take());
        let begun = checkpoint.as_ref().map(|(_, checkpoint)| checkpoint);
        let batches = self.batches(&read, begun.map(|begun| begun.position).unwrap_or_default());
        let tagger = self.tagger(report.is_some());
        let sinks = self.sinks(out, report, begun.map(|begun| begun.written))?;
        let errors = self.error_file(begun.map(|begun| begun.errors).unwrap_or_default())?;
        let printer = Printer::new(Joiner::new(&tagger), sinks, &self.documents, bar)
            .keeping_errors(errors, self.strict)
            .resuming(checkpoint)?;
        let printer = Mutex::new(printer);
        interruption::watch(&printer, || {
            lock(&printer).begin()?;
            self.tag(&printer, batches, &tagger, &read)?;
            lock(&printer).end(self.documents.is_quiet())
        })
    }

    /// The progress bar; hidden with `--quiet`, or if rows go to a terminal.
    fn bar(&self) -> ProgressBar {
        let total: Option<u64> = self.sources.iter().flatten().map(Source::length).sum();
        if self.documents.is_quiet() || self.options.terminal.is_some() {
            return ProgressBar::hidden();
        }
        bytes_bar(total)
    }

    /// The batches after a position; a table gets the columns of the first documents.
    fn batches(&mut self, read: &BytesRead, position: Position) -> Batches {
        let fields = self.format.traits().fields;
        let sources = std::mem::take(&mut self.sources);
        let table = self.format.traits().table;
        let may_grow = table && self.documents.columns_may_grow(&sources);
        let mut batches = self.documents.batches(sources, fields, read, position);
        if table {
            let first = if position == Position::default() {
                batches.first_documents()
            } else {
                // A resumed table has the same columns as before.
                let (sources, unread) = (self.documents.sources(), BytesRead::default());
                let mut again =
                    self.documents.batches(sources, fields, &unread, Position::default());
                let first = again.first_documents();
                self.documents.forget_passed();
                first
            };
            let first = first.iter().map(|document| &**document);
            self.options.columns = Columns::of(first, may_grow, self.documents.text_field());
        }
        batches
    }

    fn tagger(&self, has_page: bool) -> Tagger {
        let output = |format| Output::new(format, self.options.clone());
        let tagger = Tagger::new(self.workers.clone(), output(self.format));
        let tagger = tagger.with_min_words(self.min_words);
        if has_page { tagger.with_output(output(OutputFormat::Html)) } else { tagger }
    }

    /// The sink for rows, and one for the page, if there is one.
    fn sinks<'a>(
        &'a self,
        out: &'a mut (dyn Write + Send),
        report: Option<WholeFile>,
        resumed: Option<u64>,
    ) -> Result<Vec<Sink<'a>>, Failure> {
        let finish = finish(self.format);
        let rows = match (&self.output, resumed) {
            (None, _) => Sink::standard(out, finish)?,
            (Some(path), None) => Sink::file(WholeFile::create(path)?, finish)?,
            (Some(path), Some(written)) => Sink::resumed(path, finish, written)?,
        };
        let Some(report) = report else { return Ok(vec![rows]) };
        let page: Finish = Box::new(|rows, out| {
            ArticlePage::new(self.workers.model(), &self.remarks, &self.options.contents)
                .write(rows, out)
        });
        // The page is written even if the reader of the rows has gone.
        Ok(vec![rows.outliving_reader(), Sink::file(report, Some(page))?])
    }

    fn error_file(&self, written: u64) -> crate::Result<Option<ErrorFile>> {
        self.errors.as_deref().map(|path| ErrorFile::open(path, written)).transpose()
    }

    /// Tags all batches.
    fn tag(
        &self,
        printer: &Mutex<Printer>,
        batches: Batches,
        tagger: &Tagger,
        read: &BytesRead,
    ) -> Result<(), Failure> {
        let worker = || {
            let mut tag = tagger.worker();
            move |(position, batch): (Position, Batch)| (position, tag(batch))
        };
        in_order(self.threads, batches, worker, |(position, tagged)| {
            let mut printer = lock(printer);
            printer.print(position, tagged?)?;
            printer.show(read.load(Ordering::Relaxed));
            Ok(())
        })
    }
}

/// How a format makes its output of all rows; `None` if rows are written as they come.
fn finish<'a>(format: OutputFormat) -> Option<Finish<'a>> {
    match format {
        #[cfg(feature = "parquet")]
        OutputFormat::Parquet => {
            Some(Box::new(|rows, out| crate::output::write_parquet(rows, out)))
        }
        _ => None,
    }
}

fn lock<'a, 'p>(printer: &'a Mutex<Printer<'p>>) -> std::sync::MutexGuard<'a, Printer<'p>> {
    printer.lock().expect("another thread has panicked")
}
