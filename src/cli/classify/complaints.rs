//! Error messages about unreadable documents, limited per source.

use crate::Error;
use crate::error::ErrorKind;
use indicatif::ProgressBar;

use super::super::failure;
use super::super::message::eprint_line;

/// Counts the errors of the current source.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    source: usize,
    count: u64,
}

impl Complaints {
    /// Reports an error of source number `source` above the progress bar; of many, only the first.
    pub(super) fn report(&mut self, source: usize, error: &Error, bar: &ProgressBar) {
        /// The maximum number of errors to print for a source.
        const MAX_PRINTED: u64 = 10;
        let count = self.count(source);
        // An error that ends the source is always printed.
        if count <= MAX_PRINTED || error.kind() != ErrorKind::Record {
            bar.suspend(|| failure::report_document(error));
        }
        if count == MAX_PRINTED + 1 {
            let more = "further errors of this source are only counted; --errors FILE keeps all";
            bar.suspend(|| eprint_line(more));
        }
    }

    /// Counts one more error of a source.
    fn count(&mut self, source: usize) -> u64 {
        if self.source != source {
            *self = Self { source, count: 0 };
        }
        self.count += 1;
        self.count
    }
}
