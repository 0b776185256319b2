//! RSS, Atom and JSON Feed: every entry is a document.

use feed_rs::model::{Entry, Link, Text};
use feed_rs::parser;

use super::super::encoding::{guess, to_utf8};
use super::super::html::fragment;
use super::super::{Document, Piece, Place, Record};
use super::Context;
use crate::Result;
use crate::error::RecordProblem;

/// The entries of a feed.
pub(super) fn open(context: &Context, bytes: Vec<u8>) -> Vec<Result<Piece>> {
    // An entry without an id of its own has none, rather than one made up anew each time.
    let no_id = |_: &[Link], _: &Option<Text>, _: Option<&str>| String::new();
    let feed = parser::Builder::new()
        .id_generator(no_id)
        .build()
        .parse(as_utf8(context, bytes).as_slice());
    match feed {
        Ok(feed) if feed.entries.is_empty() => {
            vec![Err(context.error(Place::Whole, RecordProblem::NoEntries))]
        }
        Ok(feed) => {
            let entries = feed.entries.into_iter().zip(1..);
            entries.map(|(entry, number)| document(context, number, entry)).collect()
        }
        Err(error) => vec![Err(context.error(Place::Whole, RecordProblem::Feed(error)))],
    }
}

/// What does not say by itself that it is in another charset, but is.
fn as_utf8(context: &Context, bytes: Vec<u8>) -> Vec<u8> {
    match context.options.encoding {
        Some(encoding) => to_utf8(bytes, encoding),
        None if names_charset(&bytes) => bytes,
        None => {
            let encoding = guess(&bytes);
            to_utf8(bytes, encoding)
        }
    }
}

fn names_charset(bytes: &[u8]) -> bool {
    const DECLARATION: usize = 200;
    let head = &bytes[..bytes.len().min(DECLARATION)];
    memchr::memmem::find(head, b"encoding=").is_some()
}

fn document(context: &Context, number: u64, entry: Entry) -> Result<Piece> {
    let place = Place::Entry(number);
    let title = entry.title.map(|title| fragment(&title.content).join(" "));
    let body = entry.content.and_then(|content| content.body);
    let body = body.or_else(|| entry.summary.map(|summary| summary.content));
    let body = body.map(|body| fragment(&body)).unwrap_or_default();
    let paragraphs: Vec<_> = title.iter().chain(&body).map(String::as_str).collect();
    let text = paragraphs.join("\n\n");
    let url = entry.links.into_iter().next().map(|link| link.href);
    let published = entry.published.or(entry.updated).map(|date| date.to_rfc3339());
    let id = Some(entry.id).filter(|id| !id.is_empty()).or_else(|| url.clone());
    let record = Record { id, title, url, published, ..Record::at(place) }.with_own_fields();
    let document = Document { name: context.name.clone(), record: Some(record.into()) };
    Ok(Piece::of_text(document, text, None))
}
