//! The place of a record.

use std::fmt;
use std::path::Path;

use crate::error::{LabelError, LabelPlace, LabelProblem};

/// The file of a record, and its place there.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordPlace<'a> {
    pub(super) path: &'a Path,
    pub(super) place: LabelPlace,
}

impl RecordPlace<'_> {
    /// The id of a record without one.
    pub(super) fn unnamed(self) -> String {
        let path = self.path.display();
        match self.place {
            LabelPlace::File => path.to_string(),
            LabelPlace::Line(number) | LabelPlace::Record(number) => format!("{path}:{number}"),
        }
    }

    pub(super) fn error(self, problem: LabelProblem) -> LabelError {
        LabelError { path: self.path.into(), place: self.place, problem }
    }
}

/// Formats the place as errors name it.
impl fmt::Display for RecordPlace<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.path.display(), self.place)
    }
}
