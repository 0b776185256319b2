//! The file of `--errors`: what could not be read, as JSON Lines.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::document::Place;
use crate::{Error, Result};
use serde::Serialize;

use super::super::args::output::is_standard;
use super::super::failure::with_causes;
use super::part::open_at;

/// The file of `--errors`, or standard output.
pub(super) struct ErrorFile {
    out: BufWriter<Box<dyn Write + Send>>,
    /// The file, unless it is standard output.
    file: Option<File>,
    written: u64,
}

/// A line of the file: what could not be read, and why.
#[derive(Serialize, Default)]
struct ErrorLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
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
    /// Opens the file, whose first `written` bytes are from the run being resumed.
    pub(super) fn open(path: &Path, written: u64) -> Result<Self> {
        if is_standard(path) {
            return Ok(Self { out: BufWriter::new(Box::new(io::stdout())), file: None, written });
        }
        // A pipe or device has no length.
        let special = path.metadata().is_ok_and(|metadata| !metadata.is_file());
        let file =
            if special { File::options().write(true).open(path) } else { open_at(path, written) };
        let access = |source| Error::access(path, source);
        let file = file.map_err(access)?;
        let out = BufWriter::new(Box::new(file.try_clone().map_err(access)?) as _);
        Ok(Self { out, file: Some(file), written })
    }

    /// Adds an error.
    pub(super) fn add(&mut self, error: &Error) -> io::Result<()> {
        let mut line = serde_json::to_vec(&ErrorLine::new(error))?;
        line.push(b'\n');
        self.written += line.len() as u64;
        self.out.write_all(&line)
    }

    /// Writes buffered data.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes buffered data to the disk; returns the length of the file.
    pub(super) fn sync(&mut self) -> io::Result<u64> {
        self.flush()?;
        self.file.as_ref().map_or(Ok(()), File::sync_data)?;
        Ok(self.written)
    }
}

impl ErrorLine {
    fn new(error: &Error) -> Self {
        let line = Self { file: error.document(), error: with_causes(error), ..Self::default() };
        match error.place() {
            Some(place) => line.at(place),
            None => line,
        }
    }

    /// The line with the place of a record.
    fn at(self, place: Place) -> Self {
        let number = Some(place.number());
        match place {
            Place::Whole => self,
            Place::Line(_) => Self { line: number, ..self },
            Place::Row(_) => Self { row: number, ..self },
            Place::Byte(_) => Self { byte: number, ..self },
            Place::Entry(_) => Self { entry: number, ..self },
        }
    }
}
