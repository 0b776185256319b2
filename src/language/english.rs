//! The rules of English.

use std::ops::Range;

use super::rules::{Rules, as_it_is};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "en",
    name: "English",
    script: Script::Latin,
    segmenter: Segmenter::Spaces,
    stemmer: Stemmer::english,
    version: ("english/rust-stemmers", "1.2+1"),
    // Single letters are initials, list markers or articles.
    min_characters: 2,
    spell: as_it_is,
    counted: without_possessive,
    abbreviations: &[
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "gov",
        "sen", "rep", "pres", "st", "no", "vs", "e.g", "i.e", "jan", "feb", "mar", "apr", "jun",
        "jul", "aug", "sep", "sept", "oct", "nov", "dec", "amb",
    ],
    unfinished: &[
        "a", "an", "and", "at", "but", "by", "for", "from", "in", "its", "of", "or", "that", "the",
        "to", "with",
    ],
    shortest_part: None,
    line_joiner: " ",
};

/// Whether a word is one of the most common in English and rare in other languages. That
/// excludes `in`, `was` and `a`, which are words in other languages too.
#[rustfmt::skip]
pub(super) fn is_function_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"the" | b"of" | b"and" | b"to" | b"for" | b"is" | b"that" | b"with" | b"by" | b"at"
            | b"from" | b"has" | b"have" | b"are" | b"will" | b"said" | b"it" | b"he" | b"his"
            | b"they" | b"not" | b"this" | b"or" | b"were" | b"its" | b"who" | b"be" | b"after"
            | b"over" | b"their" | b"been" | b"had" | b"but" | b"would" | b"could" | b"which"
            | b"she" | b"her" | b"about" | b"more"
    )
}

/// A word without `'s`, and without a closing apostrophe.
fn without_possessive(word: &str) -> Range<usize> {
    0..word.strip_suffix("'s").unwrap_or(word).trim_end_matches('\'').len()
}
