//! Objects of STIX 2.1.

use serde::Serialize;

use super::ids::observable_id;

/// The common fields of all domain objects.
#[derive(Serialize)]
pub(super) struct Common {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) spec_version: &'static str,
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created_by_ref: Option<String>,
    pub(super) created: String,
    pub(super) modified: String,
}

/// The identity of the tagger.
#[derive(Serialize)]
pub(super) struct Identity {
    #[serde(flatten)]
    pub(super) common: Common,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    #[serde(rename = "identity_class")]
    pub(super) class: &'static str,
}

/// A document.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    #[serde(flatten)]
    pub(super) common: Common,
    pub(super) name: String,
    pub(super) description: &'static str,
    /// The language of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<&'static str>,
    pub(super) published: String,
    pub(super) object_refs: [&'a str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) labels: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<u8>,
}

/// A theme of a document.
#[derive(Serialize)]
pub(super) struct Note<'a> {
    #[serde(flatten)]
    pub(super) common: Common,
    #[serde(rename = "abstract")]
    pub(super) summary: &'a str,
    pub(super) content: String,
    pub(super) object_refs: [&'a str; 1],
    pub(super) labels: [&'a str; 1],
    pub(super) confidence: u8,
}

/// The location of a document: an address, or the name of a file.
#[derive(Serialize)]
pub(super) struct Observable<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    spec_version: &'static str,
    pub(super) id: String,
    #[serde(flatten)]
    location: Location<'a>,
}

#[derive(Serialize)]
pub(super) enum Location<'a> {
    #[serde(rename = "value")]
    Url(&'a str),
    #[serde(rename = "name")]
    File(&'a str),
}

pub(super) const VERSION: &str = "2.1";

impl<'a> Observable<'a> {
    /// An observable with the deterministic id that STIX defines.
    pub(super) fn new(location: Location<'a>) -> serde_json::Result<Self> {
        let kind = match location {
            Location::Url(_) => "url",
            Location::File(_) => "file",
        };
        // For a single string, plain JSON is canonical.
        let id = observable_id(kind, &serde_json::to_string(&location)?);
        Ok(Self { kind, spec_version: VERSION, id, location })
    }
}
