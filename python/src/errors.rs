//! Errors of the library as Python exceptions, and its messages as warnings.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use themewise::cli::Failure;
use themewise::error::ErrorKind;

/// The exceptions, by the names they have in `themewise.errors`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Exception {
    Any,
    File,
    Label,
    Model,
    Data,
    Setting,
}

impl Exception {
    fn name(self) -> &'static str {
        match self {
            Self::Any => "Error",
            Self::File => "FileError",
            Self::Label => "LabelError",
            Self::Model => "ModelError",
            Self::Data => "DataError",
            Self::Setting => "SettingError",
        }
    }

    fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::NotFound | ErrorKind::Access => Self::File,
            ErrorKind::Model
            | ErrorKind::IncompatibleModel
            | ErrorKind::StemVectors
            | ErrorKind::Embeddings => Self::Model,
            ErrorKind::Setting => Self::Setting,
            ErrorKind::Labels
            | ErrorKind::LabelRecords
            | ErrorKind::NumberedThemes
            | ErrorKind::OtherThemes
            | ErrorKind::ThemeNames
            | ErrorKind::LabelColumn
            | ErrorKind::LabelRows
            | ErrorKind::LabelEncoding
            | ErrorKind::LabelFormat
            | ErrorKind::AmbiguousLabelFormat
            | ErrorKind::Spreadsheet
            | ErrorKind::Themes
            | ErrorKind::Empty
            | ErrorKind::Unlabelled
            | ErrorKind::TooFewExamples => Self::Label,
            _ => Self::Any,
        }
    }

    /// The exception with a message.
    pub(crate) fn saying(self, message: impl Into<String>) -> PyErr {
        self.with_hint(message, None)
    }

    fn with_hint(self, message: impl Into<String>, hint: Option<&str>) -> PyErr {
        let message = message.into();
        let made = Python::attach(|py| {
            let class = class(py, self.name())?;
            Ok::<_, PyErr>(PyErr::from_value(class.call1((message, hint))?))
        });
        made.unwrap_or_else(|error| error)
    }
}

/// What to do about data that is missing.
const INSTALL: &str = "install the package with the data: pip install 'themewise[data]'";

/// The exception of a failure of the program.
pub(crate) fn failed(failure: impl Into<Failure>) -> PyErr {
    let failure = failure.into();
    let kind = failure.error().map(themewise::Error::kind);
    let exception = match (&failure, kind) {
        (_, Some(kind)) => Exception::of(kind),
        (Failure::Arguments(_), None) => Exception::Setting,
        (Failure::Output(_), None) => Exception::File,
        _ => Exception::Any,
    };
    let hint = if kind == Some(ErrorKind::NoData) { Some(INSTALL) } else { failure.hint() };
    exception.with_hint(failure.message(), hint)
}

/// Issues the messages of the program: warnings as warnings, all others as notes.
///
/// # Errors
/// If warnings are errors.
pub(crate) fn issue(py: Python<'_>, messages: &[String]) -> PyResult<()> {
    let marked = |message: &String| {
        let is_marked = ["warning: ", "note: "].iter().any(|mark| message.starts_with(mark));
        if is_marked { message.clone() } else { format!("note: {message}") }
    };
    let messages: Vec<_> = messages.iter().map(marked).collect();
    py.import("themewise._messages")?.call_method1("issue", (messages,)).map(drop)
}

/// Issues a warning.
///
/// # Errors
/// If warnings are errors.
pub(crate) fn warn(py: Python<'_>, message: &str) -> PyResult<()> {
    issue(py, &[format!("warning: {message}")])
}

fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyType>> {
    let class = py.import("themewise.errors")?.getattr(name)?;
    class.cast_into().map_err(|_| PyRuntimeError::new_err(format!("{name} is not a class")))
}
