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
    /// Its address on the web.
    pub url: Option<String>,
    /// Its time of publication, as written.
    pub published: Option<String>,
    /// The language it declares, `en-US` for instance; see [`Document::language`].
    ///
    /// [`Document::language`]: super::Document::language
    pub language: Option<String>,
    /// The index of the field that was its text, if any.
    pub text_at: Option<usize>,
    /// All its fields except the text.
    pub fields: Fields,
}

impl Record {
    /// A record of which only the place is known.
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

    /// The record with its title, address, time and language, by the usual names of fields;
    /// `text` gives what a field says, if it is there and not a list or an object.
    ///
    /// Of several names the first with a text counts.
    pub(super) fn with_usual_fields(self, text: impl Fn(&str) -> Option<String>) -> Self {
        let usual = |names: [&str; 2]| {
            names.into_iter().find_map(|name| text(name).filter(|text| !text.is_empty()))
        };
        let [title, url, published, language] = Self::USUAL.map(usual);
        Self { title, url, published, language, ..self }
    }

    /// The usual names of title, address, time and language.
    pub(super) const USUAL: [[&str; 2]; 4] =
        [["title", "headline"], ["url", "link"], ["published", "date"], Self::LANGUAGE];

    /// The usual names of the language.
    pub(super) const LANGUAGE: [&str; 2] = ["language", "lang"];

    /// The record with what is known of it as fields, for sources without fields of their own.
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
