//! Comma-separated values for spreadsheets and data frames.

use std::borrow::Cow;
use std::cell::Cell as Flag;
use std::fmt;
use std::io::{self, Write};

use super::{Cell, Header, Value};
use crate::ThemeSet;
use crate::document::{Document, FieldValue};
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::rounded;
use crate::tagging::{Rollup, TaggedParagraph, Unit};

/// A table with the columns of the input.
pub(in crate::output) const CSV: FormatTraits = FormatTraits { table: true, ..FormatTraits::ROWS };

/// Writes a header, then a row per paragraph or document. A row has the columns of the input, where
/// the text column holds the paragraph. Then come place, themes and confidences (lists joined by
/// `;`), confidences in words with a scale, themes to review, novelty, the code of the document's
/// language, a column per theme with `all`, and the text if it has no column yet.
pub struct CsvWriter<'a, W: Write> {
    out: csv::Writer<Marked<W>>,
    header: Header<'a>,
}

impl<W: Write> fmt::Debug for CsvWriter<'_, W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CsvWriter").field("header", &self.header).finish_non_exhaustive()
    }
}

/// An output that may begin with a byte order mark.
#[derive(Debug)]
struct Marked<W> {
    out: W,
    /// Whether the mark is to be written before anything else.
    mark: Flag<bool>,
}

impl<W: Write> Write for Marked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.mark.take() {
            self.out.write_all("\u{FEFF}".as_bytes())?;
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<'a, W: Write> CsvWriter<'a, W> {
    /// A writer to `out`; `options.all` adds a column per theme.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let marked = Marked { out, mark: Flag::new(false) };
        Self { out: csv::Writer::from_writer(marked), header: Header::new(themes, options) }
    }

    /// Writes the input columns of a document, with `text` in the text column.
    fn input(&mut self, document: &Document, text: Option<&str>) -> io::Result<()> {
        let columns = self.header.columns();
        let fields = document.record.as_ref().map(|record| record.fields.entries());
        let (values, others) = columns.values(fields.as_deref().unwrap_or_default(), true);
        for (at, value) in values.into_iter().enumerate() {
            let text = text.filter(|_| Some(at) == columns.text_at);
            let value = || value.map(written).unwrap_or_default();
            self.out.write_field(&*text.map_or_else(value, Cow::Borrowed))?;
        }
        if columns.others {
            self.out.write_field(others.unwrap_or_default())?;
        }
        Ok(())
    }

    /// Writes the end of a row: our columns, and the other fields.
    fn end_of_row(
        &mut self,
        own: Vec<Cell>,
        others: impl Iterator<Item = String>,
    ) -> io::Result<()> {
        let own = own.into_iter().map(|(_, value)| plain(value));
        own.chain(others).try_for_each(|value| self.out.write_field(value))?;
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    /// Writes the names of columns, of which `own` are ours.
    fn names(&mut self, own: &[Cell]) -> io::Result<()> {
        let header = &self.header;
        let input = header.columns().columns.iter().map(|column| column.name.clone());
        let input = input.chain(header.others());
        let own = own.iter().map(|(name, _)| header.name(name));
        let themes = header.every_theme().map(|theme| header.name(theme.as_str()));
        let text = header.has_text().then(|| header.name("text"));
        Ok(self.out.write_record(input.chain(own).chain(themes).chain(text))?)
    }
}

impl<W: Write> Writer for CsvWriter<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        if self.header.options.bom {
            self.out.get_ref().mark.set(true);
        }
        let own = self.header.sample();
        self.names(&own)
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let text = tagged.paragraph.one_line();
        self.input(tagged.document, Some(&text))?;
        let own = self.header.paragraph(tagged);
        let shown = self.header.every_theme().zip(&tagged.prediction.confidences);
        let shown = shown.map(|(_, &confidence)| rounded(confidence).to_string());
        let text = self.header.has_text().then(|| text.into_owned());
        let others: Vec<_> = shown.chain(text).collect();
        self.end_of_row(own, others.into_iter())
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        if self.header.options.unit != Unit::Document {
            return Ok(());
        }
        self.input(&rollup.document, rollup.text.as_deref())?;
        let own = self.header.document(rollup);
        self.end_of_row(own, std::iter::empty())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A value of the input as text: lists and objects as JSON, null as an empty cell.
fn written(value: &FieldValue) -> Cow<'_, str> {
    if value.is_null() { Cow::Borrowed("") } else { value.text().unwrap_or_else(|| value.json()) }
}

/// A value as text; lists are joined.
fn plain(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Texts(texts) => texts.join(";"),
        Value::Reals(numbers) => {
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
        }
        Value::Nothing => String::new(),
    }
}
