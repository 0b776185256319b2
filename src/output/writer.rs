//! The interface of output formats: [`Writer`], [`WriteOptions`] and [`FormatTraits`].

use std::io;

use super::html::contents::Contents;
use super::scale::Scale;
use super::table::columns::Columns;
use crate::Error;
use crate::document::Document;
use crate::tagging::{Rollup, TaggedParagraph, Unit};

/// Writes predictions in one format.
///
/// Several writers may write parts of one output, and of one document, so the start and end of an
/// output or document are written only on request.
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

    /// Reports that a document, or the rest of one that has `begun`, cannot be read. Row formats
    /// write nothing.
    fn unreadable(&mut self, _begun: bool, _error: &Error) -> io::Result<()> {
        Ok(())
    }

    /// Ends the output.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Writes buffered data.
    fn flush(&mut self) -> io::Result<()>;
}

/// Options for writers.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
#[derive(Debug, Clone, Default)]
pub struct WriteOptions {
    /// Whether to show the confidence of every theme, not only of labels.
    pub all: bool,
    /// The width of the terminal in columns, if the output is one.
    pub terminal: Option<usize>,
    /// The scale whose words are added to confidences.
    pub scale: Option<Scale>,
    /// The unit of a row.
    pub unit: Unit,
    /// The columns of the input, for tables.
    pub columns: Columns,
    /// The time of the run in seconds since 1970, for formats that state it.
    pub time: Option<u64>,
    /// Whether to write only paragraphs and documents with a theme.
    pub only_labelled: bool,
    /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// Whether to write unverified and retired codes of other vocabularies too.
    pub all_codes: bool,
    /// The counts shared by the writers of one page.
    pub contents: Contents,
}

/// Properties of a format that decide how its output is written.
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatTraits {
    /// Whether rows have the columns of the input.
    pub table: bool,
    /// The separator before each item; it is dropped before the first item of the output.
    pub separator: &'static str,
    /// The text after the last item, if any.
    pub terminator: &'static str,
    /// Whether every paragraph is written, even if rows are about documents.
    pub paragraphs: bool,
    /// Whether rows are always documents, for any unit. Such formats quote evidence and state the
    /// time of writing.
    pub documents: bool,
    /// Whether the output is made only after all rows are written.
    pub staged: bool,
    /// Whether documents are numbered; they must then begin and end one after the other.
    pub numbered: bool,
    /// The number of words shown to explain each label.
    pub explanations: usize,
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
        explanations: 0,
        fields: true,
    };
}
