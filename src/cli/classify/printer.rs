//! Prints tagged batches in their order.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde::Serialize;
use themewise::document::{Document, Place};
use themewise::error::ErrorKind;
use themewise::output::OutputFormat;
use themewise::output::html::ArticlePage;
use themewise::tagging::Rollup;
use themewise::{Error, Result, WholeFile};

use super::super::args::input::Documents;
use super::super::{Failure, failure, note};
use super::checkpoint::{Checkpoint, CheckpointFile};
use super::sink::{Sink, open_behind};
use super::summary::Summary;
use themewise::pipeline::{Position, TaggedBatch, TaggedPiece, Tagger};

/// Prints tagged batches in their order, and keeps what is needed to go on later.
pub(super) struct Printer<'a> {
    pub(super) tagger: &'a Tagger,
    pub(super) documents: &'a Documents,
    pub(super) out: Sink<'a>,
    /// A page, and where it goes.
    pub(super) page: Option<(ArticlePage<'a>, WholeFile)>,
    pub(super) errors: Option<ErrorFile>,
    pub(super) state: Option<(CheckpointFile, Checkpoint)>,
    pub(super) bar: ProgressBar,
    pub(super) format: OutputFormat,
    /// Whether no item is written yet.
    pub(super) first: bool,
    /// Whether to end at the first document that can not be read.
    pub(super) strict: bool,
    pub(super) summary: Summary,
    /// That of the document at hand, if a part of it is printed.
    pub(super) rollup: Option<Rollup>,
    /// What could not be read of the source at hand.
    pub(super) complaints: Complaints,
    /// Whether the reader of the output has gone, while there is a page to write.
    pub(super) closed: bool,
    pub(super) saved: Instant,
}

/// How many errors of a source have been reported.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    source: usize,
    count: u64,
}

/// Errors are told one by one up to so many in a source.
const TOLD: u64 = 10;

