//! From files to paragraphs.
//!
//! The [`Reader`] of an [`InputFormat`] cuts a [`Source`] into [`Batch`]es. Opening a batch gives
//! [`Chunk`]s: paragraphs of a [`Document`] with their places. A long text has several chunks, so
//! that none is too large. A [`Record`] of a table, a feed or a web archive is one chunk, and keeps
//! its [`Fields`].

mod chunk;
mod delimiter;
mod discovery;
#[expect(clippy::module_inception, reason = "one noun per file, and the document is one")]
mod document;
mod encoding;
mod field_path;
mod fields;
mod format;
mod html;
mod input;
mod limits;
mod members;
mod owned_paragraph;
mod passed_file;
mod pattern;
mod plain_text;
mod prescan;
mod reader;
mod recognition;
mod record;
mod remarks;
mod source;
#[cfg(feature = "parquet")]
mod table;
mod walk_error;

pub use crate::error::Place;
pub use crate::paragraph::{Paragraph, paragraphs};
pub use chunk::{Chunk, End};
pub use delimiter::Delimiter;
pub use discovery::Discovery;
pub use document::Document;
#[cfg(feature = "training")]
pub(crate) use encoding::in_utf8;
pub use field_path::FieldPath;
pub(crate) use fields::write_object;
pub use fields::{Field, FieldValue, Fields, scalar};
pub use format::InputFormat;
pub use input::BytesRead;
pub use pattern::Pattern;
pub use plain_text::Replaced;
pub use reader::{Batch, Chunks, ReadOptions, Reader};
pub use record::Record;
pub(crate) use remarks::Passed;
pub use remarks::{Remark, Remarks};
pub use source::Source;
#[cfg(feature = "parquet")]
pub use table::TableRow;
