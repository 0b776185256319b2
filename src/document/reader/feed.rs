//! RSS, Atom and JSON Feed: every entry is a document.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser::{self, ParseFeedError};

use super::super::encoding::{guess, to_utf8};
use super::super::html::fragment;
use super::super::limits::MAX_FEED_HEAD_BYTES;
use super::super::{Chunk, Document, Place, Record, Replaced};
use super::context::Context;
use crate::Result;
use crate::error::RecordProblem;

/// The entries of a feed. If it is damaged, the intact ones.
pub(super) fn open(context: &Context, bytes: Vec<u8>) -> Vec<Result<Chunk>> {
    let text = as_utf8(context, bytes);
    match parse(&text) {
        Ok(entries) if entries.is_empty() => {
            vec![Err(context.error(Place::Whole, RecordProblem::NoEntries))]
        }
        Ok(entries) => {
            let entries = entries.into_iter().zip(1..);
            entries.map(|(entry, number)| Ok(document(context, number, entry))).collect()
        }
        Err(error) => {
            let mut chunks = one_by_one(context, &text);
            if chunks.iter().all(Result::is_ok) {
                chunks
                    .push(Err(context.error(Place::Whole, RecordProblem::Feed(error.to_string()))));
            }
            chunks
        }
    }
}

fn parse(feed: &str) -> Result<Vec<Entry>, ParseFeedError> {
    // An entry without an id gets none, instead of one that differs each time.
    let no_id = |_: &[Link], _: &Option<Text>, _: Option<&str>| String::new();
    let parser = parser::Builder::new().id_generator(no_id).build();
    let Feed { language, mut entries, .. } = parser.parse(feed.as_bytes())?;
    for entry in &mut entries {
        entry.language = entry.language.take().or_else(|| language.clone());
    }
    Ok(entries)
}

/// The entries of a damaged feed, each parsed as a feed of its own.
fn one_by_one(context: &Context, feed: &str) -> Vec<Result<Chunk>> {
    let Some((head, tag, end)) = head(feed) else { return vec![] };
    let close = format!("</{tag}>");
    // Each is parsed with a copy of the head, which may be very long in a hostile feed.
    let most = MAX_FEED_HEAD_BYTES / (head.len() + 1);
    let begins: Vec<_> = begins(feed, tag).take(most).collect();
    let ends = begins.iter().copied().skip(1).chain([feed.len()]);
    let entries = begins.iter().zip(ends).zip(1..).map(|((&begin, next), number)| {
        let entry = &feed[begin..next];
        let length = entry.find(&close).map_or(entry.len(), |length| length + close.len());
        match parse(&format!("{head}{}{end}", &entry[..length])) {
            Ok(entries) => {
                let entry = entries.into_iter().next();
                entry.map(|entry| Ok(document(context, number, entry)))
            }
            Err(error) => Some(Err(
                context.error(Place::Entry(number), RecordProblem::Entry(error.to_string()))
            )),
        }
    });
    entries.flatten().collect()
}

/// The text before the first entry of a feed, the tag of its entries, and its end tags.
fn head(feed: &str) -> Option<(&str, &'static str, &'static str)> {
    let first = |tag| Some((begins(feed, tag).next()?, tag));
    let (begin, tag) = [first("item"), first("entry")].into_iter().flatten().min()?;
    let head = &feed[..begin];
    let end = match tag {
        "entry" => "</feed>",
        _ if head.contains("<rdf:RDF") => "</rdf:RDF>",
        _ => "</channel></rss>",
    };
    Some((head, tag, end))
}

/// Where elements with this tag begin.
fn begins(feed: &str, tag: &'static str) -> impl Iterator<Item = usize> {
    let names = feed.match_indices(tag).filter(move |(place, _)| {
        let ends = feed[place + tag.len()..].starts_with([' ', '>', '\t', '\r', '\n']);
        ends && feed[..*place].ends_with('<')
    });
    names.map(|(place, _)| place - 1)
}

/// Converts a feed to UTF-8, and declares it as such. Undecodable bytes become
/// [`char::REPLACEMENT_CHARACTER`].
fn as_utf8(context: &Context, bytes: Vec<u8>) -> String {
    let named = declaration(&bytes).and_then(|label| Encoding::for_label(&bytes[label]));
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    // A declaration that can be read as ASCII is not UTF-16, whatever it says.
    let named = named.filter(|named| ![UTF_16LE, UTF_16BE].contains(named));
    let encoding = context.options.encoding.or(marked).or(named);
    let mut bytes = to_utf8_of(bytes, encoding);
    if let Some(label) = declaration(&bytes) {
        bytes.splice(label, *b"utf-8");
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn to_utf8_of(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Vec<u8> {
    let encoding = encoding.unwrap_or_else(|| guess(&bytes));
    to_utf8(bytes, encoding)
}

/// Where the XML declaration names an encoding.
fn declaration(bytes: &[u8]) -> Option<Range<usize>> {
    const EXAMINED: usize = 200;
    const NAME: &[u8] = b"encoding=";
    let head = &bytes[..bytes.len().min(EXAMINED)];
    let head = &head[..memchr::memmem::find(head, b"?>")?];
    let begin = memchr::memmem::find(head, NAME)? + NAME.len() + 1;
    let quote = *head.get(begin - 1)?;
    let length = head[begin..].iter().position(|&byte| byte == quote)?;
    Some(begin..begin + length)
}

fn document(context: &Context, number: u64, entry: Entry) -> Chunk {
    let place = Place::Entry(number);
    let title = entry.title.map(|title| fragment(&title.content).join(" "));
    let body = entry.content.and_then(|content| content.body);
    let body = body.or_else(|| entry.summary.map(|summary| summary.content));
    let body = body.map(|body| fragment(&body)).unwrap_or_default();
    let paragraphs: Vec<_> = title.iter().chain(&body).map(String::as_str).collect();
    let (text, replaced) = without_marks(paragraphs.join("\n\n"));
    // Other links lead to comments, or to a page for editing.
    let own = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let url = entry.links.iter().find(own).or(entry.links.first()).map(|link| link.href.clone());
    let published = entry.published.or(entry.updated).map(|date| date.to_rfc3339());
    let id = Some(entry.id).filter(|id| !id.is_empty()).or_else(|| url.clone());
    let language = entry.language;
    let record = Record { id, title, url, published, language, ..Record::at(place) };
    let record = record.with_own_fields();
    let document = Document::of_record(&context.name, record);
    Chunk::of_text(document, text, replaced)
}

/// Replaces each mark of undecodable bytes by a `?`, and counts them.
fn without_marks(text: String) -> (String, Option<Replaced>) {
    let mut marks = text.match_indices(char::REPLACEMENT_CHARACTER).map(|(place, _)| place);
    let Some(first) = marks.next() else { return (text, None) };
    let count = 1 + marks.count();
    (text.replace(char::REPLACEMENT_CHARACTER, "?"), Some(Replaced { first, count }))
}
