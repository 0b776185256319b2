//! Reports as pages.

mod evaluation;

pub use evaluation::evaluation_page;
