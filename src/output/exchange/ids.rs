//! Ids derived from content: the same document has the same ids in every run.

use std::borrow::Cow;

use uuid::{Uuid, uuid};

use super::address::{address_of, without_tracking};
use crate::document::Document;

/// Our own namespace for ids.
const NAMESPACE: Uuid = uuid!("b254c944-15e1-4656-9d57-00831dc49028");

/// The namespace of STIX for the ids of observables (STIX 2.1, section 2.9).
const OBSERVABLES: Uuid = uuid!("00abedb4-aa42-466c-9c01-fed23315a9b7");

/// The id of an object, derived from its kind and its identifying data.
pub(super) fn id(kind: &str, parts: &[&str]) -> Uuid {
    let mut name = kind.to_owned();
    for part in parts {
        name.push('\0');
        name.push_str(part);
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// What identifies a document: its address, whatever file it is in; without an address, the file and
/// the document's id in it, or its place without an id.
#[derive(Debug)]
pub(super) struct Identity(Vec<String>);

impl Identity {
    /// The identity of a document with this address.
    pub(super) fn of(document: &Document, address: Option<&str>) -> Self {
        if let Some(address) = address {
            return Self(vec!["address".to_owned(), without_tracking(address)]);
        }
        let mut parts = vec![plain_path(&document.name).into_owned()];
        if let Some(record) = &document.record {
            let own = if record.id.is_some() { "id" } else { "at" };
            parts.extend([own.to_owned(), record.label()]);
        }
        Self(parts)
    }

    /// The id of an object that belongs to the document.
    pub(super) fn id(&self, kind: &str, part: &str) -> Uuid {
        let parts: Vec<&str> = self.0.iter().map(String::as_str).chain([part]).collect();
        id(kind, &parts)
    }
}

/// A number of the address of a document, if it has one: equal for equal addresses.
pub(crate) fn address_number(document: &Document) -> Option<u64> {
    let address = address_of(document)?;
    Some(id("address", &[&without_tracking(&address)]).as_u64_pair().0)
}

/// A path without `.` and empty parts, so that `./a` and `a` are one file.
fn plain_path(path: &str) -> Cow<'_, str> {
    let is_plain = |part: &&str| !part.is_empty() && *part != ".";
    if path.split('/').skip(1).all(|part| is_plain(&part)) && !path.starts_with("./") {
        return Cow::Borrowed(path);
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    let parts: Vec<&str> = path.split('/').filter(is_plain).collect();
    Cow::Owned(format!("{root}{}", parts.join("/")))
}

/// The id of a STIX observable, derived from its contributing properties as canonical JSON (RFC
/// 8785).
pub(super) fn observable_id(kind: &str, canonical: &str) -> String {
    format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, canonical.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Place, Record};

    fn document_id(kind: &str, document: &Document, part: &str) -> Uuid {
        Identity::of(document, address_of(document).as_deref()).id(kind, part)
    }

    #[test]
    fn documents_are_told_apart_by_file_and_by_id_or_place() {
        let with = |id: Option<&str>, place| {
            let record = Record { id: id.map(Into::into), ..Record::at(place) };
            Document {
                name: "a".into(),
                language: None,
                headline: None,
                record: Some(record.into()),
            }
        };
        let documents = [
            Document::named("a"),
            Document::named("b"),
            with(None, Place::Line(1)),
            with(None, Place::Line(2)),
            with(Some("1"), Place::Line(3)),
        ];
        let ids = documents.iter().map(|document| document_id("event", document, ""));
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), documents.len());
        let moved = with(Some("1"), Place::Line(9));
        assert_eq!(document_id("event", &documents[4], ""), document_id("event", &moved, ""));
        assert_ne!(document_id("event", &moved, ""), document_id("report", &moved, ""));
    }

    #[test]
    fn an_address_is_the_same_document_in_every_file() {
        let at = |name: &str, id: Option<&str>, url: Option<&str>| {
            let [id, url] = [id, url].map(|text| text.map(Into::into));
            let record = Record { id, url, ..Record::at(Place::Entry(1)) };
            Document { record: Some(record.into()), ..Document::named(name) }
        };
        let page = "https://a.example/war?id=1";
        let one = document_id("event", &at("monday.rss", Some("7"), Some(page)), "");
        for other in [
            at("tuesday.rss", None, Some(page)),
            at("tuesday.rss", Some(page), None),
            at("x", Some("8"), Some("HTTPS://A.example:443/war?id=1&utm_source=rss&fbclid=x")),
        ] {
            assert_eq!(document_id("event", &other, ""), one, "for {other:?}");
            assert_eq!(address_number(&other), address_number(&at("a", None, Some(page))));
        }
        for other in [
            at("x", Some(page), Some("https://a.example/war?id=2")),
            at("x", Some("7"), Some("javascript:1")),
            at("x", None, Some("https://a.example/war?id=1#2")),
        ] {
            assert_ne!(document_id("event", &other, ""), one, "for {other:?}");
        }
        assert_eq!(address_number(&at("x", Some("urn:a"), None)), None);
    }

    #[test]
    fn a_file_has_one_id_however_its_path_is_written() {
        let id = |path: &str| document_id("event", &Document::named(path), "");
        for path in ["./crawl/a.html", "crawl//a.html", "crawl/./a.html", ".//crawl/a.html"] {
            assert_eq!(id(path), id("crawl/a.html"), "for {path}");
        }
        for path in ["/crawl/a.html", "../crawl/a.html", "a.html", "-"] {
            assert_ne!(id(path), id("crawl/a.html"), "for {path}");
        }
    }
}
