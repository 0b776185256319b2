//! RSS, Atom and JSON Feed: every entry is a document.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser;

use super::super::encoding::in_utf8;
use super::super::html::fragment;
use super::super::limits::{MAX_DAMAGED_ENTRIES, MAX_FEED_HEAD_BYTES};
use super::super::{Chunk, Document, Place, Record, Replaced};
use super::ampersands::escaped;
use super::context::Context;
use super::feed_filter::{Filtered, filtered};
use super::json_feed;
use crate::Result;
use crate::error::RecordProblem;

/// The entries of a feed. If it is damaged, the intact ones.
pub(super) fn open(context: &Context, bytes: Vec<u8>) -> Vec<Result<Chunk>> {
    let text = as_utf8(context, bytes);
    let chunks =
        if json_feed::is_json(&text) { of_json(context, &text) } else { of_xml(context, &text) };
    if chunks.is_empty() {
        return vec![Err(context.error(Place::Whole, RecordProblem::NoEntries))];
    }
    chunks
}

fn of_xml(context: &Context, text: &str) -> Vec<Result<Chunk>> {
    let text = escaped(text);
    match entries(&text, RecordProblem::Feed) {
        Ok(entries) => {
            let entries = entries.into_iter().zip(1..);
            entries.map(|(entry, number)| Ok(document(context, number, entry))).collect()
        }
        Err(problem) => {
            let (mut chunks, complete) = one_by_one(context, &text);
            // An error about the whole would only repeat that of an entry.
            if !complete || chunks.iter().all(Result::is_ok) {
                chunks.push(Err(context.error(Place::Whole, problem)));
            }
            chunks
        }
    }
}

fn of_json(context: &Context, text: &str) -> Vec<Result<Chunk>> {
    let items = match json_feed::items(text) {
        Ok(items) => items,
        Err(problem) => return vec![Err(context.error(Place::Whole, problem))],
    };
    let chunks = items.zip(1..).map(|(item, number)| {
        let problem = |problem| context.error(Place::Entry(number), problem);
        let parsed = parse(&item.map_err(problem)?);
        let mut entries = parsed.map_err(|error| problem(RecordProblem::Entry(error)))?;
        let entry = entries.pop().ok_or_else(|| problem(RecordProblem::Empty))?;
        Ok(document(context, number, entry))
    });
    chunks.collect()
}

/// The entries of a feed in XML. `foreign` is the problem with a message of its parser.
fn entries(xml: &str, foreign: fn(String) -> RecordProblem) -> Result<Vec<Entry>, RecordProblem> {
    let Filtered { xml, entries, broken } = filtered(xml)?;
    let found = parse(&xml).map_err(|error| foreign(broken.unwrap_or(error)))?;
    if found.len() < entries {
        return Err(RecordProblem::EntriesLost { found: found.len(), entries });
    }
    Ok(found)
}

fn parse(feed: &str) -> Result<Vec<Entry>, String> {
    // An entry without an id gets none, instead of one that differs each time.
    let no_id = |_: &[Link], _: &Option<Text>, _: Option<&str>| String::new();
    let parser = parser::Builder::new().id_generator(no_id).build();
    let parsed = parser.parse(feed.as_bytes()).map_err(|error| error.to_string());
    let Feed { language, mut entries, .. } = parsed?;
    for entry in &mut entries {
        entry.language = entry.language.take().or_else(|| language.clone());
    }
    Ok(entries)
}

/// The entries of a damaged feed, each parsed as a feed of its own, and whether these are all.
fn one_by_one(context: &Context, feed: &str) -> (Vec<Result<Chunk>>, bool) {
    let Some((head, tag, end)) = head(feed) else { return (vec![], false) };
    let close = format!("</{tag}>");
    // Each is parsed with a copy of the head, which may be very long in a hostile feed.
    let most = (MAX_FEED_HEAD_BYTES / (head.len() + 1)).min(MAX_DAMAGED_ENTRIES);
    let begins: Vec<_> = begins(feed, tag).take(most + 1).collect();
    let ends = begins.iter().copied().skip(1).chain([feed.len()]);
    let chunks = begins.iter().zip(ends).take(most).zip(1..).map(|((&begin, next), number)| {
        let entry = &feed[begin..next];
        let length = entry.find(&close).map_or(entry.len(), |length| length + close.len());
        let place = Place::Entry(number);
        match entries(&format!("{head}{}{end}", &entry[..length]), RecordProblem::Entry) {
            Ok(entries) => {
                let entry = entries.into_iter().next();
                entry.map(|entry| Ok(document(context, number, entry)))
            }
            Err(problem) => Some(Err(context.error(place, problem))),
        }
    });
    (chunks.flatten().collect(), begins.len() <= most)
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

/// Converts a feed to UTF-8. Undecodable bytes become
/// [`char::REPLACEMENT_CHARACTER`].
fn as_utf8(context: &Context, bytes: Vec<u8>) -> String {
    let named = declaration(&bytes).and_then(|label| Encoding::for_label(&bytes[label]));
    let marked = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    // A declaration that can be read as ASCII is not UTF-16, whatever it says.
    let named = named.filter(|named| ![UTF_16LE, UTF_16BE].contains(named));
    let encoding = context.options.encoding.or(marked).or(named);
    String::from_utf8(in_utf8(bytes, encoding))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
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
