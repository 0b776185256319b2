//! The rules of Chinese, in traditional and simplified characters.

use std::cmp::Ordering;
use std::sync::LazyLock;

use hanconv::RawDictionary;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rules::{Rules, whole};
use super::script::Script;
use super::segmenter::Segmenter;
use super::stemmer::Stemmer;

pub(super) const RULES: Rules = Rules {
    code: "zh",
    name: "Chinese",
    script: Script::Han,
    // One and two characters agree better with what an encoder says of unlabelled news than words
    // of a dictionary do.
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

/// The simplified forms of other characters. Traditional texts have some of them, too, such as 台,
/// but not many.
static MOSTLY_SIMPLIFIED: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    let others = SIMPLIFIED.iter().filter(|(from, to)| from != to).map(|(_, &to)| to);
    others.filter(|to| !SIMPLIFIED.contains_key(to)).collect()
});

/// The language tag of a Chinese text, with its script if its characters tell.
pub(super) fn tag(text: &str) -> &'static str {
    let is_traditional = |c: &char| SIMPLIFIED.get(c).is_some_and(|other| other != c);
    let traditional = text.chars().filter(is_traditional).count();
    let simplified = text.chars().filter(|c| MOSTLY_SIMPLIFIED.contains(c)).count();
    match (4 * traditional).cmp(&simplified) {
        Ordering::Less => "zh-Hans",
        Ordering::Equal => "zh",
        Ordering::Greater => "zh-Hant",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_tell_the_script() {
        for (text, expected) in [
            ("外交部发言人表示，两国元首将在峰会上讨论贸易协定", "zh-Hans"),
            ("國防部發言人今天表示，共軍出動二十五架次軍機", "zh-Hant"),
            // Simplified characters that traditional texts have, too.
            ("台灣總統出面表示了遺憾", "zh-Hant"),
            ("中共", "zh"),
            ("", "zh"),
        ] {
            assert_eq!(tag(text), expected, "for {text}");
        }
    }
}
