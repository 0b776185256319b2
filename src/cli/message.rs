//! Messages on standard error.

use std::io::Write;

/// Prints a line to standard error, for the user; it is not part of the data.
pub(super) fn eprint_line(message: &str) {
    // If standard error is closed, there is nowhere to report it.
    let _ = writeln!(anstream::stderr(), "{message}");
}
