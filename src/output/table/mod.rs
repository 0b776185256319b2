//! Results as a table: the columns of the input, then our own.

pub(super) mod columns;
mod csv;
#[cfg(feature = "parquet")]
mod parquet;
mod row;

pub use columns::{Column, ColumnType, Columns};
pub(super) use csv::CSV;
pub use csv::CsvWriter;
#[cfg(feature = "parquet")]
pub(super) use parquet::PARQUET;
#[cfg(feature = "parquet")]
pub use parquet::{ParquetWriter, write_parquet};
pub(super) use row::{Cell, Header, Value};
