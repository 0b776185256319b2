//! Parquet, one row group after the other.

use std::fs::File;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, StructArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;

use super::super::limits::MAX_RECORD_BYTES;
use super::super::table::TableRow;
use super::super::{Chunk, Document, FieldPath, Fields, Place, Record};
use super::batch::Batch;
use super::context::Context;
use super::field_names::listed;
use super::reader::Reader;
use crate::error::RecordProblem;
use crate::{Error, Result};

/// Reads the needed columns of each row group.
pub(super) struct ParquetReader {
    context: Context,
    file: File,
    metadata: ArrowReaderMetadata,
    /// The index of the current row group, or of the next one.
    group: usize,
    rows: Option<ParquetRecordBatchReader>,
    /// The number of the next row, from 1.
    row: u64,
}

impl ParquetReader {
    pub(super) fn new(context: Context, file: File) -> Result<Self> {
        let load = || ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
        let metadata = load()
            .map_err(|error| context.error(Place::Whole, RecordProblem::Parquet(words(&error))))?;
        let reader = Self { context, file, metadata, group: 0, rows: None, row: 1 };
        reader.check().map_err(|problem| reader.context.error(Place::Whole, problem))?;
        Ok(reader)
    }

    /// Checks that there is a text column.
    fn check(&self) -> Result<(), RecordProblem> {
        let schema = self.metadata.schema();
        let path = &self.context.options.text_field;
        let missing = || {
            let found = listed(schema.fields().iter().map(|field| field.name().as_str()));
            RecordProblem::NoField { field: path.to_string(), found }
        };
        let data_type = type_at(schema, path).ok_or_else(missing)?;
        let plain = match &data_type {
            DataType::Dictionary(_, values) => values,
            plain => plain,
        };
        if matches!(plain, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
            return Ok(());
        }
        Err(RecordProblem::ColumnType { field: path.to_string(), found: data_type.to_string() })
    }

    /// Opens the next row group.
    fn open_group(&mut self) -> parquet::errors::Result<ParquetRecordBatchReader> {
        let metadata = self.metadata.clone();
        let rows = rows_at_once(metadata.metadata().row_group(self.group));
        let mask = self.columns();
        let file = self.file.try_clone()?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
        builder
            .with_row_groups(vec![self.group])
            .with_projection(mask)
            .with_batch_size(rows)
            .build()
    }

    /// The columns to read: all, or only those needed.
    fn columns(&self) -> ProjectionMask {
        let options = &self.context.options;
        if options.fields {
            return ProjectionMask::all();
        }
        let schema = self.metadata.schema();
        let needed = [&options.text_field, &options.id_field];
        let roots = needed.into_iter().filter_map(|path| Some(root(schema, path)?.0));
        let languages = Record::LANGUAGE.iter().filter_map(|name| schema.index_of(name).ok());
        ProjectionMask::roots(self.metadata.parquet_schema(), roots.chain(languages))
    }

    /// The next rows, or an error if a row group cannot be read.
    fn rows(&mut self) -> Option<Result<RecordBatch>> {
        loop {
            if let Some(rows) = &mut self.rows {
                match rows.next() {
                    Some(Ok(rows)) => return Some(Ok(rows)),
                    Some(Err(error)) => return Some(Err(self.pass_group(&error.into()))),
                    None => (self.rows, self.group) = (None, self.group + 1),
                }
            }
            if self.group == self.metadata.metadata().num_row_groups() {
                return None;
            }
            match self.open_group() {
                Ok(rows) => self.rows = Some(rows),
                Err(error) => return Some(Err(self.pass_group(&error))),
            }
        }
    }

    /// Skips a damaged row group; the next one may be readable.
    fn pass_group(&mut self, error: &ParquetError) -> Error {
        let groups = &self.metadata.metadata().row_groups()[..=self.group];
        let end: i64 = groups.iter().map(RowGroupMetaData::num_rows).sum();
        let end = u64::try_from(end).unwrap_or_default();
        let begin = std::mem::replace(&mut self.row, end + 1);
        (self.rows, self.group) = (None, self.group + 1);
        unreadable(&self.context, begin, (end + 1).saturating_sub(begin), error)
    }
}

impl Reader for ParquetReader {
    fn read(&mut self) -> Option<Batch> {
        let rows = match self.rows()? {
            Ok(rows) => rows,
            Err(error) => return Some(error.into()),
        };
        let (context, first) = (self.context.clone(), self.row);
        self.row += rows.num_rows() as u64;
        Some(Batch::new(move || {
            documents(&context, first, &rows).unwrap_or_else(|error| {
                vec![Err(unreadable(&context, first, rows.num_rows() as u64, &error.into()))]
            })
        }))
    }
}

/// The number of rows for batches of about the same size as those of other readers.
fn rows_at_once(group: &RowGroupMetaData) -> usize {
    const BYTES: i64 = 1 << 19;
    const MAX_ROWS: i64 = 4096;
    let bytes = group.total_byte_size().max(1);
    let rows = (i128::from(BYTES) * i128::from(group.num_rows()) / i128::from(bytes))
        .clamp(1, MAX_ROWS.into());
    usize::try_from(rows).unwrap_or(1)
}

/// An error about rows that cannot be read.
fn unreadable(context: &Context, first: u64, count: u64, error: &ParquetError) -> Error {
    let rows = if count == 1 { "it".to_owned() } else { format!("{count} rows from here on") };
    context.error(Place::Row(first), RecordProblem::Rows { rows, problem: words(error) })
}

