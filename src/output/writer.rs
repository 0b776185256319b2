//! What every format of output has: a [`Writer`], its [`WriteOptions`] and its [`FormatTraits`].

use std::io;

use super::html::contents::Contents;
use super::scale::Scale;
use super::table::columns::Columns;
use crate::Error;
use crate::document::Document;
use crate::tagging::{Rollup, TaggedParagraph, Unit};

/// Writes predictions in one format.
///
/// Several writers may write parts of one output, and of one document. What begins or ends
/// the output or a document is therefore written only on request.
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

    /// Says that a document, which may have `begun`, cannot be read, or not further; formats
    /// of rows say nothing.
    fn unreadable(&mut self, _begun: bool, _error: &Error) -> io::Result<()> {
        Ok(())
    }

    /// Ends the output.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Writes everything held back.
    fn flush(&mut self) -> io::Result<()>;
}

/// What a writer shows.
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// Whether to show the confidence of every theme, not only of labels.
    pub all: bool,
    /// The width of the terminal in columns, if the output is one.
    pub terminal: Option<usize>,
    /// The scale whose words are added to confidences.
    pub scale: Option<Scale>,
    /// What a row is about.
    pub unit: Unit,
    /// The columns of the input, for tables.
    pub columns: Columns,
    /// The time of the run in seconds since 1970, for formats that state it.
    pub time: Option<u64>,
    /// Whether to write unverified and retired codes of other vocabularies too.
    pub all_codes: bool,
    /// What the writers of one page count together.
    pub contents: Contents,
}

/// What the engine must know of a format before it writes it.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatTraits {
    /// Whether rows have the columns of the input.
    pub table: bool,
    /// What every item begins with; it is dropped before the first item of the output.
    pub separator: &'static str,
    /// What follows the last item, if there is one.
    pub terminator: &'static str,
    /// Whether every paragraph is written, also where a row is about a document.
    pub paragraphs: bool,
    /// Whether the output is made of documents, whatever the unit: such formats quote
    /// evidence, and state when they were written.
    pub documents: bool,
    /// Whether rows wait until all of them are written, and the output is then made of them.
    pub staged: bool,
    /// Whether documents are numbered: they are then begun and ended one after the other.
    pub numbered: bool,
    /// Whether the words behind each label are shown.
    pub explanations: bool,
    /// Whether any of a record's other fields are written.
    pub fields: bool,
}

impl FormatTraits {
    /// A format of one row per paragraph or document, with the other fields of its record.
    pub const ROWS: Self = Self {
        table: false,
        separator: "",
        terminator: "",
        paragraphs: false,
        documents: false,
        staged: false,
        numbered: false,
        explanations: false,
        fields: true,
    };
}
