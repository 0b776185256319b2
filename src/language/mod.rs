//! Everything that depends on the language of a text.
//!
//! A [`Language`] is one whose words the program can read. Its rules are one constant, in a file
//! of its own. To add a language, write `language/<name>.rs` and name it in `Language::rules`.
//! [`detect`] also detects languages that have no rules.

mod arabic;
mod candidate;
mod chinese;
mod common_words;
mod detection;
mod english;
mod english_exceptions;
mod french;
mod german;
mod guess;
mod named;
mod portuguese;
mod rules;
mod russian;
mod sample;
mod script;
mod segmenter;
mod sentence;
mod spanish;
mod stemmer;
mod ukrainian;
mod votes;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use detection::{detect, detect_in};
pub use named::Detected;
use rules::Rules;
use script::Script;
pub use segmenter::Segmenter;
pub use stemmer::{Stemmer, StemmerVersion};

/// A language whose words the program can read. Which ones can be classified depends on the model.
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
    /// Arabic.
    #[serde(rename = "ar")]
    Arabic,
    /// Chinese, in traditional or simplified characters.
    #[serde(rename = "zh")]
    Chinese,
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// German.
    #[serde(rename = "de")]
    German,
    /// Portuguese.
    #[serde(rename = "pt")]
    Portuguese,
    /// Russian.
    #[serde(rename = "ru")]
    Russian,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// Ukrainian.
    #[serde(rename = "uk")]
    Ukrainian,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 9] = [
        Self::Arabic,
        Self::Chinese,
        Self::English,
        Self::French,
        Self::German,
        Self::Portuguese,
        Self::Russian,
        Self::Spanish,
        Self::Ukrainian,
    ];

    fn rules(self) -> &'static Rules {
        match self {
            Self::Arabic => &arabic::RULES,
            Self::Chinese => &chinese::RULES,
            Self::English => &english::RULES,
            Self::French => &french::RULES,
            Self::German => &german::RULES,
            Self::Portuguese => &portuguese::RULES,
            Self::Russian => &russian::RULES,
            Self::Spanish => &spanish::RULES,
            Self::Ukrainian => &ukrainian::RULES,
        }
    }

    /// The codes of all languages, as in "expected one of ar, de".
    pub fn codes() -> String {
        Self::ALL.map(Self::code).join(", ")
    }

    /// The language with an ISO 639-1 code, if the program has its rules.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.rules().code
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.rules().name
    }

    /// Whether the first letter of a text is of another script than those of the language: the text
    /// may be in another.
    pub(crate) fn is_in_other_script(self, text: &str) -> bool {
        Script::of_first_letter(text).is_some_and(|script| script != self.rules().script)
    }

    /// How a text is split into words.
    pub fn segmenter(self) -> Segmenter {
        self.rules().segmenter
    }

    /// The minimum number of characters of a counted word.
    pub(crate) fn min_characters(self) -> usize {
        self.rules().min_characters
    }

    /// Appends a character in lower case to a normal form.
    pub(crate) fn spell(self, character: char, spelling: &mut String) {
        (self.rules().spell)(character, spelling);
    }

    /// The part of a lower-case word that is counted: without a possessive, or an elided article.
    pub(crate) fn counted(self, word: &str) -> Range<usize> {
        (self.rules().counted)(word)
    }

    /// The stemmer.
    pub fn stemmer(self) -> Stemmer {
        (self.rules().stemmer)()
    }

    /// The name and version of the stemmer, as a model records them.
    pub fn stemmer_version(self) -> StemmerVersion {
        let (name, version) = self.rules().version;
        StemmerVersion { name: name.into(), version: version.into() }
    }

    /// Whether a lower-case word, written without its full stop, is an abbreviation that
    /// does not end a sentence.
    pub(crate) fn is_abbreviation(self, word: &str) -> bool {
        self.rules().abbreviations.contains(&word)
    }

    /// The fewest letters of a known stem that stands for an unknown word beginning with it, if any
    /// may.
    pub(crate) fn shortest_part(self) -> Option<usize> {
        self.rules().shortest_part
    }

    /// The text inserted between two joined lines.
    pub(crate) fn line_joiner(self) -> &'static str {
        self.rules().line_joiner
    }

    /// Whether a sentence seems to go on from a line to the next one: the line ends in a comma or a
    /// word at which nothing ends, or the next one begins with a small letter.
    pub(crate) fn sentence_goes_on(self, line: &str, next: &str) -> bool {
        let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
        let unfinished = last.ends_with([',', '،', '，', '、']);
        let first = next.chars().find(|c| c.is_alphanumeric());
        unfinished
            || self.rules().unfinished.contains(&last)
            || first.is_some_and(char::is_lowercase)
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
