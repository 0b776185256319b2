//! The metadata of a document.

use serde_json::value::RawValue;

use super::{Field, FieldValue, Fields};
use crate::error::Place;

/// The metadata of a document that is one of several in a source or has fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its place in the source.
    pub place: Place,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its URL.
    pub url: Option<String>,
    /// When it was published, as written in the source.
    pub published: Option<String>,
    /// The language it declares, such as `en-US`; see [`Document::language`].
    ///
    /// [`Document::language`]: super::Document::language
    pub language: Option<String>,
    /// The index of the text among the fields of the source, if the text is such a field.
    pub text_at: Option<usize>,
    /// All its fields except the text.
    pub fields: Fields,
}

impl Record {
    /// A record with a place and nothing else.
    pub fn at(place: Place) -> Self {
        Self {
            place,
            id: None,
            title: None,
            url: None,
            published: None,
            language: None,
            text_at: None,
            fields: Fields::None,
        }
    }

    /// Sets title, URL, time and language from the fields with the usual names. `text` returns the
    /// text of a field, unless it is missing, a list or an object.
    ///
    /// Of several names, the first whose text is not empty counts.
    pub(super) fn with_usual_fields(self, text: impl Fn(&str) -> Option<String>) -> Self {
        let usual = |names: [&str; 2]| {
            names.into_iter().find_map(|name| text(name).filter(|text| !text.is_empty()))
        };
        let [title, url, published, language] = Self::USUAL.map(usual);
        Self { title, url, published, language, ..self }
    }

    /// The usual names of title, URL, time and language.
    pub(super) const USUAL: [[&str; 2]; 4] =
        [["title", "headline"], ["url", "link"], ["published", "date"], Self::LANGUAGE];

    /// The usual names of the language.
    pub(super) const LANGUAGE: [&str; 2] = ["language", "lang"];

    /// Adds the known metadata as fields, for sources without fields of their own.
    pub(super) fn with_own_fields(mut self) -> Self {
        let Self { id, title, url, published, .. } = &self;
        let known = [("id", id), ("title", title), ("url", url), ("published", published)];
        let fields = known.map(|(name, value)| Field {
            name: name.into(),
            value: value
                .as_deref()
                .map_or_else(|| RawValue::NULL.to_owned().into(), FieldValue::from),
        });
        self.fields = Fields::of(fields.into());
        self
    }

    /// Its id, or its number if it has none.
    pub fn label(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.place.number().to_string())
    }
}
