//! Ids derived from content: the same document has the same ids in every run.

use uuid::{Uuid, uuid};

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

/// The id of an object that belongs to a document, derived from the file and the document's id in
/// it, or its place without an id.
pub(super) fn document_id(kind: &str, document: &Document, part: &str) -> Uuid {
    let Some(record) = &document.record else { return id(kind, &[&document.name, part]) };
    let (own, label) = (if record.id.is_some() { "id" } else { "at" }, record.label());
    id(kind, &[&document.name, own, &label, part])
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
}
