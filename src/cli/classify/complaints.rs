//! What a user is told of documents that cannot be read.

use indicatif::ProgressBar;
use themewise::Error;
use themewise::error::ErrorKind;

use super::super::failure;
use super::super::message::eprint_line;

/// How many errors of a source have been reported.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    source: usize,
    count: u64,
}

impl Complaints {
    /// Reports an error of a source by its number, beside the bar; of many only the first.
    pub(super) fn report(&mut self, source: usize, error: &Error, bar: &ProgressBar) {
        /// Errors of a source that are told one by one.
        const MAX_TOLD: u64 = 10;
        let told = self.count(source);
        // What ends a source is always told.
        if told <= MAX_TOLD || error.kind() != ErrorKind::Record {
            bar.suspend(|| failure::report_document(error));
        }
        if told == MAX_TOLD + 1 {
            let more = "further errors of this source are only counted; --errors FILE keeps all";
            bar.suspend(|| eprint_line(more));
        }
    }

    /// Counts one more of a source.
    fn count(&mut self, source: usize) -> u64 {
        if self.source != source {
            *self = Self { source, count: 0 };
        }
        self.count += 1;
        self.count
    }
}
