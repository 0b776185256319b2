//! A table from Python.

use arrow_array::RecordBatch;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;

use super::capsules::{array_of, batch_of, invalid, stream_of, type_of};
use super::text_column::TextColumn;
use crate::errors::Exception;

/// The record batches of a table.
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// The table of an object with the methods of the Arrow `PyCapsule` interface.
    ///
    /// # Errors
    /// If it has none of them, or they fail.
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("__arrow_c_array__")? {
            let batch = batch_of(array_of(&object.call_method0("__arrow_c_array__")?)?)?;
            return Ok(Self { schema: batch.schema(), batches: vec![batch] });
        }
        if object.hasattr("__arrow_c_stream__")? {
            let stream = stream_of(&object.call_method0("__arrow_c_stream__")?)?;
            let reader =
                RecordBatchStreamReader::try_new(stream).map_err(|error| invalid(&error))?;
            let schema = arrow_array::RecordBatchReader::schema(&reader);
            let batches = object.py().detach(|| reader.collect::<Result<Vec<_>, ArrowError>>());
            return Ok(Self { schema, batches: batches.map_err(|error| invalid(&error))? });
        }
        Err(Exception::Data.saying(format!(
            "expected a table or record batch of pyarrow, polars, pandas, DuckDB or another Arrow library, found {}",
            type_of(object)
        )))
    }

    /// The number of rows of each batch.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        self.batches.iter().map(RecordBatch::num_rows).collect()
    }

    /// A column of text, batch by batch.
    ///
    /// # Errors
    /// If there is no such column, or it has another type, or is not valid.
    pub(crate) fn texts(&self, name: &str) -> PyResult<Vec<TextColumn>> {
        let mut named =
            self.schema.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
        let Some((at, _)) = named.next() else { return Err(self.missing(name)) };
        if named.next().is_some() {
            return Err(
                Exception::Data.saying(format!("column `{name}`: expected one, found several"))
            );
        }
        let columns = self.batches.iter().enumerate().map(|(number, batch)| {
            let column = TextColumn::of(batch.column(at));
            column.map_err(|problem| {
                let place = if self.batches.len() == 1 {
                    String::new()
                } else {
                    format!(" in batch {number}")
                };
                Exception::Data.saying(format!("column `{name}`{place}: {problem}"))
            })
        });
        let columns: Vec<_> = columns.collect::<PyResult<_>>()?;
        // A table without batches has a type, too.
        let field = self.schema.field(at);
        if columns.is_empty() && !TextColumn::is_text(field.data_type()) {
            return Err(Exception::Data
                .saying(format!("column `{name}`: expected text, found {}", field.data_type())));
        }
        Ok(columns)
    }

    fn missing(&self, name: &str) -> PyErr {
        let names: Vec<_> =
            self.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let names = if names.is_empty() { "no columns".to_owned() } else { names.join(", ") };
        Exception::Data.saying(format!("column `{name}`: expected it in the table, found {names}"))
    }
}
