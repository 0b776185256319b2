//! Where documents come from: a file or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::InputFormat;
use super::input::{Bytes, BytesRead, Input, uncompressed};
use super::reader::{self, ReadOptions, Reader};
use crate::{Error, Result};

/// A place to read documents from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

/// The number of first bytes that tell a format.
const MAGIC: u64 = 5;

impl Source {
    /// A reader of the documents. The number of bytes it reads is added to `read`.
    ///
    /// # Errors
    /// If the source cannot be opened, or its header (in CSV or Parquet) is missing or invalid.
    pub fn reader(&self, options: &Arc<ReadOptions>, read: &BytesRead) -> Result<Box<dyn Reader>> {
        self.reader_of(self.uncompressed(read)?, options)
    }

    /// The decompressed bytes. The number of bytes read from the source is added to `read`.
    pub(crate) fn uncompressed(&self, read: &BytesRead) -> Result<Bytes> {
        let bytes = self.open().and_then(|bytes| uncompressed(bytes, read));
        bytes.map_err(|source| Error::access(self.name(), source))
    }

    /// A reader of the documents, given the decompressed bytes.
    pub(crate) fn reader_of(
        &self,
        mut bytes: Bytes,
        options: &Arc<ReadOptions>,
    ) -> Result<Box<dyn Reader>> {
        let mut head = Vec::new();
        let read = bytes.by_ref().take(MAGIC).read_to_end(&mut head);
        read.map_err(|source| Error::access(self.name(), source))?;
        let format = options.format.or_else(|| self.format());
        let format = format.unwrap_or_else(|| InputFormat::of_bytes(&head));
        let bytes = Box::new(io::Cursor::new(head).chain(bytes));
        reader::reader(&self.name(), format, Input::new(bytes, self.path()), options)
    }

    /// The format, if the file name tells it.
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

    /// The name in output: the path, or `-`.
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The size in bytes, if it is a file.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Standard => None,
            Self::File(path) => path.metadata().ok().map(|metadata| metadata.len()),
        }
    }
}
