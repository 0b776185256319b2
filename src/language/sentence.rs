//! Where sentences end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Language;

impl Language {
    /// The sentences of a text by the rules of Unicode (UAX 29), except that none ends after
    /// an abbreviation. Together they cover the whole text.
    pub(crate) fn sentence_ranges(self, text: &str) -> Vec<Range<usize>> {
        let mut sentences: Vec<Range<usize>> = Vec::new();
        for (begin, part) in text.split_sentence_bound_indices() {
            let end = begin + part.len();
            match sentences.last_mut() {
                Some(last) if !self.may_end(&text[last.clone()]) => last.end = end,
                _ => sentences.push(begin..end),
            }
        }
        sentences
    }

    /// Whether a sentence may end here: not after initials or an abbreviation.
    fn may_end(self, sentence: &str) -> bool {
        let word = sentence.split_whitespace().next_back().unwrap_or_default();
        let Some(word) = word.strip_suffix('.') else { return true };
        let word = word.trim_start_matches(['(', '"', '“', '‘', '\'']);
        let initials = word.split('.').all(|part| part.chars().count() == 1)
            && word.chars().all(|c| c == '.' || c.is_uppercase());
        !(initials || self.is_abbreviation(&word.to_lowercase()))
    }
}
