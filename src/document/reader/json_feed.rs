//! JSON Feed: what its parser sees.
//!
//! `feed-rs` copies the authors of a feed into each of its items, and refuses all items for the
//! sake of one. So it gets each item as a feed of its own, with only what is read here.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::super::limits::{MAX_FEED_ENTRIES, MAX_FEED_LABEL_BYTES};
use crate::error::RecordProblem;

/// A feed, of which the items are not parsed yet.
#[derive(Deserialize)]
struct Feed<'a> {
    #[serde(borrow)]
    version: Cow<'a, str>,
    #[serde(borrow)]
    language: Option<Cow<'a, str>>,
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
}

/// A feed of one item.
#[derive(Serialize)]
struct OneItem<'a> {
    version: &'a str,
    title: &'static str,
    language: Option<&'a str>,
    items: [Item<'a>; 1],
}

/// What is read of an item.
#[derive(Deserialize, Serialize)]
struct Item<'a> {
    #[serde(borrow, default)]
    id: Option<Id<'a>>,
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    external_url: Option<&'a RawValue>,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    content_html: Option<&'a RawValue>,
    #[serde(borrow)]
    content_text: Option<&'a RawValue>,
    #[serde(borrow)]
    summary: Option<&'a RawValue>,
    #[serde(borrow)]
    date_published: Option<&'a RawValue>,
    #[serde(borrow)]
    date_modified: Option<&'a RawValue>,
}

/// The id of an item: a text, or a number, which readers must take as a text.
#[derive(Deserialize)]
#[serde(transparent)]
struct Id<'a>(#[serde(borrow)] &'a RawValue);

impl Serialize for Id<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_number = self.0.get().starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if is_number { self.0.get().serialize(serializer) } else { self.0.serialize(serializer) }
    }
}

/// Whether a feed is JSON, by the same rule as its parser.
pub(super) fn is_json(feed: &str) -> bool {
    feed.find(['<', '{']).is_some_and(|place| feed[place..].starts_with('{'))
}

/// A feed for each item, in JSON.
///
/// # Errors
/// If it is not a feed, or has too many items. An item that is not an object is an error of its
/// own.
pub(super) fn items(
    feed: &str,
) -> Result<impl Iterator<Item = Result<String, RecordProblem>>, RecordProblem> {
    let object = &feed[feed.find('{').unwrap_or_default()..];
    let feed: Feed = serde_json::from_str(object).map_err(|error| foreign(&error))?;
    let Feed { version, language, items } = feed;
    if items.len() > MAX_FEED_ENTRIES {
        return Err(RecordProblem::Crowded { what: "entries", most: MAX_FEED_ENTRIES });
    }
    // Both go into the feed of every item.
    let language = language.filter(|language| language.len() <= MAX_FEED_LABEL_BYTES);
    if version.len() > MAX_FEED_LABEL_BYTES {
        return Err(RecordProblem::Feed("its version is no address".to_owned()));
    }
    Ok(items.into_iter().map(move |item| {
        let item = serde_json::from_str(item.get()).map_err(|error| entry(&error))?;
        let language = language.as_deref();
        let one = OneItem { version: &version, title: "", language, items: [item] };
        serde_json::to_string(&one).map_err(|error| entry(&error))
    }))
}

fn foreign(error: &serde_json::Error) -> RecordProblem {
    RecordProblem::Feed(format!("unable to parse JSON: {error}"))
}

fn entry(error: &serde_json::Error) -> RecordProblem {
    RecordProblem::Entry(format!("unable to parse JSON: {error}"))
}
