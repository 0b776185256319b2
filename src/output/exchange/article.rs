//! The metadata of a document in exchange formats.

use std::borrow::Cow;

use super::address::address_of;
use super::ids::Identity;
use super::timestamp::Timestamp;
use crate::document::Document;
use crate::language::Detected;
use crate::tagging::Evidence;
use crate::text::printable;
use crate::text::shortened;

/// The metadata of a document, cleaned for any format.
#[derive(Debug)]
pub(super) struct Article<'a> {
    /// Its file, and its id or number there.
    pub(super) label: Cow<'a, str>,
    /// Its headline in one line.
    pub(super) headline: Option<String>,
    /// Its web address, if any.
    pub(super) address: Option<String>,
    /// What its ids are derived from.
    pub(super) identity: Identity,
    /// The ISO 639-1 code of its language, if known.
    pub(super) language: Option<&'static str>,
    /// The time of publication, if it is given and valid.
    pub(super) published: Option<Timestamp>,
}

impl<'a> Article<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let record = document.record.as_deref();
        let title = record.and_then(|record| record.title.as_deref());
        let published = record.and_then(|record| record.published.as_deref());
        let address = address_of(document);
        Self {
            label: document.label(),
            headline: title.map(one_line).filter(|title| !title.is_empty()),
            language: document.language.map(Detected::code),
            identity: Identity::of(document, address.as_deref()),
            address,
            published: published.and_then(Timestamp::parse),
        }
    }

    /// Its headline, or its label.
    pub(super) fn title(&self) -> String {
        self.headline.clone().unwrap_or_else(|| one_line(&self.label))
    }
}

/// A text in one line, without control characters, and shortened because databases have limits. The
/// full title is in the source.
pub(super) fn one_line(text: &str) -> String {
    const MAX_LINE_BYTES: usize = 1000;
    shortened(printable(text).trim(), MAX_LINE_BYTES)
}

impl Evidence {
    /// Its text in one line without control characters.
    pub(super) fn quote(&self) -> String {
        one_line(&self.text)
    }

    /// Its place, in words.
    pub(super) fn place(&self) -> String {
        let Self { paragraph, line, range, .. } = self;
        format!("paragraph {paragraph}, line {line}, bytes {}-{}", range.start, range.end)
    }
}
