//! The rules of Ukrainian.

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "uk",
    name: "Ukrainian",
    script: Script::Cyrillic,
    segmenter: Segmenter::Spaces,
    stemmer: Stemmer::ukrainian,
    version: ("ukrainian/frostem", "2.20261016.1"),
    min_characters: 2,
    spell: with_one_apostrophe,
    counted: whole,
    abbreviations: &[
        "р", "рр", "ім", "вул", "м", "грн", "коп", "тис", "млн", "млрд", "трлн", "чол", "ін",
        "т.д", "т.п", "т.зв", "див", "стор", "ст", "п", "обл", "р-н", "проф", "акад", "ген",
        "полк", "січ", "лют", "бер", "квіт", "трав", "черв", "лип", "серп", "вер", "жовт", "лист",
        "груд",
    ],
    unfinished: &[
        "а",
        "але",
        "в",
        "від",
        "для",
        "до",
        "з",
        "за",
        "зі",
        "і",
        "із",
        "й",
        "між",
        "на",
        "над",
        "о",
        "об",
        "під",
        "по",
        "при",
        "про",
        "та",
        "у",
        "через",
        "чи",
        "що",
    ],
    shortest_part: Some(5),
    line_joiner: " ",
};

/// The apostrophe of `п'ять` is also written `ʼ`.
fn with_one_apostrophe(character: char, spelling: &mut String) {
    spelling.push(if character == 'ʼ' { '\'' } else { character });
}
