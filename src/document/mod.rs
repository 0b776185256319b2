//! From files to paragraphs: a [`Source`] is read as a [`Document`], whose text
//! [`paragraphs`] splits, each with its place; or in [`Pieces`] of some paragraphs,
//! so that no document is too large.

#[expect(clippy::module_inception, reason = "one noun per file, and the document is one")]
mod document;
mod line;
mod paragraph;
mod piece;
mod source;

pub use document::{Document, Replaced};
pub use paragraph::{Paragraph, paragraphs};
pub use piece::{End, Piece, Pieces};
pub(crate) use source::sources_named;
pub use source::{Source, is_article, sources};