impl Printer<'_> {
    /// Prints a batch, and says why what is missing could not be read.
    pub(super) fn print(&mut self, position: Position, batch: TaggedBatch) -> Result<(), Failure> {
        let TaggedBatch { rows, documents } = batch;
        // Of a batch with an error nothing is written if that ends the run.
        if !(self.strict && documents.iter().any(Result::is_err)) {
            self.rows(&rows)?;
        }
        for document in documents {
            match document {
                Ok(piece) => self.document(piece)?,
                Err(error) => self.fail(position, error)?,
            }
        }
        self.save(position)
    }

    /// Counts a document or a part of one, and adds it to the page.
    fn document(&mut self, piece: TaggedPiece) -> io::Result<()> {
        let whole = piece.is_whole();
        let TaggedPiece { rollup, begins: _, end, short, explained } = piece;
        self.summary.units += rollup.counts.paragraphs as u64;
        self.summary.short += short as u64;
        if let (Some((page, _)), Some(explained)) = (&mut self.page, &explained) {
            if self.rollup.is_none() {
                page.begin_document(&rollup.document)?;
            }
            page.add(&explained.rows, &explained.profile)?;
        }
        match &mut self.rollup {
            Some(begun) => begun.merge(&rollup),
            None => self.rollup = Some(rollup),
        }
        let Some(end) = end else { return Ok(()) };
        let rollup = self.rollup.take().expect("a piece has just been added");
        if !whole {
            let mut row = Vec::new();
            self.tagger.write(&mut row, |writer| writer.end_of_document(&rollup))?;
            self.rows(&row)?;
        }
        self.page.as_mut().map_or(Ok(()), |(page, _)| page.end_document(None))?;
        self.summary.documents += 1;
        self.summary.damaged += u64::from(end.replaced.is_some());
        self.bar.suspend(|| self.documents.warn(&rollup.document.label(), end.replaced));
        Ok(())
    }

    /// Reports a document that can not be read, or not further.
    fn fail(&mut self, position: Position, error: Error) -> Result<(), Failure> {
        let begun = self.rollup.take().is_some();
        if let Some((page, _)) = &mut self.page {
            if !begun {
                page.begin_document(&Document::named("not read"))?;
            }
            page.end_document(Some(&error.to_string()))?;
        }
        self.summary.unreadable += 1;
        if let Some(errors) = &mut self.errors {
            errors.add(&error)?;
        }
        if self.strict {
            return Err(Failure::Strict(error));
        }
        let told = self.complaints.next(position.source);
        // What ends a source is always told.
        if told <= TOLD || error.kind() != ErrorKind::Record {
            self.bar.suspend(|| failure::report_document(&error));
        }
        if told == TOLD + 1 {
            let more = "further errors of this source are only counted; --errors FILE keeps all";
            self.bar.suspend(|| note(more));
        }
        Ok(())
    }

    /// Begins the output, unless it has begun.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        self.tagger.write(&mut head, |writer| writer.begin())?;
        if self.out.written() == 0 {
            self.put(|out| out.write_all(&head))?;
        }
        self.first = self.out.written() <= head.len() as u64;
        Ok(())
    }

    /// Prints rows; the first item of a list is not separated from another.
    fn rows(&mut self, rows: &[u8]) -> io::Result<()> {
        let separator = self.format.traits().separator.as_bytes();
        let rows = if self.first { rows.strip_prefix(separator).unwrap_or(rows) } else { rows };
        self.first &= rows.is_empty();
        self.put(|out| out.write_all(rows))
    }

    /// Prints. Who has seen enough of the output still gets the page.
    fn put(&mut self, print: impl FnOnce(&mut Sink) -> io::Result<()>) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        match print(&mut self.out) {
            Err(error) if self.page.is_some() && error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            printed => printed,
        }
    }

    /// Keeps how far the run has come, now and then.
    fn save(&mut self, position: Position) -> Result<(), Failure> {
        const PAUSE: Duration = Duration::from_millis(500);
        if let Some((_, state)) = &mut self.state {
            state.position = position;
            if self.saved.elapsed() > PAUSE {
                self.keep(false)?;
                self.saved = Instant::now();
            }
        }
        Ok(())
    }

    /// Keeps how far the run has come, behind what it has written.
    pub(super) fn keep(&mut self, complete: bool) -> Result<(), Failure> {
        let Some((file, state)) = &mut self.state else { return Ok(()) };
        // On the disk before the state that speaks of it.
        self.out.sync()?;
        state.written = self.out.written();
        state.errors = self.errors.as_mut().map_or(Ok(0), ErrorFile::sync)?;
        state.summary = self.summary;
        state.begun = self.rollup.as_ref().map(|r| (r.document.name.to_string(), r.counts.clone()));
        state.complete = complete;
        Ok(file.write(state)?)
    }

    /// Ends the output, puts it in its place, and says what was read; returns whether that
    /// was everything.
    pub(super) fn end(&mut self, quiet: bool) -> Result<bool, Failure> {
        // A run that was killed behind its end has written it.
        if !self.state.as_ref().is_some_and(|(_, state)| state.complete) {
            self.write_end()?;
        }
        self.bar.finish_and_clear();
        self.keep(true)?;
        if self.closed {
            self.out.abandon();
        } else {
            self.out.finish()?;
        }
        if let Some((page, file)) = self.page.take() {
            file.write(|file| page.write(file))?;
        }
        if let Some(errors) = &mut self.errors {
            errors.flush()?;
        }
        if let Some((file, _)) = self.state.take() {
            file.remove()?;
        }
        if self.summary.is_worth_saying() && !quiet {
            note(&self.summary.to_string());
        }
        Ok(self.summary.is_complete())
    }

    /// Writes what stands behind all rows.
    fn write_end(&mut self) -> io::Result<()> {
        let (tagger, terminator) = (self.tagger, self.format.traits().terminator);
        if !self.first {
            self.put(|out| out.write_all(terminator.as_bytes()))?;
        }
        self.put(|out| tagger.write(out, |writer| writer.end()))
    }

    /// Leaves the output as it is between two batches.
    pub(super) fn interrupted(&mut self) {
        self.bar.finish_and_clear();
        let kept = self.out.flush().map_err(Failure::from).and_then(|()| self.keep(false));
        if let Err(failure) = kept {
            failure.report();
        }
        self.out.abandon();
        self.page = None;
        note(match &self.state {
            Some(_) => "interrupted: the same command goes on from here",
            None => "interrupted",
        });
    }

    /// Goes on where another run was interrupted.
    pub(super) fn go_on(&mut self) {
        if let Some((_, state)) = &self.state {
            self.summary = state.summary;
            let begun = state.begun.clone();
            let go_on = |(name, counts): (String, _)| {
                Rollup::counted(Document::named(&name).into(), counts)
            };
            self.rollup = begun.map(go_on);
        }
    }
}

impl Complaints {
    /// Counts one more of a source.
    fn next(&mut self, source: usize) -> u64 {
        if self.source != source {
            *self = Self { source, count: 0 };
        }
        self.count += 1;
        self.count
    }
}

/// The file of `--errors`: what could not be read, as JSON Lines.
pub(super) struct ErrorFile {
    file: io::BufWriter<File>,
    written: u64,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    error: String,
}

impl ErrorFile {
    /// Opens the file, whose first bytes are from a run that is gone on with.
    pub(super) fn open(path: &Path, written: u64) -> Result<Self> {
        // What is no file, such as a pipe, has no length.
        let special = path.metadata().is_ok_and(|metadata| !metadata.is_file());
        let file = if special {
            File::options().write(true).open(path)
        } else {
            open_behind(path, written)
        };
        let file = file.map_err(|source| Error::access(path, source))?;
        Ok(Self { file: io::BufWriter::new(file), written })
    }

    fn add(&mut self, error: &Error) -> io::Result<()> {
        let file = error.document();
        let mut line = ErrorLine {
            file: file.as_deref(),
            line: None,
            row: None,
            byte: None,
            entry: None,
            error: failure::with_causes(error),
        };
        if let Some(place) = error.place() {
            let number = Some(place.number());
            match place {
                Place::Whole => {}
                Place::Line(_) => line.line = number,
                Place::Row(_) => line.row = number,
                Place::Byte(_) => line.byte = number,
                Place::Entry(_) => line.entry = number,
            }
        }
        let mut line = serde_json::to_vec(&line)?;
        line.push(b'\n');
        self.written += line.len() as u64;
        self.file.write_all(&line)
    }

    /// Passes on what is held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// The same, to the disk; returns the length.
    fn sync(&mut self) -> io::Result<u64> {
        self.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.written)
    }
}
