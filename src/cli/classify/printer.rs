//! Prints tagged batches in their order.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::Error;
use crate::document::Document;
use crate::pipeline::{JoinedChunk, Joiner, Position, TaggedBatch};
use crate::tagging::Rollup;
use indicatif::ProgressBar;

use super::super::args::input::Documents;
use super::super::failure::Failure;
use super::super::message::eprint_line;
use super::checkpoint::{Checkpoint, CheckpointFile};
use super::complaints::Complaints;
use super::error_file::ErrorFile;
use super::sink::Sink;
use super::summary::Summary;

/// Prints tagged batches in their order, and writes checkpoints.
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
    /// Creates a printer that writes the output of a joiner to `sinks` and shows progress in `bar`.
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

    /// Adds errors to a file; with `strict`, ends at the first document that cannot be read.
    pub(super) fn keeping_errors(self, errors: Option<ErrorFile>, strict: bool) -> Self {
        Self { errors, strict, ..self }
    }

    /// Resumes an interrupted run from its checkpoint, and writes further checkpoints.
    pub(super) fn resuming(
        mut self,
        checkpoint: Option<(CheckpointFile, Checkpoint)>,
    ) -> io::Result<Self> {
        if let Some((_, checkpoint)) = &checkpoint {
            let open = checkpoint.begun.clone();
            let open = open
                .map(|(name, counts)| Rollup::with_counts(Document::named(&name).into(), counts));
            let addresses = checkpoint.addresses.clone();
            self.joiner.resume(checkpoint.written, open, addresses)?;
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

    /// Prints a batch, and reports the documents that cannot be read.
    pub(super) fn print(&mut self, position: Position, batch: TaggedBatch) -> Result<(), Failure> {
        // If errors end the run, nothing is written of a batch that has one.
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

    /// Returns the batch, or fails if any document in it cannot be read.
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
        let JoinedChunk { document, units, short, repeated, unlabelled, left_out, end } = chunk;
        self.summary.units_left_out += unlabelled as u64;
        self.summary.documents_left_out += u64::from(left_out);
        self.summary.units += units as u64;
        self.summary.short += short as u64;
        if let Some(end) = end {
            self.summary.documents += 1;
            self.summary.repeated += u64::from(repeated);
            self.summary.damaged += u64::from(end.replaced.is_some());
            self.bar.suspend(|| self.documents.warn(&document.label(), end.replaced));
        }
    }

    /// Reports a document that cannot be read, or whose rest cannot.
    fn fail(&mut self, position: Position, error: &Error) -> io::Result<()> {
        self.summary.unreadable += 1;
        self.errors.as_mut().map_or(Ok(()), |errors| errors.add(error))?;
        self.complaints.report(position.source, error, &self.bar);
        Ok(())
    }

    /// Writes a checkpoint if the last one is old enough.
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

    /// Writes a checkpoint, after the output that it describes.
    fn keep(&mut self, complete: bool) -> Result<(), Failure> {
        let Some((file, checkpoint)) = &mut self.checkpoint else { return Ok(()) };
        let rows = &mut self.sinks[0];
        // Rows must be on the disk before the checkpoint that counts them.
        rows.sync()?;
        checkpoint.written = rows.written();
        checkpoint.errors = self.errors.as_mut().map_or(Ok(0), ErrorFile::sync)?;
        checkpoint.summary = self.summary;
        checkpoint.addresses = self.joiner.addresses().clone();
        let open = self.joiner.open();
        checkpoint.begun = open.map(|open| (open.document.name.to_string(), open.counts.clone()));
        checkpoint.complete = complete;
        file.write(checkpoint)
    }

    /// Ends the outputs, moves them into place, and prints the summary; returns whether everything
    /// could be read.
    pub(super) fn end(&mut self, quiet: bool) -> Result<bool, Failure> {
        // A complete run that was killed before moving its output has already written the end.
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
        self.documents.say_passed();
        if self.summary.is_worth_saying() && !quiet {
            eprint_line(&self.summary.to_string());
        }
        Ok(self.summary.is_complete())
    }

    /// Ends between two batches, without ending the outputs.
    pub(super) fn interrupted(&mut self) {
        self.bar.finish_and_clear();
        let flushed = self.sinks.first_mut().map_or(Ok(()), Write::flush);
        let kept = flushed.map_err(Failure::from).and_then(|()| self.keep(false));
        if let Err(failure) = kept {
            failure.report();
        }
        // Removes unfinished files, except one that can be resumed.
        self.sinks.clear();
        eprint_line(match &self.checkpoint {
            Some(_) => "interrupted: the same command resumes from here",
            None => "interrupted",
        });
    }
}

/// The sinks as the outputs of a joiner.
fn outs<'s>(sinks: &'s mut [Sink<'_>]) -> Vec<&'s mut dyn Write> {
    sinks.iter_mut().map(|sink| sink as &mut dyn Write).collect()
}
