//! What is wrong with one record of a source.

use std::io;

/// Why a record can not be read, while those around it can.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordProblem {
    /// It is no object of JSON. The parser's words are part of the message, without the line
    /// it counts from the beginning of the record.
    #[error("not an object in JSON: {}", super::without_line(.0))]
    Json(serde_json::Error),
    /// It has no field for its text.
    #[error("no field `{field}`: there are {found}")]
    NoField {
        /// The field that was looked for.
        field: String,
        /// The fields there are.
        found: String,
    },
    /// The field of its text holds something else.
    #[error("the field `{field}` is {found}: allowed are a text or a list of texts")]
    NoText {
        /// The field.
        field: String,
        /// What it holds.
        found: &'static str,
    },
    /// The column of its text holds something else.
    #[error("the column `{field}` holds {found}: allowed is text")]
    ColumnType {
        /// The column.
        field: String,
        /// Its type.
        found: String,
    },
    /// Its text has more paragraphs than any document.
    #[error("more than the {0} paragraphs allowed")]
    TooMany(usize),
    /// There is no letter and no digit in its text.
    #[error("no text")]
    Empty,
    /// Its text has a NUL byte.
    #[error("not text: it has a NUL byte")]
    Nul,
    /// It is too long to be read at once.
    #[error("longer than the {0} bytes allowed")]
    TooLong(usize),
    /// Its elements are inside each other too deeply.
    #[error("{found} elements are inside each other: allowed are {allowed}")]
    TooDeep {
        /// How many, at least.
        found: usize,
        /// How many may be.
        allowed: usize,
    },
    /// A row has another number of columns than the header.
    #[error("{found} columns: the header has {allowed}")]
    Columns {
        /// The columns of the row.
        found: usize,
        /// Those of the header.
        allowed: usize,
    },
    /// A quote of a row is never closed: what follows could not be told from its text.
    #[error("a quote is not closed")]
    Quote,
    /// The source can not be read further than here.
    #[error("cannot be read to its end: {0}")]
    Broken(io::Error),
    /// It is no Parquet. The parser's words are part of the message.
    #[error("not a Parquet file, or a damaged one: {0}")]
    Parquet(String),
    /// Rows of a table can not be read.
    #[error("{rows} can not be read: {problem}")]
    Rows {
        /// How many rows.
        rows: String,
        /// Why; the parser's words are part of the message.
        problem: String,
    },
    /// A record of a web archive is none.
    #[error("not a record of a web archive: {0}")]
    Warc(&'static str),
    /// A record of a web archive ends before its length.
    #[error("cut off: {found} of {needed} bytes")]
    CutOff {
        /// The bytes there are.
        found: u64,
        /// The bytes there should be.
        needed: u64,
    },
    /// The answer of a server is none.
    #[error("not an answer of a server: {0}")]
    Http(&'static str),
    /// The answer of a server can not be uncompressed.
    #[error("the answer of the server is damaged: {0}")]
    Body(io::Error),
    /// It is no feed.
    #[error("not a feed: {0}")]
    Feed(feed_rs::parser::ParseFeedError),
    /// An entry of a feed that is damaged can not be read.
    #[error("{0}")]
    Entry(feed_rs::parser::ParseFeedError),
    /// A feed has no entry.
    #[error("a feed without entries")]
    NoEntries,
}
