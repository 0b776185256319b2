//! Scored rows: an Arrow table.

use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};

use crate::arrow::{array_capsules, schema_capsule, stream_capsule};
use crate::errors::Exception;

/// Scored rows: an Arrow table. The columns are `themes` (list of text), `confidences` (list of
/// double, of the same length), `review` (list of text), `novelty` (double), `language` (text), and
/// with `all` one of double per theme.
///
/// `pyarrow.table(scores)`, `polars.DataFrame(scores)` and the like read it without copying.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Scores {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Scores {
    /// A table of batches with one schema.
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

#[pymethods]
impl Scores {
    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The columns as lists.
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (at, name) in self.column_names().into_iter().enumerate() {
            let values = PyList::empty(py);
            for batch in &self.batches {
                let column = batch.column(at);
                (0..column.len()).try_for_each(|row| values.append(value(py, column, row)?))?;
            }
            columns.set_item(name, values)?;
        }
        Ok(columns)
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("<Scores: {} rows of {}>", self.num_rows(), self.column_names().join(", "))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// The only record batch.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // The interface lets a producer ignore the request.
        let _ = requested_schema;
        match &*self.batches {
            [batch] => array_capsules(py, batch),
            [] => array_capsules(py, &RecordBatch::new_empty(self.schema.clone())),
            several => Err(Exception::Data.saying(format!(
                "expected one record batch, found {}: read the scores as a table",
                several.len()
            ))),
        }
    }

    /// All record batches.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        stream_capsule(py, RecordBatchIterator::new(batches, self.schema.clone()))
    }
}

/// A value of a column.
fn value<'py>(py: Python<'py>, column: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type};

    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    if let Some(texts) = column.as_string_opt::<i32>() {
        return texts.value(row).into_bound_py_any(py);
    }
    if let Some(numbers) = column.as_primitive_opt::<Float64Type>() {
        return numbers.value(row).into_bound_py_any(py);
    }
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).into_bound_py_any(py);
    }
    let values = column.as_list::<i32>().value(row);
    let items = (0..values.len()).map(|item| value(py, &values, item));
    PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_bound_py_any(py)
}
