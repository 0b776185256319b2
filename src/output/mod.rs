//! From predictions to bytes: a [`Writer`] for each format, and the [`Rollup`]
//! of a whole document.

mod csv;
pub mod html;
mod jsonl;
mod marks;
mod printable;
mod profile;
mod rollup;
mod scale;
mod tagged;
mod terminal;
mod tsv;

use std::io::{self, Write};

pub use self::csv::CsvWriter;
pub use jsonl::JsonLinesWriter;
pub use marks::cut_at_marks;
pub use printable::printable;
pub use profile::Profile;
pub use rollup::{Rollup, ThemeShare};
pub use scale::{Judgement, Scale};
pub use tagged::TaggedParagraph;
pub use terminal::TerminalWriter;
pub use tsv::TsvWriter;

use crate::ThemeSet;

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
    fn begin_document(&mut self, _file: &str) -> io::Result<()> {
        Ok(())
    }

    /// Writes one paragraph.
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()>;

    /// Ends a document; formats of uniform rows write nothing here.
    fn end_of_document(&mut self, _rollup: &Rollup) -> io::Result<()> {
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
}

/// What a writer is to show.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Whether to show the confidence of every theme, not only of labels.
    pub all: bool,
    /// The columns of the terminal, if the output is one.
    pub terminal: Option<usize>,
    /// The words for confidences, if they are to be said in words too.
    pub scale: Option<Scale>,
}

impl Format {
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
            (Self::Text, Some(columns)) => {
                Box::new(TerminalWriter::new(out, themes, layout, columns))
            }
            (Self::Text, None) => Box::new(TsvWriter::new(out, themes, layout)),
        }
    }
}
