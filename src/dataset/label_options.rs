//! How to read label files.

use std::path::Path;

use encoding_rs::Encoding;

use super::LabelFormat;
use super::format::LabelFile;
use crate::document::{Delimiter, in_utf8};
use crate::error::Problem;
use crate::{Result, ThemeSet};

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
    /// A label file to read. Its text is in UTF-8.
    pub(super) fn file<'a>(
        &'a self,
        path: &'a Path,
        bytes: &'a [u8],
        themes: Option<&'a ThemeSet>,
    ) -> LabelFile<'a> {
        let Self { columns, control, delimiter, .. } = self;
        let (control, delimiter) = (control.as_deref(), *delimiter);
        LabelFile { path, bytes, themes, columns, control, delimiter }
    }

    /// The text of a label file in UTF-8.
    pub(super) fn text(&self, path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
        if is_spreadsheet(bytes) {
            return Err(Problem::Spreadsheet { path: path.into() }.into());
        }
        Ok(in_utf8(bytes.to_vec(), self.encoding))
    }
}

/// Whether bytes are a workbook of a spreadsheet: a zip archive or an OLE file.
fn is_spreadsheet(bytes: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0"].iter().any(|magic| bytes.starts_with(magic))
}
