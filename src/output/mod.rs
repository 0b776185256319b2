//! From predictions to bytes: a [`Writer`] for each format, and the [`Rollup`]
//! of a whole document.

mod exchange;
pub mod html;
mod jsonl;
mod marks;
mod scale;
mod table;
mod terminal;
mod tsv;

use std::io::{self, Write};

pub use exchange::{GdeltWriter, MispWriter, Ninjs, NinjsWriter, StixWriter};
pub use jsonl::JsonLinesWriter;
pub use marks::cut_at_marks;
pub use scale::{Judgement, Scale};
pub use table::{Column, ColumnType, Columns, CsvWriter};
#[cfg(feature = "parquet")]
pub use table::{ParquetWriter, write_parquet};
pub use terminal::TerminalWriter;
pub use tsv::TsvWriter;

use crate::ThemeSet;
use crate::document::Document;
use crate::tagging::{Rollup, TaggedParagraph, Unit};

/// Writes predictions in one format.
///
/// Documents may be written in parts, each by a writer of its own: what begins the
/// output or a document is only written where it is asked for.
pub trait Writer {
    /// Begins the output.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Begins a document.
    fn begin_document(&mut self, _document: &Document) -> io::Result<()> {
        Ok(())
    }

    /// Writes one paragraph.
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()>;

    /// Ends a document; formats of uniform rows write nothing here.
    fn end_of_document(&mut self, _rollup: &Rollup) -> io::Result<()> {
        Ok(())
    }

    /// Ends the output.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Passes on what is held back.
    fn flush(&mut self) -> io::Result<()>;
}

/// The formats for people and for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned and coloured on a terminal, tab-separated in a pipe.
    Text,
    /// JSON Lines, one object per paragraph.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Parquet, with themes and confidences as lists.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Events of MISP for its import, one per document: themes as tags, their evidence as
    /// attributes.
    Misp,
    /// A STIX 2.1 bundle: a report per document, a note per theme.
    Stix,
    /// IPTC ninjs, one item per document and line: themes and Media Topics as subjects.
    Ninjs,
    /// The same of edition 2.0, which has no place for confidences.
    Ninjs2,
    /// A line per document as in `V2Themes` of GDELT: its id, a tab, `THEME,offset;` by bytes.
    Gdelt,
}

/// What a writer is to show.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Whether to show the confidence of every theme, not only of labels.
    pub all: bool,
    /// The columns of the terminal, if the output is one.
    pub terminal: Option<usize>,
    /// The words for confidences, if they are to be said in words too.
    pub scale: Option<Scale>,
    /// What a row is about.
    pub unit: Unit,
    /// The columns of the input, for tables.
    pub columns: Columns,
    /// The time of the run in seconds since 1970, for formats that tell it.
    pub time: Option<u64>,
    /// Whether to write codes of other vocabularies that are not verified, or retired, too.
    pub all_codes: bool,
}

impl Format {
    /// Whether rows have the columns of the input.
    pub fn is_table(self) -> bool {
        self == Self::Csv || self.is_binary()
    }

    /// What stands between two items, if the output is one list; every item begins with it,
    /// and who puts them together leaves it out before the first.
    pub fn separator(self) -> &'static str {
        match self {
            Self::Misp => ",",
            Self::Gdelt => "\n",
            _ => "",
        }
    }

    /// What stands behind the last item, if there is one.
    pub fn terminator(self) -> &'static str {
        if self == Self::Gdelt { "\n" } else { "" }
    }

    /// Whether it is written paragraph by paragraph, also where a row is about a document.
    pub fn needs_paragraphs(self) -> bool {
        self == Self::Gdelt
    }

    /// Whether it is made of documents, whatever the unit: these quote their evidence, and say
    /// when they were written.
    pub fn is_of_documents(self) -> bool {
        matches!(self, Self::Misp | Self::Stix | Self::Ninjs | Self::Ninjs2)
    }

    /// Whether it is nothing to look at.
    pub fn is_binary(self) -> bool {
        match self {
            #[cfg(feature = "parquet")]
            Self::Parquet => true,
            _ => false,
        }
    }

    /// Whether it says what else a record of the input holds, or some of it.
    pub fn keeps_fields(self) -> bool {
        !matches!(self, Self::Text | Self::Gdelt)
    }

    /// A writer of this format.
    pub fn writer<'a>(
        self,
        out: impl Write + 'a,
        themes: &'a ThemeSet,
        layout: &Layout,
    ) -> Box<dyn Writer + 'a> {
        match (self, layout.terminal) {
            (Self::Jsonl, _) => Box::new(JsonLinesWriter::new(out, themes, layout)),
            (Self::Csv, _) => Box::new(CsvWriter::new(out, themes, layout)),
            #[cfg(feature = "parquet")]
            (Self::Parquet, _) => Box::new(ParquetWriter::new(out, themes, layout)),
            (Self::Misp, _) => Box::new(MispWriter::new(out, themes, layout)),
            (Self::Stix, _) => Box::new(StixWriter::new(out, themes, layout)),
            (Self::Ninjs, _) => Box::new(NinjsWriter::new(out, themes, layout, Ninjs::Three)),
            (Self::Ninjs2, _) => Box::new(NinjsWriter::new(out, themes, layout, Ninjs::Two)),
            (Self::Gdelt, _) => Box::new(GdeltWriter::new(out, themes, layout)),
            (Self::Text, Some(columns)) => {
                Box::new(TerminalWriter::new(out, themes, layout, columns))
            }
            (Self::Text, None) => Box::new(TsvWriter::new(out, themes, layout)),
        }
    }
}
