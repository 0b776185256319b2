//! One text of a source, and what is known of it.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Place, Record};

/// A text of a source: all of it, or one of its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The path of the source as the user gave it, or `-` for standard input.
    pub name: Arc<str>,
    /// What else is known, if the source has fields or several documents.
    pub record: Option<Box<Record>>,
}

impl Document {
    /// A source that is one text.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), record: None }
    }

    /// The document in one word: the name of its source, and behind a `#` its id, or its
    /// number if it has none.
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
