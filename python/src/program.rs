//! The program.

use std::ffi::OsString;
use std::path::PathBuf;

use pyo3::prelude::*;

/// Runs the program with these arguments, the first of which is its name; returns the exit code.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| themewise::cli::main(arguments))
}

/// Sets the folder with the tables of other languages and the stem vectors. Only the first call has an
/// effect.
#[pyfunction]
pub(crate) fn set_data_folder(folder: PathBuf) {
    themewise::set_data_folder(folder);
}
