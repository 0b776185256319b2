//! The rules of Spanish.

use rust_stemmers::Algorithm;

use super::rules::{Rules, as_it_is, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "es",
    name: "Spanish",
    script: Script::Latin,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::Spanish),
    version: ("spanish/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: as_it_is,
    counted: whole,
    abbreviations: &[
        "sr", "sra", "sres", "srta", "dr", "dra", "prof", "gral", "cnel", "cap", "lic", "ing",
        "ud", "uds", "vd", "d", "dña", "st", "sta", "sto", "núm", "no", "art", "pág", "p.ej", "av",
        "ee.uu", "ene", "feb", "abr", "ago", "sept", "oct", "nov", "dic",
    ],
    unfinished: &[
        "a", "al", "ante", "con", "de", "del", "desde", "e", "el", "en", "entre", "hacia", "hasta",
        "la", "las", "lo", "los", "o", "para", "por", "que", "se", "sin", "sobre", "su", "sus",
        "u", "un", "una", "y",
    ],
    shortest_part: None,
    line_joiner: " ",
};
