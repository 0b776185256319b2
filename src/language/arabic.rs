//! The rules of Arabic.

use rust_stemmers::Algorithm;

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "ar",
    name: "Arabic",
    script: Script::Arabic,
    segmenter: Segmenter::Spaces,
    stemmer: || Stemmer::snowball(Algorithm::Arabic),
    version: ("arabic/rust-stemmers", "1.2"),
    min_characters: 2,
    spell: plainly,
    counted: whole,
    abbreviations: &["د", "أ", "م", "ص", "ت"],
    unfinished: &[
        "أن", "أو", "إلى", "التي", "الذي", "بعد", "بين", "ثم", "حتى", "ضد", "على", "عن", "عند",
        "في", "قبل", "كما", "لا", "ما", "مع", "من", "هذا", "هذه", "و",
    ],
    shortest_part: None,
    line_joiner: " ",
};

/// Without marks of vowels and lengthening strokes, which most texts leave out, and with one form
/// of alef and of final ya, which texts mix.
fn plainly(character: char, spelling: &mut String) {
    match character {
        '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' => {}
        'أ' | 'إ' | 'آ' | 'ٱ' => spelling.push('ا'),
        'ى' => spelling.push('ي'),
        other => spelling.push(other),
    }
}
