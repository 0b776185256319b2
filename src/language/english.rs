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

/// The most common words of English that are rare in other languages, of at most five letters. That
/// excludes `in`, `was` and `a`, which are words in other languages too.
const FUNCTION_WORDS: [&[u8]; 40] = [
    b"the", b"of", b"and", b"to", b"for", b"is", b"that", b"with", b"by", b"at", b"from", b"has",
    b"have", b"are", b"will", b"said", b"it", b"he", b"his", b"they", b"not", b"this", b"or",
    b"were", b"its", b"who", b"be", b"after", b"over", b"their", b"been", b"had", b"but", b"would",
    b"could", b"which", b"she", b"her", b"about", b"more",
];

/// The keys of the function words, each at the first free place from its hash.
static KEYS: [u64; PLACES] = {
    let mut keys = [0; PLACES];
    let mut word = 0;
    while word < FUNCTION_WORDS.len() {
        let (letters, mut key, mut at) = (FUNCTION_WORDS[word], 0, 0);
        while at < letters.len() {
            key |= (letters[at] as u64) << (8 * at);
            at += 1;
        }
        let mut place = hash(key);
        while keys[place] != 0 {
            place = (place + 1) % PLACES;
        }
        keys[place] = key;
        word += 1;
    }
    keys
};

const PLACES: usize = 256;

/// The place of a key, from its upper bits.
const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
}

/// The end of the word at `begin`, which a space or the text ends, and whether it is one of
/// [`FUNCTION_WORDS`]. Every document is asked for its first words, so eight letters are compared at
/// once.
#[inline]
pub(super) fn function_word(text: &[u8], begin: usize) -> (usize, bool) {
    let Some(letters) = text[begin..].first_chunk() else {
        let space = text[begin..].iter().position(|&letter| letter == b' ');
        let end = space.map_or(text.len(), |length| begin + length);
        return (end, is_function_word(key_of(&text[begin..end])));
    };
    let letters = u64::from_le_bytes(*letters);
    let length = space_in(letters);
    if length == LETTERS {
        let space = memchr::memchr(b' ', &text[begin + LETTERS..]);
        return (space.map_or(text.len(), |length| begin + LETTERS + length), false);
    }
    (begin + length, is_function_word(letters & ((1 << (8 * length)) - 1)))
}

/// The number of letters in a key.
const LETTERS: usize = 8;

/// The number of letters before the first space.
fn space_in(letters: u64) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // The lowest byte that is zero, by Mycroft's test for zero bytes.
    let others = letters ^ (ONES * u64::from(b' '));
    let spaces = others.wrapping_sub(ONES) & !others & (ONES << 7);
    spaces.trailing_zeros() as usize / LETTERS
}

/// The key of a word; 0 if it is too long.
fn key_of(word: &[u8]) -> u64 {
    if word.len() > LETTERS {
        return 0;
    }
    word.iter().rev().fold(0, |key, &letter| key << 8 | u64::from(letter))
}

fn is_function_word(key: u64) -> bool {
    let mut place = hash(key);
    while KEYS[place] != 0 {
        if KEYS[place] == key {
            return true;
        }
        place = (place + 1) % PLACES;
    }
    false
}

/// A word without `'s`, and without a closing apostrophe.
fn without_possessive(word: &str) -> Range<usize> {
    0..word.strip_suffix("'s").unwrap_or(word).trim_end_matches('\'').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn function_words_are_those_of_the_list(text in "((the|of|th|their|Could|which|she|é|[ -y]{0,12}) ?)*") {
            let mut begin = 0;
            for word in text.split(' ') {
                let expected = FUNCTION_WORDS.contains(&word.as_bytes());
                prop_assert_eq!(function_word(text.as_bytes(), begin), (begin + word.len(), expected));
                begin += word.len() + 1;
            }
        }
    }
}
