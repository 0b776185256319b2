//! Prints tagged batches in their order.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use themewise::Error;
use themewise::document::Document;
use themewise::pipeline::{JoinedChunk, Joiner, Position, TaggedBatch};
use themewise::tagging::Rollup;

use super::super::args::input::Documents;
use super::super::failure::Failure;
use super::super::message::eprint_line;
use super::checkpoint::{Checkpoint, CheckpointFile};
use super::complaints::Complaints;
use super::error_file::ErrorFile;
use super::sink::Sink;
use super::summary::Summary;

/// Prints tagged batches in their order, and keeps what is needed to resume later.
pub(super) struct Printer<'a> {
    joiner: Joiner<'a>,
    /// One for each output of the tagger.
    sinks: Vec<Sink<'a>>,
    documents: &'a Documents,
    bar: ProgressBar,
    errors: Option<ErrorFile>,
    checkpoint: Option<(CheckpointFile, Checkpoint)>,
    /// Whether to end at the first document that cannot be read.
    strict: bool,
    summary: Summary,
    complaints: Complaints,
    saved: Instant,
}

impl<'a> Printer<'a> {
    /// A printer to the `sinks` of a joiner, with a bar for how far it is.
    pub(super) fn new(
        joiner: Joiner<'a>,
        sinks: Vec<Sink<'a>>,
        documents: &'a Documents,
        bar: ProgressBar,
    ) -> Self {
        Self {
            joiner,
            sinks,
            documents,
            bar,
            errors: None,
            checkpoint: None,
            strict: false,
            summary: Summary::default(),
            complaints: Complaints::default(),
            saved: Instant::now(),
        }
    }

    /// Adds what cannot be read to a file; with `strict`, ends at the first such document.
    pub(super) fn keeping_errors(self, errors: Option<ErrorFile>, strict: bool) -> Self {
        Self { errors, strict, ..self }
    }

    /// Resumes where another run was interrupted, and writes checkpoints itself.
    pub(super) fn resuming(
        mut self,
        checkpoint: Option<(CheckpointFile, Checkpoint)>,
    ) -> io::Result<Self> {
        if let Some((_, checkpoint)) = &checkpoint {
            let open = checkpoint.begun.clone();
            let open = open
                .map(|(name, counts)| Rollup::with_counts(Document::named(&name).into(), counts));
            self.joiner.resume(checkpoint.written, open)?;
            self.summary = checkpoint.summary;
        }
        Ok(Self { checkpoint, ..self })
    }

    /// Begins the outputs, unless they have begun.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        if self.sinks[0].written() > 0 {
            return Ok(());
        }
        self.joiner.begin(&mut outs(&mut self.sinks))
    }

    /// Prints a batch, and says why what is missing could not be read.
    pub(super) fn print(&mut self, position: Position, batch: TaggedBatch) -> Result<(), Failure> {
        // Of a batch with an error nothing is written if that ends the run.
        let batch = if self.strict { self.complete(batch)? } else { batch };
        for chunk in self.joiner.join(batch, &mut outs(&mut self.sinks))? {
            match chunk {
                Ok(chunk) => self.count(chunk),
                Err(error) => self.fail(position, &error)?,
            }
        }
        self.save(position)
    }

    /// Shows how many bytes have been read.
    pub(super) fn show(&self, read: u64) {
        self.bar.set_position(read);
    }

    /// The batch, all of which must be readable.
    fn complete(&mut self, batch: TaggedBatch) -> Result<TaggedBatch, Failure> {
        let error = match batch.complete() {
            Ok(batch) => return Ok(batch),
            Err(error) => error,
        };
        self.errors.as_mut().map_or(Ok(()), |errors| errors.add(&error))?;
        Err(Failure::Strict(error))
    }

    /// Counts a document or a part of one.
    fn count(&mut self, chunk: JoinedChunk) {
        let JoinedChunk { document, units, short, end } = chunk;
        self.summary.units += units as u64;
        self.summary.short += short as u64;
        if let Some(end) = end {
            self.summary.documents += 1;
            self.summary.damaged += u64::from(end.replaced.is_some());
            self.bar.suspend(|| self.documents.warn(&document.label(), end.replaced));
        }
    }

    /// Reports a document that cannot be read, or not further.
    fn fail(&mut self, position: Position, error: &Error) -> io::Result<()> {
        self.summary.unreadable += 1;
        self.errors.as_mut().map_or(Ok(()), |errors| errors.add(error))?;
        self.complaints.report(position.source, error, &self.bar);
        Ok(())
    }

    /// Writes a checkpoint, now and then.
    fn save(&mut self, position: Position) -> Result<(), Failure> {
        const PAUSE: Duration = Duration::from_millis(500);
        if let Some((_, checkpoint)) = &mut self.checkpoint {
            checkpoint.position = position;
            if self.saved.elapsed() > PAUSE {
                self.keep(false)?;
                self.saved = Instant::now();
            }
        }
        Ok(())
    }

    /// Writes a checkpoint, after what it speaks of.
    fn keep(&mut self, complete: bool) -> Result<(), Failure> {
        let Some((file, checkpoint)) = &mut self.checkpoint else { return Ok(()) };
        let rows = &mut self.sinks[0];
        // On the disk before the checkpoint that speaks of it.
        rows.sync()?;
        checkpoint.written = rows.written();
        checkpoint.errors = self.errors.as_mut().map_or(Ok(0), ErrorFile::sync)?;
        checkpoint.summary = self.summary;
        let open = self.joiner.open();
        checkpoint.begun = open.map(|open| (open.document.name.to_string(), open.counts.clone()));
        checkpoint.complete = complete;
        file.write(checkpoint)
    }

    /// Ends the outputs, puts them in their places, and says what was read; returns whether
    /// that was everything.
    pub(super) fn end(&mut self, quiet: bool) -> Result<bool, Failure> {
        // A run that was killed after its end has written it.
        if !self.checkpoint.as_ref().is_some_and(|(_, checkpoint)| checkpoint.complete) {
            self.joiner.end(&mut outs(&mut self.sinks))?;
        }
        self.bar.finish_and_clear();
        self.keep(true)?;
        self.sinks.drain(..).try_for_each(Sink::finish)?;
        if let Some(errors) = &mut self.errors {
            errors.flush()?;
        }
        if let Some((file, _)) = self.checkpoint.take() {
            file.remove()?;
        }
        if self.summary.is_worth_saying() && !quiet {
            eprint_line(&self.summary.to_string());
        }
        Ok(self.summary.is_complete())
    }

    /// Leaves the outputs as they are between two batches.
    pub(super) fn interrupted(&mut self) {
        self.bar.finish_and_clear();
        let flushed = self.sinks.first_mut().map_or(Ok(()), Write::flush);
        let kept = flushed.map_err(Failure::from).and_then(|()| self.keep(false));
        if let Err(failure) = kept {
            failure.report();
        }
        // Unfinished files are removed, but for one that can be resumed.
        self.sinks.clear();
        eprint_line(match &self.checkpoint {
            Some(_) => "interrupted: the same command resumes from here",
            None => "interrupted",
        });
    }
}

/// Where a joiner writes.
fn outs<'s>(sinks: &'s mut [Sink<'_>]) -> Vec<&'s mut dyn Write> {
    sinks.iter_mut().map(|sink| sink as &mut dyn Write).collect()
}
