//! Parquet, written by way of an Arrow stream.
//!
//! Parquet has large row groups and an index at its end, so it cannot be written in small parts by
//! several threads, or resumed. An Arrow stream can: results are first written as a stream, which
//! is converted to Parquet at the end.

use std::io::{self, Read, Write};
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, new_null_array,
};
use arrow_cast::cast;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::interleave::interleave;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{Cell, ColumnType, Header, Value};
use crate::ThemeSet;
use crate::document::{Document, Fields, TableRow, scalar};
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::rounded;
use crate::tagging::{Rollup, TaggedParagraph, Unit};

/// A table that [`write_parquet`] converts from an Arrow stream.
pub(in crate::output) const PARQUET: FormatTraits =
    FormatTraits { table: true, staged: true, ..FormatTraits::ROWS };

/// Writes an Arrow stream, with a batch of rows for each flush. It has the columns of the input
/// with their types, where the text column holds the paragraph, then those of
/// [`CsvWriter`](super::CsvWriter), with lists of themes and confidences. [`write_parquet`]
/// converts the stream to a file.
#[derive(Debug)]
pub struct ParquetWriter<'a, W> {
    out: W,
    header: Header<'a>,
    schema: SchemaRef,
    rows: Rows,
}

/// Buffered rows, by column.
#[derive(Debug, Default)]
struct Rows {
    /// The fields of each row's document that have a column, as JSON.
    fields: Vec<Vec<Option<String>>>,
    /// The rows of a typed table, whose values are copied unchanged.
    typed: Vec<Option<TableRow>>,
    texts: Vec<Option<String>>,
    others: Vec<Option<String>>,
    own: Vec<Vec<Value>>,
    confidences: Vec<Vec<f32>>,
}

impl<'a, W: Write> ParquetWriter<'a, W> {
    /// A writer to `out`; `options.all` adds a column per theme.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let header = Header::new(themes, options);
        let schema = Arc::new(schema(&header));
        Self { out, header, schema, rows: Rows::default() }
    }

    fn add(&mut self, document: &Document, text: Option<String>, own: Vec<Cell>) {
        let columns = self.header.columns();
        let fields = document.record.as_ref().map(|record| &record.fields);
        let typed = match fields {
            Some(Fields::Row(row)) if self.is_typed(row) => Some(row.clone()),
            _ => None,
        };
        let fields = fields.filter(|_| typed.is_none()).map(Fields::entries);
        let (values, others) = columns.values(fields.as_deref().unwrap_or_default(), false);
        let values = values.iter().map(|value| value.map(|value| value.json().into_owned()));
        self.rows.fields.push(values.collect());
        self.rows.typed.push(typed);
        self.rows.texts.push(text);
        self.rows.others.push(others);
        self.rows.own.push(own.into_iter().map(|(_, value)| value).collect());
    }

    /// Whether the output has the columns of this row's table.
    fn is_typed(&self, row: &TableRow) -> bool {
        let columns = self.header.columns();
        let others =
            columns.columns.iter().enumerate().filter(|(at, _)| Some(*at) != columns.text_at);
        let own = others.filter_map(|(_, column)| match &column.kind {
            ColumnType::Typed(field) => Some(field),
            _ => None,
        });
        own.eq(row.columns().0.schema().fields())
    }

    /// Writes the buffered rows as one batch; with `first`, also the schema before it.
    fn write(&mut self, first: bool) -> Result<(), ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        let mut stream = StreamWriter::try_new(Vec::new(), &self.schema)?;
        let begin = if first { 0 } else { stream.get_ref().len() };
        if !rows.own.is_empty() {
            stream.write(&rows.batch(&self.header, &self.schema)?)?;
        }
        self.out.write_all(&stream.get_ref()[begin..])?;
        Ok(())
    }
}

impl<W: Write> Writer for ParquetWriter<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        self.write(true).map_err(io::Error::other)
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let own = self.header.paragraph(tagged);
        let text = tagged.paragraph.one_line().into_owned();
        self.add(tagged.document, Some(text), own);
        self.rows.confidences.push(tagged.prediction.confidences.clone());
        Ok(())
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        if self.header.options.unit == Unit::Document {
            let own = self.header.document(rollup);
            self.add(&rollup.document, rollup.text.clone(), own);
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        // The end of an Arrow stream: a message without length.
        self.out.write_all(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.rows.own.is_empty() {
            self.write(false).map_err(io::Error::other)?;
        }
        self.out.flush()
    }
}

fn schema(header: &Header) -> Schema {
    let nullable = |name: String, data_type| Field::new(name, data_type, true);
    let input = header.columns().columns.iter().map(|column| match &column.kind {
        ColumnType::Typed(field) => field.as_ref().clone().with_nullable(true),
        ColumnType::Boolean => nullable(column.name.clone(), DataType::Boolean),
        ColumnType::Integer => nullable(column.name.clone(), DataType::Int64),
        ColumnType::Real => nullable(column.name.clone(), DataType::Float64),
        ColumnType::Text | ColumnType::Json => nullable(column.name.clone(), DataType::Utf8),
    });
    let others = header.others().map(|name| nullable(name, DataType::Utf8));
    let sample = header.sample();
    let own = sample.iter().map(|(name, value)| nullable(header.name(name), data_type(value)));
    let themes = header.every_theme();
    let themes = themes.map(|theme| nullable(header.name(theme.as_str()), DataType::Float64));
    let text = header.has_text().then(|| nullable(header.name("text"), DataType::Utf8));
    Schema::new(input.chain(others).chain(own).chain(themes).chain(text).collect::<Vec<_>>())
}

