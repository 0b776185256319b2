//! Progress bars.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of this number of steps, visible only on a terminal.
pub(super) fn progress_bar(steps: u64, message: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}")
        .expect("the template is valid");
    let bar = ProgressBar::new(steps).with_style(style).with_message(message);
    bar.tick();
    bar
}

/// A bar of bytes read, of a total if it is known.
pub(super) fn bytes_bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {msg} {eta} left",
        ),
        None => (ProgressBar::no_length(), "{spinner} {bytes} {bytes_per_sec} {msg} {elapsed}"),
    };
    bar.with_style(ProgressStyle::with_template(template).expect("the template is valid"))
}
