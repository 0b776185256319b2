//! Where documents come from: a file or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::input::{Bytes, BytesRead, Input, uncompressed};
use super::reader::{self, ReadOptions, Reader};
use super::{InputFormat, PlainText};
use crate::{Error, Result};

/// A place to read documents from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

/// The bytes that tell formats whose names do not.
const MAGIC: u64 = 5;

impl Source {
    /// A reader of its documents; the bytes it reads are added to `read`.
    ///
    /// # Errors
    /// If it cannot be opened, or has no beginning, such as the header of CSV.
    pub fn reader(&self, options: &Arc<ReadOptions>, read: &BytesRead) -> Result<Box<dyn Reader>> {
        let failed = |source| Error::access(self.name(), source);
        let mut bytes = self.open().and_then(|bytes| uncompressed(bytes, read)).map_err(failed)?;
        let mut head = Vec::new();
        bytes.by_ref().take(MAGIC).read_to_end(&mut head).map_err(failed)?;
        let format = options.format.or_else(|| self.format());
        let format = format.unwrap_or_else(|| InputFormat::of_bytes(&head));
        let bytes = Box::new(io::Cursor::new(head).chain(bytes));
        reader::reader(&self.name(), format, Input::new(bytes, self.path()), options)
    }

    /// The format its name says.
    pub fn format(&self) -> Option<InputFormat> {
        match self {
            Self::Standard => None,
            Self::File(path) => InputFormat::of_name(path),
        }
    }

    fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Standard => None,
            Self::File(path) => Some(path.clone()),
        }
    }

    fn open(&self) -> io::Result<Bytes> {
        Ok(match self {
            Self::Standard => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    /// Reads the whole as one text.
    ///
    /// # Errors
    /// If it can not be read, or is no text; see [`PlainText::from_bytes`].
    pub fn read(&self) -> Result<PlainText> {
        PlainText::from_bytes(&self.name(), self.bytes()?)
    }

    /// Reads the bytes, whatever they are.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.open().and_then(|mut input| input.read_to_end(&mut bytes));
        read.map_err(|source| Error::access(self.name(), source))?;
        Ok(bytes)
    }

    /// What it is called in output: its path, or `-`.
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Its bytes on disk, if it is a file.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Standard => None,
            Self::File(path) => path.metadata().ok().map(|metadata| metadata.len()),
        }
    }
}