/// The message of the library, without the names of its error types.
fn words(error: &ParquetError) -> String {
    const TYPES: [&str; 6] =
        ["Parquet error: ", "Parquet argument error: ", "Arrow: ", "External: ", "EOF: ", "NYI: "];
    let message = error.to_string();
    let mut words = message.as_str();
    while let Some(rest) = TYPES.iter().find_map(|name| words.strip_prefix(name)) {
        words = rest;
    }
    words.to_owned()
}

/// The documents of rows, the first of which has the number `first`.
fn documents(
    context: &Context,
    first: u64,
    rows: &RecordBatch,
) -> Result<Vec<Result<Chunk>>, ArrowError> {
    let options = &context.options;
    let rows = without_dictionaries(rows)?;
    let schema = rows.schema();
    let texts = strings(
        &column_at(&rows, &options.text_field)
            .ok_or_else(|| ArrowError::SchemaError("no text".into()))?,
    )?;
    // A column that cannot be converted to text is not an id.
    let ids = column_at(&rows, &options.id_field).and_then(|column| strings(&column).ok());
    let own = root(&schema, &options.text_field)
        .filter(|(_, inside)| inside.is_empty())
        .map(|(at, _)| at);
    let others = (0..rows.num_columns()).filter(|&at| Some(at) != own);
    let text_field = own.map(|at| Arc::new(schema.field(at).clone()));
    let usual: Vec<_> = others.clone().filter_map(|at| usual_texts(&rows, at)).collect();
    let fields = TableRow::all(rows.project(&others.collect::<Vec<_>>())?, text_field);
    let documents = fields.zip(first..).enumerate().map(|(at, (fields, row))| {
        let place = Place::Row(row);
        let text = texts.is_valid(at).then(|| texts.value(at).to_owned());
        let problem = match &text {
            None => {
                Some(RecordProblem::NoText { field: options.text_field.to_string(), found: "null" })
            }
            Some(text) if text.len() > MAX_RECORD_BYTES => {
                Some(RecordProblem::TooLong(MAX_RECORD_BYTES))
            }
            Some(text) if text.contains('\0') => Some(RecordProblem::Nul),
            Some(_) => None,
        };
        let text = problem
            .map_or(Ok(text.unwrap_or_default()), |problem| Err(context.error(place, problem)))?;
        let id = ids.as_ref().filter(|ids| ids.is_valid(at)).map(|ids| ids.value(at).to_owned());
        let fields = if options.fields { Fields::Row(fields) } else { Fields::None };
        let record = Record { id, fields, text_at: own, ..Record::at(place) };
        let record = record.with_usual_fields(|name| {
            let (_, texts) = usual.iter().find(|(usual, _)| usual == name)?;
            texts.is_valid(at).then(|| texts.value(at).to_owned())
        });
        let document = Document::of_record(&context.name, record);
        Ok(Chunk::of_text(document, text, None))
    });
    Ok(documents.collect())
}

/// Replaces dictionary keys by their values, because each batch would have its own dictionary.
fn without_dictionaries(rows: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let schema = rows.schema();
    let plain = |(field, column): (&Arc<Field>, &ArrayRef)| match column.data_type() {
        DataType::Dictionary(_, values) => {
            let field = field.as_ref().clone().with_data_type(values.as_ref().clone());
            Ok((Arc::new(field), cast(column, values)?))
        }
        _ => Ok((field.clone(), column.clone())),
    };
    let columns: Result<Vec<_>, ArrowError> =
        schema.fields().iter().zip(rows.columns()).map(plain).collect();
    let (fields, columns): (Vec<_>, Vec<_>) = columns?.into_iter().unzip();
    RecordBatch::try_new(
        Schema::new_with_metadata(fields, schema.metadata().clone()).into(),
        columns,
    )
}

/// The name and the texts of a column with one of the usual names.
fn usual_texts(rows: &RecordBatch, at: usize) -> Option<(String, LargeStringArray)> {
    let name = rows.schema_ref().field(at).name().clone();
    let texts = || strings(rows.column(at)).ok();
    Record::USUAL
        .iter()
        .flatten()
        .any(|usual| *usual == name)
        .then(texts)?
        .map(|texts| (name, texts))
}

fn strings(column: &ArrayRef) -> Result<LargeStringArray, ArrowError> {
    Ok(cast(column, &DataType::LargeUtf8)?.as_string::<i64>().clone())
}

/// The index of the column that a path begins with, and the rest of the path.
fn root<'p>(schema: &Schema, path: &'p FieldPath) -> Option<(usize, &'p [String])> {
    let (first, rest) = path.split();
    let whole = schema.index_of(path.name()).map(|at| (at, &[][..]));
    whole.or_else(|_| schema.index_of(first).map(|at| (at, rest))).ok()
}

fn column_at(rows: &RecordBatch, path: &FieldPath) -> Option<ArrayRef> {
    let (at, inside) = root(&rows.schema(), path)?;
    inside.iter().try_fold(rows.column(at).clone(), |column, step| {
        let parts: &StructArray = column.as_struct_opt()?;
        parts.column_by_name(step).cloned()
    })
}

fn type_at(schema: &Schema, path: &FieldPath) -> Option<DataType> {
    let (at, inside) = root(schema, path)?;
    inside.iter().try_fold(schema.field(at).data_type().clone(), |found, step| match found {
        DataType::Struct(fields) => Some(fields.find(step)?.1.data_type().clone()),
        _ => None,
    })
}
