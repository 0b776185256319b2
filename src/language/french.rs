//! The rules of French.

use std::ops::Range;

use rust_stemmers::Algorithm;

use super::rules::Rules;
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "fr",
    name: "French",
    script: Script::Latin,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::French),
    version: ("french/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: without_ligature,
    counted: without_elision,
    abbreviations: &[
        "m", "mm", "mme", "mmes", "mlle", "mlles", "dr", "pr", "me", "st", "ste", "gén", "col",
        "cdt", "cf", "p", "ex", "art", "av", "bd", "vol", "janv", "févr", "avr", "juil", "sept",
        "oct", "nov", "déc",
    ],
    unfinished: &[
        "à", "au", "aux", "avec", "ces", "chez", "dans", "de", "des", "du", "en", "et", "la", "le",
        "les", "leur", "leurs", "mais", "ou", "où", "par", "pour", "que", "qui", "sa", "sans",
        "ses", "son", "sous", "sur", "un", "une", "vers",
    ],
    shortest_part: None,
    line_joiner: " ",
};

/// `œuvre` is also written `oeuvre`.
fn without_ligature(character: char, spelling: &mut String) {
    match character {
        'œ' => spelling.push_str("oe"),
        'æ' => spelling.push_str("ae"),
        other => spelling.push(other),
    }
}

/// A word without what is elided before it: `l'`, `d'`, `qu'`. It is one word with an apostrophe
/// in `aujourd'hui`.
fn without_elision(word: &str) -> Range<usize> {
    const ELIDED: [&str; 13] = [
        "l'", "d'", "qu'", "n'", "s'", "c'", "j'", "m'", "t'", "jusqu'", "lorsqu'", "puisqu'",
        "quoiqu'",
    ];
    let elided = ELIDED.iter().find(|elided| word.starts_with(**elided)).map_or(0, |e| e.len());
    elided..word.len()
}
