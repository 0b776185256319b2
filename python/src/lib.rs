//! themewise as a Python module: predictions, tables, training and the program.
//!
//! Everything is done by the library `themewise`. This crate turns Python values and Arrow tables
//! into its types, and its results into Python objects:
//!
//! * `engine` has a model with its workers;
//! * `model` is the class `Model`, `prediction`, `article` and `explanation` are its results;
//! * `arrow` reads and makes tables, `scoring` scores their rows, `scores` is the result;
//! * `documents` reads files;
//! * `learning` trains, evaluates and calibrates, with the options of the program;
//! * `program` is the program itself.

#![expect(clippy::needless_pass_by_value, reason = "PyO3 hands over values that are owned")]

mod arrow;
mod article;
mod documents;
mod engine;
mod errors;
mod explanation;
mod learning;
mod model;
mod page;
mod prediction;
mod program;
mod scores;
mod scoring;
mod values;

use pyo3::prelude::*;

/// The engine of themewise.
#[pymodule]
mod _native {
    #[pymodule_export]
    use crate::article::Article;
    #[pymodule_export]
    use crate::documents::Documents;
    #[pymodule_export]
    use crate::explanation::Explanation;
    #[pymodule_export]
    use crate::learning::{Calibration, Evaluation, Training, calibrate, evaluate, train};
    #[pymodule_export]
    use crate::model::Model;
    #[pymodule_export]
    use crate::prediction::{Label, Prediction};
    #[pymodule_export]
    use crate::program::{run, set_data_folder};
    #[pymodule_export]
    use crate::scores::Scores;

    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
