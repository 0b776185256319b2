//! From a text to paragraphs: [`paragraphs`] splits it and returns the place of each.

#[cfg(feature = "documents")]
mod headline;
mod line;
#[expect(clippy::module_inception, reason = "one noun per file, and the paragraph is one")]
mod paragraph;
mod sentence;
mod window;

pub(crate) use line::count_line_ends;
#[cfg(feature = "documents")]
pub(crate) use line::{Line, lines};
pub use paragraph::{Paragraph, paragraphs};
#[cfg(feature = "documents")]
pub(crate) use paragraph::{join, paragraphs_in, wrap_width};
pub use window::WINDOW;
