//! Everything that depends on the language of a text.
//!
//! A [`Language`] is one the program can classify. Each aspect, such as the stemmer, is one
//! method with one `match`. The rules of each language are in a file of its own. To add a
//! language, write `language/<name>.rs` and one arm per `match` here. [`detect`] also detects
//! languages that cannot be classified.

mod detection;
mod english;
mod english_exceptions;
mod named;
mod sentence;
mod stemmer;

use serde::{Deserialize, Serialize};

pub use detection::detect;
pub use named::Detected;
pub use stemmer::{Stemmer, StemmerVersion};

/// A language the program can classify.
///
/// The default is the language of labels and texts that do not declare one.
///
/// # Examples
///
/// ```
/// use themewise::language::Language;
///
/// assert_eq!(Language::of_code("en"), Some(Language::English));
/// assert_eq!(Language::English.name(), "English");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
}

/// How a text is split into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segmenter {
    /// Words are runs of letters and digits; see [`tokens`](crate::text::tokens).
    Spaces,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 1] = [Self::English];

    /// The language with an ISO 639-1 code, if the program can classify it.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => english::CODE,
        }
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => english::NAME,
        }
    }

    /// How a text is split into words.
    pub fn segmenter(self) -> Segmenter {
        match self {
            Self::English => Segmenter::Spaces,
        }
    }

    /// The minimum number of characters of a counted word.
    pub(crate) fn min_characters(self) -> usize {
        match self {
            Self::English => english::MIN_CHARACTERS,
        }
    }

    /// A lower-case word without endings that its normal form lacks, such as a possessive `'s`.
    pub(crate) fn without_ending(self, word: &str) -> &str {
        match self {
            Self::English => english::without_possessive(word),
        }
    }

    /// The stemmer.
    pub fn stemmer(self) -> Stemmer {
        match self {
            Self::English => Stemmer::english(),
        }
    }

    /// The name and version of the stemmer, as a model records them.
    pub fn stemmer_version(self) -> StemmerVersion {
        let (name, version) = match self {
            Self::English => english::STEMMER,
        };
        StemmerVersion { name: name.into(), version: version.into() }
    }

    /// Whether a lower-case word, written without its full stop, is an abbreviation that
    /// does not end a sentence.
    pub(crate) fn is_abbreviation(self, word: &str) -> bool {
        match self {
            Self::English => english::ABBREVIATIONS.contains(&word),
        }
    }

    /// The text inserted between two joined lines.
    pub(crate) fn line_joiner(self) -> &'static str {
        match self {
            Self::English => " ",
        }
    }

    /// Whether a sentence seems to go on from a line to the next one.
    pub(crate) fn sentence_goes_on(self, line: &str, next: &str) -> bool {
        match self {
            Self::English => english::is_unfinished(line) || english::begins_in_lower_case(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_code_and_written_as_such() {
        for language in Language::ALL {
            assert_eq!(Language::of_code(language.code()), Some(language));
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{}\"", language.code()));
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
            assert_eq!(
                Detected::of_code(language.code()).map(Detected::name),
                Some(language.name())
            );
        }
    }
}
