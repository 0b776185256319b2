//! The capsules of the Arrow `PyCapsule` interface.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchReader, StructArray};
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, Schema};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::errors::Exception;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// The exception of an error of Arrow.
pub(super) fn invalid(error: &ArrowError) -> PyErr {
    Exception::Data.saying(format!("the table is not valid: {error}"))
}

/// A capsule with a schema.
pub(crate) fn schema_capsule<'py>(
    py: Python<'py>,
    schema: &Schema,
) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(|error| invalid(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// The capsules of a record batch: its schema and its array.
pub(crate) fn array_capsules<'py>(
    py: Python<'py>,
    batch: &RecordBatch,
) -> PyResult<Bound<'py, PyTuple>> {
    let schema = schema_capsule(py, &batch.schema())?;
    let array = FFI_ArrowArray::new(&StructArray::from(batch.clone()).into_data());
    PyTuple::new(py, [schema, PyCapsule::new_with_value(py, array, ARRAY)?])
}

/// A capsule with a stream.
pub(crate) fn stream_capsule(
    py: Python<'_>,
    reader: impl RecordBatchReader + Send + 'static,
) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}

/// Takes the array out of the capsules that `__arrow_c_array__` returns.
///
/// # Errors
/// If they are other objects, or were used before.
#[expect(unsafe_code, reason = "the interface passes pointers in capsules")]
pub(super) fn array_of(capsules: &Bound<'_, PyAny>) -> PyResult<ArrayData> {
    let expected = |_| Exception::Data.saying("`__arrow_c_array__`: expected two capsules");
    let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
        capsules.extract().map_err(expected)?;
    let schema = pointer::<FFI_ArrowSchema>(&schema, SCHEMA)?;
    let array = pointer::<FFI_ArrowArray>(&array, ARRAY)?;
    // SAFETY: a capsule with this name holds this structure, by the specification of the interface;
    // `capsules` keeps both alive. The array is moved out, and the capsule is left with a released one.
    let (schema, array) = unsafe { (&*schema, FFI_ArrowArray::from_raw(array)) };
    if array.is_released() {
        return Err(Exception::Data
            .saying("`__arrow_c_array__`: expected an array, found one that was used before"));
    }
    // SAFETY: the array has the type of the schema beside it, by the same specification.
    unsafe { from_ffi(array, schema) }.map_err(|error| invalid(&error))
}

/// Takes the stream out of the capsule that `__arrow_c_stream__` returns.
///
/// # Errors
/// If it is another object, or was used before.
#[expect(unsafe_code, reason = "the interface passes pointers in capsules")]
pub(super) fn stream_of(capsule: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let stream = pointer::<FFI_ArrowArrayStream>(capsule, STREAM)?;
    // SAFETY: a capsule with this name holds this structure, by the specification of the interface;
    // `capsule` keeps it alive. It is moved out, and the capsule is left with a released stream.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream) };
    if stream.release().is_none() {
        return Err(Exception::Data
            .saying("`__arrow_c_stream__`: expected a stream, found one that was used before"));
    }
    Ok(stream)
}

/// The pointer in a capsule of this name.
fn pointer<T>(object: &Bound<'_, PyAny>, name: &'static CStr) -> PyResult<*mut T> {
    let shown = name.to_string_lossy();
    let expected = || {
        Exception::Data.saying(format!("expected a capsule `{shown}`, found {}", type_of(object)))
    };
    let capsule = object.cast::<PyCapsule>().map_err(|_| expected())?;
    let pointer = capsule.pointer_checked(Some(name)).map_err(|_| expected())?;
    Ok(pointer.cast::<T>().as_ptr())
}

/// The name of an object's type.
pub(super) fn type_of(object: &Bound<'_, PyAny>) -> String {
    object.get_type().qualname().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

/// The rows of an array of structures.
///
/// # Errors
/// If it is another array.
pub(super) fn batch_of(data: ArrayData) -> PyResult<RecordBatch> {
    let found = data.data_type().to_string();
    let array = arrow_array::make_array(data);
    let rows = array.as_any().downcast_ref::<StructArray>();
    let rows = rows.ok_or_else(|| {
        Exception::Data
            .saying(format!("expected a table or a record batch, found an array of {found}"))
    })?;
    if rows.null_count() > 0 {
        return Err(
            Exception::Data.saying("expected a record batch, found an array with null rows")
        );
    }
    let schema = Schema::new(rows.fields().clone());
    RecordBatch::try_new(Arc::new(schema), rows.columns().to_vec()).map_err(|error| invalid(&error))
}
