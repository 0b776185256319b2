//! The rules of Russian.

use rust_stemmers::Algorithm;

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "ru",
    name: "Russian",
    script: Script::Cyrillic,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::Russian),
    version: ("russian/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: without_dots,
    counted: whole,
    abbreviations: &[
        "г", "гг", "им", "ул", "д", "руб", "коп", "тыс", "млн", "млрд", "трлн", "чел", "др", "пр",
        "т.е", "т.д", "т.п", "т.к", "см", "стр", "ст", "п", "обл", "р-н", "проф", "акад", "ген",
        "полк", "янв", "февр", "апр", "авг", "сент", "окт", "нояб", "дек",
    ],
    unfinished: &[
        "в",
        "во",
        "для",
        "до",
        "за",
        "и",
        "из",
        "или",
        "к",
        "ко",
        "между",
        "на",
        "над",
        "но",
        "о",
        "об",
        "от",
        "по",
        "под",
        "при",
        "про",
        "с",
        "со",
        "у",
        "через",
        "что",
    ],
    shortest_part: None,
    line_joiner: " ",
};

/// Most texts write `е` for `ё`.
fn without_dots(character: char, spelling: &mut String) {
    spelling.push(if character == 'ё' { 'е' } else { character });
}
