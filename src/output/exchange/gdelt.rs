//! Lines like the column `V2Themes` of GDELT's Global Knowledge Graph.

use std::io::{self, Write};

use super::address::address_of;
use super::codes::Codes;
use crate::document::Document;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::TaggedParagraph;
use crate::text::printable;
use crate::{ThemeId, ThemeSet};

/// A line per document, written as its paragraphs come. Each line begins with the line break of the
/// one before it.
pub(in crate::output) const GDELT: FormatTraits = FormatTraits {
    separator: "\n",
    terminator: "\n",
    paragraphs: true,
    fields: false,
    ..FormatTraits::ROWS
};

/// Writes a line for each document: its address (or id, or label), a tab, and `THEME,offset;` for each theme of
/// each paragraph.
///
/// A theme is written as its first verified GDELT code; a theme without one is written in the same
/// style, `THEMEWISE_SCHOOL_MEALS`. The offset is the byte of the document at which the paragraph
/// begins, like `start` in JSON Lines. GDELT counts characters, and only roughly; in text without
/// accents, the two are the same. Lines are written as paragraphs come, so that no line has to fit
/// into memory; each begins with the line break of the one before it.
#[derive(Debug)]
pub struct GdeltWriter<'a, W> {
    out: W,
    codes: Codes<'a>,
}

impl<'a, W: Write> GdeltWriter<'a, W> {
    /// A writer to `out`; `options.all_codes` also writes codes that are not verified.
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
        let id = || document.record.as_ref().and_then(|record| record.id.clone());
        let id = address_of(document).or_else(id).unwrap_or_else(|| document.label().into_owned());
        // A tab or line break in an id would look like another column or document.
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
