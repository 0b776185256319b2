//! How far long work is.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of so many steps, which shows itself only on a terminal.
pub(super) fn progress_bar(steps: u64, message: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}")
        .expect("the template is valid");
    let bar = ProgressBar::new(steps).with_style(style).with_message(message);
    bar.tick();
    bar
}
