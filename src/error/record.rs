//! Errors in single records of a source.

use std::io;

use super::foreign::Foreign;

/// Why one record cannot be read; the records around it can.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordProblem {
    /// A format that is recognised but not read.
    #[error("{} cannot be read", .0.names()[1])]
    Foreign(Foreign),
    /// The parser's message, without the line number, which it counts from the start of the record.
    #[error("not a JSON object: {0}")]
    Json(String),
    #[error("no field `{field}`: found {found}")]
    NoField { field: String, found: String },
    /// A JSON file without a list of records that have the text.
    #[error("no record with a field `{field}`: the lists are {found}")]
    NoRecords { field: String, found: String },
    #[error("two lists of records, `{read}` and `{found}`: only the first is read")]
    TwoLists { read: String, found: String },
    #[error("field `{field}` must be a text or a list of texts, got {found}")]
    NoText { field: String, found: &'static str },
    #[cfg(feature = "parquet")]
    #[error("column `{field}` must be text, got {found}")]
    ColumnType { field: String, found: String },
    #[error("more than {0} paragraphs")]
    TooMany(usize),
    /// No letter and no digit.
    #[error("no text")]
    Empty,
    /// A page of a few words, such as the name of the site.
    #[error("no text: the page shows it by scripts")]
    Scripted,
    #[error("not text: NUL byte")]
    Nul,
    #[error("undecodable bytes: {count}, the first at offset {first}")]
    Undecodable { count: usize, first: usize },
    #[error("longer than {0} bytes")]
    TooLong(usize),
    #[error("expected {expected} columns as in the header, got {found}")]
    Columns { found: usize, expected: usize },
    /// A quoted field that is never closed.
    #[error("unclosed quote")]
    Quote,
    /// The source cannot be read past this place.
    #[error("cannot be read to its end: {0}")]
    Broken(io::Error),
    /// The parser's message.
    #[cfg(feature = "parquet")]
    #[error("not a Parquet file, or damaged: {0}")]
    Parquet(String),
    #[cfg(feature = "parquet")]
    #[error("cannot read {rows}: {problem}")]
    Rows { rows: String, problem: String },
    #[cfg(not(feature = "parquet"))]
    #[error("reading Parquet needs a build with the feature `parquet`")]
    NoParquet,
    #[error("invalid WARC record: {0}")]
    Warc(&'static str),
    #[error("truncated: {found} of {needed} bytes")]
    CutOff { found: u64, needed: u64 },
    #[error("invalid HTTP response: {0}")]
    Http(&'static str),
    #[error("cannot decompress the HTTP response: {0}")]
    Body(io::Error),
    #[error("only the first {found} bytes of the HTTP response can be decompressed: {error}")]
    BodyCutOff { found: usize, error: io::Error },
    #[error("not a feed: {0}")]
    Feed(String),
    /// An entry of a damaged feed.
    #[error("{0}")]
    Entry(String),
    #[error("invalid zip file: {0}")]
    Zip(String),
    #[error("not a mail: {0}")]
    Mail(&'static str),
    #[error("feed without entries")]
    NoEntries,
    /// The parser leaves out entries without saying why.
    #[error(
        "{found} of {entries} entries can be read: expected each in the channel or feed, with a link in RSS 1.0"
    )]
    EntriesLost { found: usize, entries: usize },
    /// Elements in one another.
    #[error("elements nested {found} deep: expected at most {allowed}")]
    TooDeep { found: usize, allowed: usize },
    #[error("more than {most} {what}")]
    Crowded { what: &'static str, most: usize },
}

impl RecordProblem {
    #[allow(clippy::needless_pass_by_value, reason = "as `map_err` passes it")]
    pub(crate) fn json(error: serde_json::Error) -> Self {
        Self::Json(error.to_string().replace(" line 1 column", " column"))
    }
}
