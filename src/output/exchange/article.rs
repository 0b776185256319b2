//! What formats say of a document beside its themes.

use std::borrow::Cow;

use super::address::web_address;
use super::moment::Moment;
use crate::document::{Document, Record};
use crate::language::Detected;
use crate::tagging::Evidence;
use crate::text::printable;
use crate::text::shortened;

/// What is known of a document, as it may be written anywhere.
#[derive(Debug)]
pub(super) struct Article<'a> {
    /// Its file, and its id or number there.
    pub(super) label: Cow<'a, str>,
    /// Its headline in one line.
    pub(super) headline: Option<String>,
    /// Its address, if it is one of the web.
    pub(super) address: Option<String>,
    /// The ISO 639-1 code of its language, if that is known.
    pub(super) language: Option<&'static str>,
    /// When it was published, if it says so and that is a time.
    pub(super) published: Option<Moment>,
}

impl<'a> Article<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let record = document.record.as_deref();
        let [title, url, published] = record.map(known).unwrap_or_default();
        Self {
            label: document.label(),
            headline: title.map(|title| one_line(&title)).filter(|title| !title.is_empty()),
            language: document.language.map(Detected::code),
            address: url.and_then(|url| web_address(&url)),
            published: published.and_then(|time| Moment::parse(&time)),
        }
    }

    /// Its headline, or what it is called here.
    pub(super) fn title(&self) -> String {
        self.headline.clone().unwrap_or_else(|| one_line(&self.label))
    }
}

/// Title, address and time of a record: as its format tells them, or else by the usual names
/// of fields.
fn known(record: &Record) -> [Option<String>; 3] {
    let Record { title, url, published, fields, .. } = record;
    let or_field = |told: &Option<String>, names: &[&str]| {
        told.clone().or_else(|| names.iter().find_map(|name| fields.text(name)))
    };
    [
        or_field(title, &["title", "headline"]),
        or_field(url, &["url", "link"]),
        or_field(published, &["published", "date"]),
    ]
}

/// A text in one line without control characters, and not without end: data bases have
/// limits, and who needs all of a title has it in the source.
pub(super) fn one_line(text: &str) -> String {
    const LONGEST: usize = 1000;
    shortened(printable(text).trim(), LONGEST)
}

impl Evidence {
    /// Its text in one line without control characters.
    pub(super) fn quote(&self) -> String {
        one_line(&self.text)
    }

    /// Where it is, in words.
    pub(super) fn place(&self) -> String {
        let Self { paragraph, line, range, .. } = self;
        format!("paragraph {paragraph}, line {line}, bytes {}-{}", range.start, range.end)
    }
}
