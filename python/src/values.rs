//! Values of JSON as Python objects.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::Serialize;
use serde_json::Value;

/// A value that can be serialized, as plain Python objects.
///
/// # Errors
/// If it cannot be expressed in JSON.
pub(crate) fn plain<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let value = serde_json::to_value(value);
    let value =
        value.map_err(|error| pyo3::exceptions::PyValueError::new_err(error.to_string()))?;
    object(py, &value)
}

/// A value of JSON as a Python object.
///
/// # Errors
/// If Python has no memory for it.
pub(crate) fn object<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(truth) => truth.into_bound_py_any(py),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => whole.into_bound_py_any(py),
            (None, Some(whole)) => whole.into_bound_py_any(py),
            (None, None) => number.as_f64().into_bound_py_any(py),
        },
        Value::String(text) => text.into_bound_py_any(py),
        Value::Array(list) => {
            let objects = list.iter().map(|value| object(py, value));
            let objects = objects.collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, objects)?.into_bound_py_any(py)
        }
        Value::Object(entries) => {
            let dictionary = PyDict::new(py);
            for (key, value) in entries {
                dictionary.set_item(key, object(py, value)?)?;
            }
            dictionary.into_bound_py_any(py)
        }
    }
}
