//! Lines like the column `V2Themes` of GDELT's Global Knowledge Graph.

use std::io::{self, Write};

use super::codes::Codes;
use crate::document::Document;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::TaggedParagraph;
use crate::text::printable;
use crate::{ThemeId, ThemeSet};

/// A line per document, written as its paragraphs come: it begins with the end of the line
/// before it.
pub(in crate::output) const GDELT: FormatTraits = FormatTraits {
    separator: "\n",
    terminator: "\n",
    paragraphs: true,
    fields: false,
    ..FormatTraits::ROWS
};

/// Writes a line for each document: its id, or what it is called here, a tab, and
/// `THEME,offset;` for each theme of each paragraph.
///
/// The theme is its first verified code in GDELT; one that has none is written in the same
/// manner, `THEMEWISE_SCHOOL_MEALS`. The offset is that of the byte in the document at which
/// the paragraph begins, as `start` is in JSON Lines. GDELT counts characters, and only about;
/// in text without accents that is the same. Lines are written as paragraphs come, so that
/// none has to fit into memory; each begins with the end of the line before it.
#[derive(Debug)]
pub struct GdeltWriter<'a, W> {
    out: W,
    codes: Codes<'a>,
}

impl<'a, W: Write> GdeltWriter<'a, W> {
    /// A writer to `out`; `options.all_codes` also takes codes that are not verified.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        Self { out, codes: Codes::new(themes, options.all_codes) }
    }

    fn theme(&self, theme: &ThemeId) -> String {
        let code = self.codes.of(theme, "gdelt-gkg").next().map(|code| code.code.clone());
        let code = code.unwrap_or_else(|| format!("themewise-{theme}").to_ascii_uppercase());
        code.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
    }
}

impl<W: Write> Writer for GdeltWriter<'_, W> {
    fn begin_document(&mut self, document: &Document) -> io::Result<()> {
        let id = document.record.as_ref().and_then(|record| record.id.clone());
        let id = id.unwrap_or_else(|| document.label().into_owned());
        // A tab or the end of a line inside an id would look like another column or document.
        write!(self.out, "\n{}\t", printable(&id))
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        for label in &tagged.prediction.labels {
            let (theme, offset) = (self.theme(&label.theme), tagged.paragraph.range.start);
            write!(self.out, "{theme},{offset};")?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
