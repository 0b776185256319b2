//! From files to paragraphs: a [`Source`] is opened as a [`Document`], whose
//! text [`paragraphs`] splits, each with its place.

#[expect(clippy::module_inception, reason = "one noun per file, and the document is one")]
mod document;
mod line;
mod paragraph;
mod source;

pub use document::{Document, Replaced};
pub use paragraph::{Paragraph, paragraphs};
pub(crate) use source::sources_named;
pub use source::{Source, sources};
