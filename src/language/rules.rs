//! What differs between languages.

use std::ops::Range;

use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

/// The rules of a language: one constant per language, in a file of its own.
pub(super) struct Rules {
    /// The ISO 639-1 code.
    pub(super) code: &'static str,
    /// The English name.
    pub(super) name: &'static str,
    /// The script it is written in.
    pub(super) script: Script,
    /// How a text is split into words.
    pub(super) segmenter: Segmenter,
    /// Makes the stemmer.
    pub(super) stemmer: fn() -> Stemmer,
    /// The name and version of the stemmer. A model made with another one is rejected, so the
    /// version changes whenever a stem does, or a normal form.
    pub(super) version: (&'static str, &'static str),
    /// The minimum number of characters of a counted word.
    pub(super) min_characters: usize,
    /// Appends a character in lower case to a normal form, as the language spells it there.
    pub(super) spell: fn(char, &mut String),
    /// The part of a lower-case word that is counted: without a possessive, or an elided article.
    pub(super) counted: fn(&str) -> Range<usize>,
    /// Words in lower case whose full stop does not end a sentence: titles and months before names
    /// and numbers. Initials (`J.`, `U.S.`) are recognised by their shape.
    pub(super) abbreviations: &'static [&'static str],
    /// Words at which neither a sentence nor a headline ends.
    pub(super) unfinished: &'static [&'static str],
    /// The fewest letters of a known stem that stands for an unknown word beginning with it, in a
    /// language with many compounds, or of which few words are known.
    pub(super) shortest_part: Option<usize>,
    /// The text between two joined lines.
    pub(super) line_joiner: &'static str,
}

/// A character as it is.
pub(super) fn as_it_is(character: char, spelling: &mut String) {
    spelling.push(character);
}

/// A whole word.
pub(super) fn whole(word: &str) -> Range<usize> {
    0..word.len()
}
