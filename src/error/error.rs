//! The error of the library.

use std::fmt;
use std::io;
use std::path::Path;

use super::kind::ErrorKind;
use super::place::Place;
use super::problem::Problem;
use super::record::RecordProblem;

/// A result of the library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
///
/// Programs match on its [`kind`](Error::kind); its message and
/// [`source`](std::error::Error::source) are for people.
pub struct Error(Box<Problem>);

impl Error {
    /// An I/O error at `path`.
    pub fn access(path: impl AsRef<Path>, source: io::Error) -> Self {
        Problem::Access { path: path.as_ref().into(), source }.into()
    }

    /// The setting `option` is `found`, but must be `expected`.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = themewise::Error::setting("--threads", "0", "at least 1");
    /// assert_eq!(error.to_string(), "--threads must be at least 1, got 0");
    /// ```
    pub fn setting(
        option: &'static str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Problem::Setting { option, found: found.into(), expected: expected.into() }.into()
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind()
    }

    /// What to do about it, if that depends on more than the kind.
    pub fn advice(&self) -> Option<&'static str> {
        match &*self.0 {
            Problem::Record { problem: RecordProblem::Foreign(foreign), .. } => {
                Some(foreign.advice())
            }
            _ => None,
        }
    }

    /// Whether the only problem is that a document or a record has no text.
    pub(crate) fn is_without_text(&self) -> bool {
        match &*self.0 {
            Problem::Empty { .. } => true,
            Problem::Record { problem, .. } => matches!(problem, RecordProblem::Empty),
            _ => false,
        }
    }

    /// The name of the document or source that cannot be read, if the error is about one.
    pub fn document(&self) -> Option<String> {
        self.0.document()
    }

    /// The place of the record that cannot be read, if the error is about one.
    pub fn place(&self) -> Option<Place> {
        match &*self.0 {
            Problem::Record { place, .. } => Some(*place),
            _ => None,
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.0, formatter)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
