//! The rules of German.

use rust_stemmers::Algorithm;

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "de",
    name: "German",
    script: Script::Latin,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::German),
    version: ("german/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: with_double_s,
    counted: whole,
    abbreviations: &[
        "hr", "fr", "dr", "prof", "gen", "st", "nr", "bzw", "ca", "d.h", "z.b", "u.a", "usw",
        "vgl", "abs", "art", "bd", "mio", "mrd", "mind", "max", "str", "jan", "feb", "apr", "aug",
        "sept", "okt", "nov", "dez", "geb", "gest", "evtl", "ggf", "sog", "inkl",
    ],
    unfinished: &[
        "als", "am", "an", "auf", "aus", "bei", "beim", "bis", "das", "dass", "dem", "den", "der",
        "des", "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "für", "im",
        "in", "ins", "mit", "nach", "oder", "sein", "seine", "sich", "über", "um", "und", "unter",
        "vom", "von", "vor", "wie", "zu", "zum", "zur", "zwischen",
    ],
    shortest_part: Some(5),
    line_joiner: " ",
};

/// Swiss texts write `ss` for `ß`.
fn with_double_s(character: char, spelling: &mut String) {
    if character == 'ß' { spelling.push_str("ss") } else { spelling.push(character) }
}
