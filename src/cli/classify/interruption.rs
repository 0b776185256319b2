//! Ends a run cleanly on SIGINT or SIGTERM.

use std::sync::Mutex;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::super::failure::Failure;
use super::printer::Printer;

/// Runs `work`. On a signal, the program ends between two batches: printed rows are flushed, and
/// unfinished files are removed.
///
/// A separate thread waits for the signal, because the others may block on input.
pub(super) fn watch<Done>(
    printer: &Mutex<Printer>,
    work: impl FnOnce() -> Result<Done, Failure>,
) -> Result<Done, Failure> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let handle = signals.handle();
    thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(signal) = signals.forever().next() {
                end(printer, signal);
            }
        });
        let closing = Closing(handle);
        let done = work();
        drop(closing);
        done
    })
}

/// Stops waiting for signals when dropped, also on an error or panic.
struct Closing(signal_hook::iterator::Handle);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[expect(clippy::exit, reason = "the other threads may block on input")]
fn end(printer: &Mutex<Printer>, signal: i32) {
    // A second signal ends the program even if the output is blocked.
    let _ =
        signal_hook::flag::register_conditional_default(signal, std::sync::Arc::new(true.into()));
    // Locked until the program exits, so that no further batch is printed.
    let mut printer = printer.lock();
    if let Ok(printer) = &mut printer {
        printer.interrupted();
    }
    // The exit code that shells use for signals.
    std::process::exit(128 + signal);
}