fn data_type(value: &Value) -> DataType {
    match value {
        Value::Text(_) | Value::Nothing => DataType::Utf8,
        Value::Integer(_) => DataType::Int64,
        Value::Real(_) => DataType::Float64,
        Value::Texts(_) => DataType::new_list(DataType::Utf8, true),
        Value::Reals(_) => DataType::new_list(DataType::Float64, true),
    }
}

impl Rows {
    fn batch(self, header: &Header, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let mut arrays = Vec::with_capacity(schema.fields().len());
        for (at, column) in header.columns().columns.iter().enumerate() {
            arrays.push(if Some(at) == header.columns().text_at {
                cast(&strings(&self.texts), schema.field(at).data_type())?
            } else {
                self.input(at, &column.kind, &column.name)?
            });
        }
        if header.columns().others {
            arrays.push(strings(&self.others));
        }
        for (at, (_, sample)) in header.sample().iter().enumerate() {
            arrays.push(own(&data_type(sample), self.own.iter().map(|row| &row[at])));
        }
        for at in 0..header.every_theme().count() {
            let values = self.confidences.iter().map(|row| rounded(row[at]));
            arrays.push(Arc::new(Float64Array::from_iter_values(values)));
        }
        if header.has_text() {
            arrays.push(strings(&self.texts));
        }
        RecordBatch::try_new(schema.clone(), arrays)
    }

    /// A column of the input.
    fn input(&self, at: usize, kind: &ColumnType, name: &str) -> Result<ArrayRef, ArrowError> {
        let values =
            self.fields.iter().map(|row| row[at].as_deref().filter(|value| *value != "null"));
        Ok(match kind {
            ColumnType::Typed(field) => return self.typed(name, field.data_type()),
            ColumnType::Boolean => {
                Arc::new(values.map(|value| Some(value? == "true")).collect::<BooleanArray>())
            }
            ColumnType::Integer => {
                Arc::new(values.map(|value| value?.parse().ok()).collect::<Int64Array>())
            }
            ColumnType::Real => {
                Arc::new(values.map(|value| value?.parse().ok()).collect::<Float64Array>())
            }
            ColumnType::Text => {
                Arc::new(values.map(|value| scalar(value?)).collect::<StringArray>())
            }
            ColumnType::Json => Arc::new(values.collect::<StringArray>()),
        })
    }

    /// A column of typed tables, whose values are copied unchanged.
    fn typed(&self, name: &str, data_type: &DataType) -> Result<ArrayRef, ArrowError> {
        let nothing = new_null_array(data_type, 1);
        let mut columns: Vec<&dyn arrow_array::Array> = vec![&nothing];
        let mut tables: Vec<*const RecordBatch> = vec![std::ptr::null()];
        let mut places = Vec::with_capacity(self.typed.len());
        for row in &self.typed {
            let Some((table, place)) = row.as_ref().map(TableRow::columns) else {
                places.push((0, 0));
                continue;
            };
            // Rows of one table are adjacent.
            if tables.last() != Some(&std::ptr::from_ref(table)) {
                let column = table.column_by_name(name);
                columns.push(column.ok_or_else(|| ArrowError::SchemaError(name.to_owned()))?);
                tables.push(table);
            }
            places.push((columns.len() - 1, place));
        }
        interleave(&columns, &places)
    }
}

fn strings(values: &[Option<String>]) -> ArrayRef {
    Arc::new(values.iter().map(Option::as_deref).collect::<StringArray>())
}

/// One of our own columns.
fn own<'v>(data_type: &DataType, values: impl Iterator<Item = &'v Value>) -> ArrayRef {
    match data_type {
        DataType::Int64 => Arc::new(values.map(Value::integer).collect::<Int64Array>()),
        DataType::Float64 => Arc::new(values.map(Value::real).collect::<Float64Array>()),
        DataType::Utf8 => Arc::new(values.map(Value::text).collect::<StringArray>()),
        DataType::List(of) if *of.data_type() == DataType::Utf8 => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            values.for_each(|value| lists.append_value(value.texts().iter().map(Some)));
            Arc::new(lists.finish())
        }
        _ => {
            let mut lists = ListBuilder::new(Float64Builder::new());
            values.for_each(|value| lists.append_value(value.reals().iter().copied().map(Some)));
            Arc::new(lists.finish())
        }
    }
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => i64::try_from(*number).ok(),
            _ => None,
        }
    }

    fn real(&self) -> Option<f64> {
        match self {
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }

    fn texts(&self) -> &[String] {
        match self {
            Self::Texts(texts) => texts,
            _ => &[],
        }
    }

    fn reals(&self) -> &[f64] {
        match self {
            Self::Reals(numbers) => numbers,
            _ => &[],
        }
    }
}

/// Converts an Arrow stream to a Parquet file, compressed with Zstandard, in row groups of moderate
/// size.
///
/// # Errors
/// If the stream is invalid, or the file cannot be written.
pub fn write_parquet(stream: impl Read, out: impl Write + Send) -> io::Result<()> {
    const ROWS: usize = 100_000;
    const BYTES: usize = 32 << 20;
    let stream = StreamReader::try_new(stream, None).map_err(io::Error::other)?;
    let level = ZstdLevel::try_new(3).map_err(io::Error::other)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("themewise {}", env!("CARGO_PKG_VERSION")))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(out, stream.schema(), Some(properties))?;
    for batch in stream {
        writer.write(&batch.map_err(io::Error::other)?)?;
        if writer.in_progress_size() > BYTES {
            writer.flush()?;
        }
    }
    writer.close()?;
    Ok(())
}
