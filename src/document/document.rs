//! A document with its metadata.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Paragraph, Place, Record};
use crate::language::{Detected, Language, detect};

/// A text from a source: all of it, or one of its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The path of the source as the user gave it, or `-` for standard input.
    pub name: Arc<str>,
    /// The language of the text, if it is certain; see [`detect`].
    pub language: Option<Detected>,
    /// Its first paragraph, if that is its title: it repeats the title of the record, or the record
    /// has none and it reads like a headline.
    pub headline: Option<Box<str>>,
    /// Its metadata, if the source has fields or several documents.
    pub record: Option<Box<Record>>,
}

impl Document {
    /// A document that is the whole source.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), language: None, headline: None, record: None }
    }

    /// A document that is one record of a source.
    pub(super) fn of_record(name: &Arc<str>, record: Record) -> Self {
        Self { name: name.clone(), language: None, headline: None, record: Some(record.into()) }
    }

    /// Detects the language from the text, or from the beginning of it.
    pub(super) fn with_language_of(self, text: &str) -> Self {
        let declared = self.record.as_ref().and_then(|record| record.language.as_deref());
        Self { language: detect(text.trim_start(), declared), ..self }
    }

    /// Finds the headline, given the first paragraphs.
    pub(super) fn with_headline_of<'a>(
        self,
        paragraphs: impl IntoIterator<Item = Paragraph<'a>>,
    ) -> Self {
        let mut paragraphs = paragraphs.into_iter();
        let (first, second) = (paragraphs.next(), paragraphs.next());
        let is_title = |first: &Paragraph| match self.title() {
            Some(title) => repeats(first.text, title),
            None => second.is_some() && first.is_headline(),
        };
        let headline = first.filter(is_title).map(|first| first.text.into());
        Self { headline, ..self }
    }

    /// Its title: that of the record, else its headline.
    pub fn title(&self) -> Option<&str> {
        let of_record = self.record.as_ref().and_then(|record| record.title.as_deref());
        let of_record = of_record.filter(|title| title.contains(char::is_alphanumeric));
        of_record.or(self.headline.as_deref())
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

/// Whether a paragraph repeats the title, which may also end with the name of the site.
fn repeats(paragraph: &str, title: &str) -> bool {
    let title: String = letters(title).collect();
    let mut left = title.chars();
    let begins = letters(paragraph).all(|letter| left.next() == Some(letter));
    begins && 2 * left.as_str().len() < title.len()
}

/// The letters and digits of a text in lower case, for comparison.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paragraph::paragraphs;

    /// The headline and the title of a text whose record has this title.
    fn titles(title: Option<&str>, text: &str) -> [Option<String>; 2] {
        let record = Record { title: title.map(str::to_owned), ..Record::at(Place::Whole) };
        let document = Document::of_record(&"a".into(), record).with_headline_of(paragraphs(text));
        [document.headline.as_deref(), document.title()].map(|title| title.map(str::to_owned))
    }

    #[test]
    fn the_title_is_that_of_the_record_or_the_headline() {
        let some = |text: &str| Some(text.to_owned());
        for (title, text, expected) in [
            (None, "Tariffs rise\n\nThe deal fell.", [some("Tariffs rise"), some("Tariffs rise")]),
            (None, "Tariffs rise", [None, None]),
            (None, "Tariffs rose.\n\nThe deal fell.", [None, None]),
            (Some("A deal"), "Tariffs rise\n\nThe deal fell.", [None, some("A deal")]),
            (
                Some("tariffs: RISE!"),
                "“Tariffs rise.”",
                [some("“Tariffs rise.”"), some("tariffs: RISE!")],
            ),
            (
                Some("Tariffs rise – The Daily"),
                "Tariffs rise\n\nThe deal fell.",
                [some("Tariffs rise"), some("Tariffs rise – The Daily")],
            ),
            (Some("Tariffs rise"), "Tariffs rise again.", [None, some("Tariffs rise")]),
            (Some("Tariffs rise by half"), "Tariffs.", [None, some("Tariffs rise by half")]),
            (Some(" - "), "Tariffs rise\n\nIt fell.", [some("Tariffs rise"), some("Tariffs rise")]),
        ] {
            assert_eq!(titles(title, text), expected, "for {title:?}, {text:?}");
        }
    }
}
