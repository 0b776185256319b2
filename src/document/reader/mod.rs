//! Readers: from the bytes of a source to its documents.
//!
//! A [`Reader`] only cuts its source into batches, one after the other; what takes time,
//! such as finding the text of a page, is left to whoever opens a batch, on any thread.
//! Every reader needs only so much memory as its largest record, which is bounded.

mod block;
mod csv;
mod feed;
mod http;
mod jsonl;
mod markdown;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod pushback;
mod rows;
mod text;
mod warc;
mod whole;

use std::fmt;
use std::sync::Arc;

use encoding_rs::Encoding;

pub use self::text::Pieces;
use super::encoding::Utf8Reader;
use super::input::Input;
use super::limits::MAX_PARAGRAPHS;
use super::{FieldPath, InputFormat, Piece, Place};
use crate::error::{Problem, RecordProblem};
use crate::{Error, Result};

/// Cuts a source into batches of documents.
pub trait Reader: Send {
    /// The next batch; `None` at the end.
    fn read(&mut self) -> Option<Batch>;
}

/// Documents of a source that are cut, but not yet opened.
pub struct Batch(Box<dyn FnOnce() -> Vec<Result<Piece>> + Send>);

impl Batch {
    /// A batch that is opened by `open`.
    pub(crate) fn new(open: impl FnOnce() -> Vec<Result<Piece>> + Send + 'static) -> Self {
        Self(Box::new(open))
    }

    /// The documents, or their parts, in order, and why others can not be read.
    pub fn open(self) -> Vec<Result<Piece>> {
        let mut pieces = self.0();
        for piece in &mut pieces {
            if let Some(error) = piece.as_ref().ok().and_then(unusable) {
                *piece = Err(error);
            }
        }
        pieces
    }
}

/// Why a record without paragraphs, or with more than could be answered at once, is none.
fn unusable(piece: &Piece) -> Option<Error> {
    let place = piece.document.record.as_ref()?.place;
    let problem = match () {
        () if piece.is_crowded() => RecordProblem::TooMany(MAX_PARAGRAPHS),
        () if piece.is_empty() => RecordProblem::Empty,
        () => return None,
    };
    Some(Problem::Record { name: piece.document.name.to_string(), place, problem }.into())
}

/// A batch that has been opened.
impl From<Vec<Result<Piece>>> for Batch {
    fn from(pieces: Vec<Result<Piece>>) -> Self {
        Self::new(|| pieces)
    }
}

impl From<Result<Piece>> for Batch {
    fn from(piece: Result<Piece>) -> Self {
        vec![piece].into()
    }
}

impl From<Error> for Batch {
    fn from(error: Error) -> Self {
        Err(error).into()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Batch").finish_non_exhaustive()
    }
}

/// How sources are to be read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The format; `None` for that of the name of each source.
    pub format: Option<InputFormat>,
    /// The field of a record that holds its text.
    pub text_field: FieldPath,
    /// The field of a record that holds its id, if there is one.
    pub id_field: FieldPath,
    /// The charset; `None` to find it out for each source.
    pub encoding: Option<&'static Encoding>,
    /// Whether records keep their other fields.
    pub fields: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (text_field, id_field) = (FieldPath::from("text"), FieldPath::from("id"));
        Self { format: None, text_field, id_field, encoding: None, fields: true }
    }
}

/// What every reader knows of its source.
#[derive(Debug, Clone)]
struct Context {
    name: Arc<str>,
    options: Arc<ReadOptions>,
}

impl Context {
    /// The error of a record.
    fn error(&self, place: Place, problem: RecordProblem) -> Error {
        Problem::Record { name: self.name.to_string(), place, problem }.into()
    }

    /// That the source can not be read further than to a place.
    fn broken(&self, place: Place, source: std::io::Error) -> Error {
        self.error(place, RecordProblem::Broken(source))
    }
}

/// Names of fields, as many as a message can hold.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    const MAX_NAME: usize = 60;
    let mut listed: Vec<String> = Vec::new();
    for name in names {
        if listed.len() == SHOWN {
            listed.push("…".to_owned());
            break;
        }
        let short: String = name.chars().take(MAX_NAME).collect();
        let more = if short.len() < name.len() { "…" } else { "" };
        listed.push(short.replace(char::is_control, " ") + more);
    }
    if listed.is_empty() { "none".to_owned() } else { listed.join(", ") }
}

/// A reader that says so if there is not a single record in its source.
struct NotEmpty {
    reader: Box<dyn Reader>,
    name: Arc<str>,
    /// Whether nothing has come yet.
    nothing: bool,
}

impl Reader for NotEmpty {
    fn read(&mut self) -> Option<Batch> {
        let batch = self.reader.read();
        let nothing = std::mem::take(&mut self.nothing) && batch.is_none();
        if nothing {
            Some(Error::from(Problem::Empty { name: self.name.to_string() }).into())
        } else {
            batch
        }
    }
}

/// A reader of the format of a source.
///
/// # Errors
/// If it has no beginning, such as the header of CSV.
pub(super) fn reader(
    name: &str,
    format: InputFormat,
    input: Input,
    options: &Arc<ReadOptions>,
) -> Result<Box<dyn Reader>> {
    let context = Context { name: name.into(), options: options.clone() };
    let whole = context.name.clone();
    let encoding = options.encoding;
    let utf8 = |input: Input| Box::new(Utf8Reader::new(input.bytes, encoding));
    let reader: Box<dyn Reader> = match format {
        InputFormat::Text => Box::new(text::TextReader::new(name, utf8(input))),
        InputFormat::Jsonl => Box::new(jsonl::JsonLinesReader::new(context, utf8(input))),
        InputFormat::Csv => Box::new(csv::CsvReader::new(context, utf8(input), b',')?),
        InputFormat::Tsv => Box::new(csv::CsvReader::new(context, utf8(input), b'\t')?),
        InputFormat::Html => Box::new(whole::WholeReader::new(context, input.bytes, page::open)),
        InputFormat::Markdown => {
            Box::new(whole::WholeReader::new(context, input.bytes, markdown::open))
        }
        InputFormat::Feed => Box::new(whole::WholeReader::new(context, input.bytes, feed::open)),
        #[cfg(feature = "parquet")]
        InputFormat::Parquet => {
            let file = input.seekable(*b"PAR1");
            let file = file.map_err(|error| context.broken(Place::Whole, error))?;
            Box::new(parquet::ParquetReader::new(context, file)?)
        }
        #[cfg(not(feature = "parquet"))]
        InputFormat::Parquet => {
            return Err(
                Problem::Feature { what: format!("reading `{name}`"), feature: "parquet" }.into()
            );
        }
        InputFormat::Warc => Box::new(warc::WarcReader::new(context, input.bytes)),
    };
    Ok(Box::new(NotEmpty { reader, name: whole, nothing: true }))
}
