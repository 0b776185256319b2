//! Arrow tables: in from Python, out to Python, and the columns of scores.

mod capsules;
mod score_columns;
mod table;
mod text_column;

pub(crate) use capsules::{array_capsules, schema_capsule, stream_capsule};
pub(crate) use score_columns::ScoreColumns;
pub(crate) use table::Table;
pub(crate) use text_column::TextColumn;
