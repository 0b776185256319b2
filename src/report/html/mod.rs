//! Reports as HTML pages.

mod evaluation;
mod learning_curve;

pub use evaluation::evaluation_page;
