//! Messages on standard error.

use std::cell::RefCell;
use std::io::Write;

thread_local! {
    /// The messages of this thread, if they are kept.
    static KEPT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Prints a line to standard error, for the user; it is not part of the data.
pub(super) fn eprint_line(message: &str) {
    let is_kept = KEPT
        .with_borrow_mut(|kept| kept.as_mut().map(|kept| kept.push(message.to_owned())).is_some());
    if !is_kept {
        // If standard error is closed, there is nowhere to report it.
        let _ = writeln!(anstream::stderr(), "{message}");
    }
}

/// Returns the messages of some work on this thread beside its result, instead of printing them. They
/// begin with `warning: ` or `note: `.
pub fn keeping_messages<Done>(work: impl FnOnce() -> Done) -> (Done, Vec<String>) {
    KEPT.set(Some(Vec::new()));
    let done = work();
    (done, KEPT.take().unwrap_or_default())
}
