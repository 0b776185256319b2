//! Output formats: a [`Writer`] for each [`OutputFormat`].

mod exchange;
mod format;
pub mod html;
mod jsonl;
mod marks;
mod scale;
mod table;
mod terminal;
mod tsv;
mod writer;

pub(crate) use exchange::address_number;
pub use exchange::{GdeltWriter, MispWriter, Ninjs, NinjsWriter, StixWriter};
pub use format::OutputFormat;
pub use jsonl::JsonLinesWriter;
pub use marks::cut_at_marks;
#[cfg(feature = "training")]
pub(crate) use marks::joined;
pub use scale::{Judgement, Scale};
pub use table::{Column, ColumnType, Columns, CsvWriter};
#[cfg(feature = "parquet")]
pub use table::{ParquetWriter, write_parquet};
pub use terminal::TerminalWriter;
pub use tsv::TsvWriter;
pub use writer::{FormatTraits, WriteOptions, Writer};
