//! Where documents come from: a file or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::input::{Bytes, BytesRead, Input, uncompressed};
use super::reader::{self, ReadOptions, Reader};
use super::recognition::{Content, EXAMINED};
use super::{FieldPath, InputFormat, Place};
use crate::error::{Problem, RecordProblem};
use crate::{Error, Result};

/// Fails once, where reading the first bytes has failed.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A place to read documents from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

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
        let failure = bytes.by_ref().take(EXAMINED as u64).read_to_end(&mut head).err();
        let failure = match failure {
            Some(source) if head.is_empty() => return Err(Error::access(self.name(), source)),
            failure => failure,
        };
        let format = match options.format {
            Some(format) => format,
            None => self.recognised(&head, options)?,
        };
        let bytes = Box::new(io::Cursor::new(head).chain(Failing(failure)).chain(bytes));
        reader::reader(&self.name(), format, Input::new(bytes, self.path()), options)
    }

    /// The format that the file name and the first bytes tell.
    fn recognised(&self, head: &[u8], options: &ReadOptions) -> Result<InputFormat> {
        match Content::of_bytes(head, &options.text_field) {
            Content::Foreign(foreign) => {
                let (name, problem) = (self.name(), RecordProblem::Foreign(foreign));
                Err(Problem::Record { name, place: Place::Whole, problem }.into())
            }
            content => Ok(InputFormat::agreed(self.format(), content)),
        }
    }

    /// What the first bytes of a file tell, decompressed; `None` if they cannot be read.
    pub(super) fn content(&self, text: &FieldPath) -> Option<Content> {
        let bytes = self.uncompressed(&BytesRead::default()).ok()?;
        let mut head = Vec::new();
        let read = bytes.take(EXAMINED as u64).read_to_end(&mut head);
        (read.is_ok() || !head.is_empty()).then(|| Content::of_bytes(&head, text))
    }

    /// Whether the first bytes of a JSON file name the field of the text.
    pub(super) fn names(&self, text: &FieldPath) -> bool {
        // An export may begin with other lists.
        const ENOUGH: u64 = 4 << 20;
        let Ok(bytes) = self.uncompressed(&BytesRead::default()) else { return false };
        let mut head = Vec::new();
        // What is read before a failure is enough.
        let _ = bytes.take(ENOUGH).read_to_end(&mut head);
        let (first, rest) = text.split();
        let field = format!("\"{}\"", rest.last().map_or(first, String::as_str));
        [field.as_bytes(), b"\"full_text\"", b"https://jsonfeed.org/version/"]
            .iter()
            .any(|name| memchr::memmem::find(&head, name).is_some())
    }

    /// The format, if the file name tells it.
    pub fn format(&self) -> Option<InputFormat> {
        match self {
            Self::Standard => None,
            Self::File(path) => InputFormat::of_name(path),
        }
    }

    /// The format that the name and the first bytes of a file tell; `None` for other sources.
    pub fn recognised_format(&self, text: &FieldPath) -> Option<InputFormat> {
        match self {
            Self::Standard => None,
            Self::File(_) => Some(InputFormat::agreed(self.format(), self.content(text)?)),
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
