//! The rules of Portuguese.

use rust_stemmers::Algorithm;

use super::rules::{Rules, as_it_is, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "pt",
    name: "Portuguese",
    script: Script::Latin,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::Portuguese),
    version: ("portuguese/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: as_it_is,
    counted: whole,
    abbreviations: &[
        "sr", "sra", "srs", "sras", "srta", "dr", "dra", "drs", "prof", "profa", "gen", "cel",
        "cap", "ten", "alm", "eng", "arq", "min", "dep", "sen", "d", "st", "sta", "sto", "n", "nº",
        "núm", "art", "pág", "p.ex", "av", "exa", "ltda", "cia", "jan", "fev", "abr", "ago", "set",
        "out", "nov", "dez",
    ],
    unfinished: &[
        "a", "ao", "aos", "as", "até", "com", "como", "da", "das", "de", "do", "dos", "e", "em",
        "entre", "na", "nas", "no", "nos", "o", "os", "ou", "para", "pela", "pelas", "pelo",
        "pelos", "por", "que", "se", "sem", "seu", "seus", "sob", "sobre", "sua", "suas", "um",
        "uma", "à", "às",
    ],
    shortest_part: None,
    line_joiner: " ",
};
