//! What a source says of a document beside its text.

use super::Fields;
use super::fields::ObjectWriter;
use crate::error::Place;

/// A document among others in one source, or one that says something of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Where it is in its source.
    pub place: Place,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was published, as it says.
    pub published: Option<String>,
    /// The language it declares, `en-US` for instance; see [`Document::language`].
    ///
    /// [`Document::language`]: super::Document::language
    pub language: Option<String>,
    /// Which of the fields was its text, counted from 0, if it was one of them.
    pub text_at: Option<usize>,
    /// All its fields but the text.
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

    /// The same with all that is known of it as fields, for a record without columns.
    pub(super) fn with_own_fields(mut self) -> Self {
        let Self { id, title, url, published, .. } = &self;
        let mut fields = ObjectWriter::default();
        for (name, value) in [("id", id), ("title", title), ("url", url), ("published", published)]
        {
            match value {
                Some(value) => fields.text(name, value),
                None => fields.raw(name, "null"),
            }
        }
        self.fields = fields.finish();
        self
    }

    /// Its id, or its number if it has none.
    pub fn label(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.place.number().to_string())
    }
}
