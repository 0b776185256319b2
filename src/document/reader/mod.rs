//! Readers: from the bytes of a source to its documents.
//!
//! A [`Reader`] only cuts its source into batches. The slow work, such as finding the text of a
//! page, is done when a batch is opened, on any thread. A reader needs memory for its largest
//! record, whose size is limited.

mod ampersands;
mod batch;
mod block;
mod codings;
mod context;
mod csv;
mod feed;
mod feed_filter;
mod field_names;
mod header;
mod http;
mod json;
mod json_feed;
mod json_list;
mod json_record;
mod json_repair;
mod json_scanner;
mod json_text;
mod jsonl;
mod lookahead;
mod mail;
mod markdown;
mod media_type;
mod not_empty;
mod options;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parts;
#[expect(clippy::module_inception, reason = "one noun per file, and the reader is one")]
mod reader;
mod rows;
mod subtitles;
mod text;
mod wacz;
mod warc;
mod whole;

use std::sync::Arc;

pub use self::batch::Batch;
use self::context::Context;
use self::not_empty::NotEmpty;
pub use self::options::ReadOptions;
pub use self::reader::Reader;
pub use self::text::Chunks;
use super::encoding::Utf8Reader;
use super::input::Input;
use super::{Delimiter, InputFormat, Place};
use crate::Result;

/// A reader for a source in this format.
///
/// # Errors
/// If the header of the source (in CSV or Parquet) is missing or invalid, or the format needs a
/// feature of the build.
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
        InputFormat::Json => Box::new(json::JsonReader::new(context, utf8(input))),
        InputFormat::Csv => Box::new(csv::CsvReader::new(context, utf8(input), Delimiter::COMMA)?),
        InputFormat::Tsv => Box::new(csv::CsvReader::new(context, utf8(input), Delimiter::TAB)?),
        InputFormat::Html => Box::new(whole::WholeReader::new(context, input.bytes, page::open)),
        InputFormat::Markdown => {
            Box::new(whole::WholeReader::new(context, input.bytes, markdown::open))
        }
        InputFormat::Feed => Box::new(whole::WholeReader::new(context, input.bytes, feed::open)),
        InputFormat::Subtitles => {
            Box::new(whole::WholeReader::new(context, input.bytes, subtitles::open))
        }
        InputFormat::Mail => Box::new(mail::MailReader::new(context, input.bytes)),
        InputFormat::Wacz => {
            let file = input.seekable(*b"PK\x03\x04");
            let file = file.map_err(|error| context.broken(Place::Whole, error))?;
            Box::new(wacz::WaczReader::new(context, file)?)
        }
        #[cfg(feature = "parquet")]
        InputFormat::Parquet => {
            let file = input.seekable(*b"PAR1");
            let file = file.map_err(|error| context.broken(Place::Whole, error))?;
            Box::new(parquet::ParquetReader::new(context, file)?)
        }
        #[cfg(not(feature = "parquet"))]
        InputFormat::Parquet => {
            return Err(context.error(Place::Whole, crate::error::RecordProblem::NoParquet));
        }
        InputFormat::Warc => Box::new(warc::WarcReader::new(context, input.bytes)),
    };
    Ok(Box::new(NotEmpty::new(reader, whole)))
}
