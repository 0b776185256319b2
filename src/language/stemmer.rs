//! Stemmers.
//!
//! Most are those of rust-stemmers; the Ukrainian one is Snowball's, from frostem. The English one
//! has the rules of 2018: Snowball no longer reduces some news words to unrelated ones
//! (`organization` to `organ`, `international` to `intern`), so those words are looked up in a table
//! first.

use std::borrow::Cow;
use std::fmt;

use rust_stemmers::{Algorithm, Stemmer as Snowball};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::english_exceptions::EXCEPTIONS;

/// Reduces a word in normal form to its stem.
///
/// # Examples
///
/// ```
/// use themewise::language::Language;
///
/// let stemmer = Language::English.stemmer();
/// assert_eq!(stemmer.stem("sanctions"), stemmer.stem("sanctioned"));
/// assert_ne!(stemmer.stem("organization"), stemmer.stem("organ"));
/// ```
pub struct Stemmer {
    rule: Rule,
    exceptions: FxHashMap<&'static str, &'static str>,
}

/// How a word is reduced that is no exception.
enum Rule {
    Snowball(Snowball),
    /// By a stemmer of frostem.
    Frostem(frostem::Stemmer),
    /// Not at all.
    Whole,
}

impl Stemmer {
    /// The English stemmer: Porter 2 of rust-stemmers, corrected by exceptions.
    pub(super) fn english() -> Self {
        let exceptions = EXCEPTIONS.iter().copied().collect();
        Self { exceptions, ..Self::snowball(Algorithm::English) }
    }

    /// A stemmer of rust-stemmers.
    pub(super) fn snowball(algorithm: Algorithm) -> Self {
        Self::of(Rule::Snowball(Snowball::create(algorithm)))
    }

    /// The Ukrainian stemmer of frostem.
    pub(super) fn ukrainian() -> Self {
        Self::of(Rule::Frostem(frostem::Stemmer::new(frostem::Algorithm::Ukrainian)))
    }

    /// A stemmer that changes nothing.
    pub(super) fn none() -> Self {
        Self::of(Rule::Whole)
    }

    fn of(rule: Rule) -> Self {
        Self { rule, exceptions: FxHashMap::default() }
    }

    /// The stem of a lower-case word.
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if let Some(&stem) = self.exceptions.get(word) {
            return Cow::Borrowed(stem);
        }
        match self.rule {
            Rule::Snowball(ref snowball) => snowball.stem(word),
            Rule::Frostem(ref stemmer) => stemmer.stem(word),
            Rule::Whole => Cow::Borrowed(word),
        }
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Stemmer({} exceptions)", self.exceptions.len())
    }
}

/// Name and version of a stemmer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StemmerVersion {
    /// Its name.
    pub name: String,
    /// Its version, which changes whenever a stem does.
    pub version: String,
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_of_exceptions_is_sorted_and_needed() {
        assert!(EXCEPTIONS.is_sorted_by(|a, b| a.0 < b.0));
        let (snowball, today) = (Snowball::create(Algorithm::English), today());
        for (word, stem) in EXCEPTIONS {
            assert_ne!(snowball.stem(word), *stem, "{word} needs no exception");
            assert_eq!(today.stem(word), *stem, "for {word}");
        }
    }

    #[test]
    fn agrees_with_todays_snowball_on_every_word_of_the_labels() {
        let (stemmer, today) = (Stemmer::english(), today());
        let labels = concat!(
            include_str!("../../labels/paragraphs.jsonl"),
            include_str!("../../labels/news-words.jsonl")
        );
        let words = labels.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
        let different: Vec<_> = words.filter(|w| stemmer.stem(w) != today.stem(w)).collect();
        assert_eq!(different, Vec::<String>::new());
    }

    fn today() -> frostem::Stemmer {
        frostem::Stemmer::new(frostem::Algorithm::English)
    }

    proptest! {
        #[test]
        fn stems_any_word(word in "\\PC{0,20}|[a-zäöüßéèêàçñ]{0,20}|[а-яіїєґ']{0,20}|[ء-ي]{0,20}") {
            for language in Language::ALL {
                language.stemmer().stem(&word.to_lowercase());
            }
        }
    }
}
