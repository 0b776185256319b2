//! Where sentences end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words that end in a full stop and do not end a sentence: titles and months before names
/// and numbers. Initials and countries of initials (`J.`, `U.S.`) are known by their shape.
const ABBREVIATIONS: [&str; 34] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "gov", "sen",
    "rep", "pres", "st", "no", "vs", "e.g", "i.e", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "amb",
];

/// The sentences of a text, by the rules of Unicode (UAX 29), which end none behind an
/// abbreviation; together they are the whole text.
pub(crate) fn sentence_ranges(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (begin, part) in text.split_sentence_bound_indices() {
        let end = begin + part.len();
        match sentences.last_mut() {
            Some(last) if !is_closed(&text[last.clone()]) => last.end = end,
            _ => sentences.push(begin..end),
        }
    }
    sentences
}

/// Whether a sentence may end here: not behind an abbreviation.
fn is_closed(sentence: &str) -> bool {
    let word = sentence.split_whitespace().next_back().unwrap_or_default();
    let Some(word) = word.strip_suffix('.') else { return true };
    let word = word.trim_start_matches(['(', '"', '“', '‘', '\'']);
    let initials = word.split('.').all(|part| part.chars().count() == 1)
        && word.chars().all(|c| c == '.' || c.is_uppercase());
    !(initials || ABBREVIATIONS.contains(&&*word.to_lowercase()))
}
