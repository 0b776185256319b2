//! The rules of Chinese, in traditional and simplified characters.

use std::sync::LazyLock;

use hanconv::RawDictionary;
use rustc_hash::FxHashMap;

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "zh",
    name: "Chinese",
    // One and two characters agree better with what an encoder says of unlabelled news than words
    // of a dictionary do.
    script: Script::Han,
    segmenter: Segmenter::Characters,
    stemmer: Stemmer::none,
    version: ("chinese/simplified characters", "1"),
    min_characters: 1,
    spell: simplified,
    counted: whole,
    abbreviations: &[],
    unfinished: &[],
    shortest_part: None,
    line_joiner: "",
};

/// The simplified form of each traditional character, by the table of `OpenCC`; the most common one
/// if there are several.
static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    // A constant, so that the other tables of the crate are not in the program.
    const TABLE: &str = RawDictionary::TSCharacters.text();
    let mut simplified = FxHashMap::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace().filter_map(|word| word.parse::<char>().ok());
        simplified.extend(words.next().zip(words.next()));
    }
    simplified
});

fn simplified(character: char, spelling: &mut String) {
    spelling.push(SIMPLIFIED.get(&character).copied().unwrap_or(character));
}
