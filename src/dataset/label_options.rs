//! How to read label files.

use std::io::Read;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::{Dataset, LabelFormat, Labels};
use crate::ThemeSet;
use crate::document::{BytesRead, Delimiter, Source, in_utf8};
use crate::error::Problem;
use crate::{Error, Result};

/// How to read label files. By default, everything is detected.
#[derive(Debug, Clone, Default)]
pub struct LabelOptions {
    /// The format; `None` to detect it for each file.
    pub format: Option<LabelFormat>,
    /// The columns or fields that hold themes: one that names them, or one for each theme. Empty to
    /// detect them.
    pub columns: Vec<String>,
    /// The control of Label Studio whose choices are themes; `None` if there is only one.
    pub control: Option<String>,
    /// The delimiter of tables; `None` to detect it for each file.
    pub delimiter: Option<Delimiter>,
    /// The encoding; `None` to detect it for each file.
    pub encoding: Option<&'static Encoding>,
}

impl LabelOptions {
    /// Reads label files, compressed or not, as one dataset; `-` is standard input.
    ///
    /// Without `themes`, every theme that occurs is used, in alphabetical order.
    ///
    /// # Errors
    /// If a file cannot be read or has invalid lines; one error lists them all. Training on the
    /// remaining lines would silently give a different model.
    pub fn read(&self, paths: &[PathBuf], themes: Option<&ThemeSet>) -> Result<Labels> {
        let mut files = Vec::new();
        for path in paths {
            files.push((path.as_path(), bytes(path)?));
        }
        Dataset::parse_with(self, &files, themes)
    }

    /// The text of a label file in UTF-8.
    pub(super) fn text(&self, path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
        if is_spreadsheet(bytes) {
            return Err(Problem::Spreadsheet { path: path.into() }.into());
        }
        Ok(in_utf8(bytes.to_vec(), self.encoding))
    }
}

/// The decompressed bytes of a file or of standard input.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let source = if path == Path::new("-") { Source::Standard } else { Source::File(path.into()) };
    let mut bytes = Vec::new();
    let read = source.uncompressed(&BytesRead::default())?.read_to_end(&mut bytes);
    read.map_err(|error| Error::access(path, error))?;
    Ok(bytes)
}

/// Whether bytes are a workbook of a spreadsheet: a zip archive or an OLE file.
fn is_spreadsheet(bytes: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"].iter().any(|magic| bytes.starts_with(magic))
}
