//! A document with its metadata.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Place, Record};
use crate::language::{Detected, Language, detect};

/// A text of a source: all of it, or one of its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The path of the source as the user gave it, or `-` for standard input.
    pub name: Arc<str>,
    /// The language of its text, if that is certain; see [`detect`].
    pub language: Option<Detected>,
    /// Its metadata, if the source has fields or several documents.
    pub record: Option<Box<Record>>,
}

impl Document {
    /// A document that is the whole of its source.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), language: None, record: None }
    }

    /// One of the documents of a source.
    pub(super) fn of_record(name: &Arc<str>, record: Record) -> Self {
        Self { name: name.clone(), language: None, record: Some(record.into()) }
    }

    /// The document with the language of its text, of which the beginning suffices.
    pub(super) fn with_language_of(self, text: &str) -> Self {
        let declared = self.record.as_ref().and_then(|record| record.language.as_deref());
        Self { language: detect(text, declared), ..self }
    }

    /// The language by whose rules its text is read: its own, if there are rules for it.
    pub(super) fn rules(&self) -> Language {
        self.language.and_then(Detected::language).unwrap_or_default()
    }

    /// A short name: that of its source and, after a `#`, its id or number.
    pub fn label(&self) -> Cow<'_, str> {
        match &self.record {
            None => Cow::Borrowed(&self.name),
            Some(record) if record.place == Place::Whole && record.id.is_none() => {
                Cow::Borrowed(&self.name)
            }
            Some(record) => Cow::Owned(format!("{}#{}", self.name, record.label())),
        }
    }
}
