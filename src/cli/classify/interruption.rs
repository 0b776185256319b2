//! Ends a run cleanly when it is asked to end.

use std::sync::Mutex;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::super::failure::Failure;
use super::printer::Printer;

/// Runs `work`, and ends the program at a signal: between two batches, with what has been
/// printed written down, and without an unfinished file.
///
/// The signal is waited for on a thread of its own, as the others may be waiting for input
/// that never comes.
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

/// Ends the watch however the work ends.
struct Closing(signal_hook::iterator::Handle);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[expect(clippy::exit, reason = "the other threads may be waiting for input that never comes")]
fn end(printer: &Mutex<Printer>, signal: i32) {
    // A second signal does not wait for a reader that takes no output.
    let _ =
        signal_hook::flag::register_conditional_default(signal, std::sync::Arc::new(true.into()));
    // Kept until the end, or the next batch would be printed.
    let mut printer = printer.lock();
    if let Ok(printer) = &mut printer {
        printer.interrupted();
    }
    // As a shell reports it.
    std::process::exit(128 + signal);
}
