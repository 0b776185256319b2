//! The formats of output, each with its writer.

use std::io::Write;

use super::exchange::{
    GDELT, GdeltWriter, MISP, MispWriter, NINJS, Ninjs, NinjsWriter, STIX, StixWriter,
};
use super::html::{HTML, HtmlWriter};
use super::jsonl::{JSONL, JsonLinesWriter};
use super::table::{CSV, CsvWriter};
#[cfg(feature = "parquet")]
use super::table::{PARQUET, ParquetWriter};
use super::terminal::TerminalWriter;
use super::tsv::{TEXT, TsvWriter};
use super::writer::{FormatTraits, WriteOptions, Writer};
use crate::ThemeSet;

/// The formats for people and for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum OutputFormat {
    /// Aligned and coloured on a terminal, tab-separated in a pipe.
    Text,
    /// JSON Lines, one object per paragraph.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Parquet, with themes and confidences as lists.
    #[cfg(feature = "parquet")]
    Parquet,
    /// MISP events for import, one per document: themes as tags, their evidence as attributes.
    Misp,
    /// A STIX 2.1 bundle: a report per document, a note per theme.
    Stix,
    /// IPTC ninjs 3.3, one item per document and line: themes and Media Topics as subjects.
    Ninjs,
    /// IPTC ninjs 2.0, which cannot express confidences.
    Ninjs2,
    /// A line per document, as in GDELT's `V2Themes`: id, tab, `THEME,offset;` with byte offsets.
    Gdelt,
    /// Rows of a page, which `html::ArticlePage` is made of.
    #[cfg_attr(feature = "cli", value(skip))]
    Html,
}

impl OutputFormat {
    /// The traits of the format.
    pub fn traits(self) -> &'static FormatTraits {
        match self {
            Self::Text => &TEXT,
            Self::Jsonl => &JSONL,
            Self::Csv => &CSV,
            #[cfg(feature = "parquet")]
            Self::Parquet => &PARQUET,
            Self::Misp => &MISP,
            Self::Stix => &STIX,
            Self::Ninjs | Self::Ninjs2 => &NINJS,
            Self::Gdelt => &GDELT,
            Self::Html => &HTML,
        }
    }

    /// A writer of this format to `out`.
    pub fn writer<'a>(
        self,
        out: impl Write + 'a,
        themes: &'a ThemeSet,
        options: &WriteOptions,
    ) -> Box<dyn Writer + 'a> {
        match (self, options.terminal) {
            (Self::Jsonl, _) => Box::new(JsonLinesWriter::new(out, themes, options)),
            (Self::Csv, _) => Box::new(CsvWriter::new(out, themes, options)),
            #[cfg(feature = "parquet")]
            (Self::Parquet, _) => Box::new(ParquetWriter::new(out, themes, options)),
            (Self::Misp, _) => Box::new(MispWriter::new(out, themes, options)),
            (Self::Stix, _) => Box::new(StixWriter::new(out, themes, options)),
            (Self::Ninjs, _) => Box::new(NinjsWriter::new(out, themes, options, Ninjs::Three)),
            (Self::Ninjs2, _) => Box::new(NinjsWriter::new(out, themes, options, Ninjs::Two)),
            (Self::Gdelt, _) => Box::new(GdeltWriter::new(out, themes, options)),
            (Self::Html, _) => Box::new(HtmlWriter::new(out, themes, options)),
            (Self::Text, Some(columns)) => {
                Box::new(TerminalWriter::new(out, themes, options, columns))
            }
            (Self::Text, None) => Box::new(TsvWriter::new(out, themes, options)),
        }
    }
}
