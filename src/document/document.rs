//! A document with its metadata.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Place, Record};
use crate::language::{Detected, Language, detect};

/// A text from a source: all of it, or one of its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The path of the source as the user gave it, or `-` for standard input.
    pub name: Arc<str>,
    /// The language of the text, if it is certain; see [`detect`].
    pub language: Option<Detected>,
    /// Its metadata, if the source has fields or several documents.
    pub record: Option<Box<Record>>,
}

impl Document {
    /// A document that is the whole source.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), language: None, record: None }
    }

    /// A document that is one record of a source.
    pub(super) fn of_record(name: &Arc<str>, record: Record) -> Self {
        Self { name: name.clone(), language: None, record: Some(record.into()) }
    }

    /// Detects the language from the text, or from the beginning of it.
    pub(super) fn with_language_of(self, text: &str) -> Self {
        let declared = self.record.as_ref().and_then(|record| record.language.as_deref());
        Self { language: detect(text, declared), ..self }
    }

    /// The language whose rules apply to the text: its own if supported, else the default.
    pub(super) fn rules(&self) -> Language {
        self.language.and_then(Detected::language).unwrap_or_default()
    }

    /// A short name: that of the source, then a `#` and the id or number of the record.
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
