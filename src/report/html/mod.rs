//! Reports as HTML pages.

mod evaluation;

pub use evaluation::evaluation_page;
