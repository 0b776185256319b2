//! Turns a paragraph into stems; each distinct word is stemmed once.

mod broken_word;
mod characters;

use std::ops::Range;
use std::sync::Arc;

use super::han_words::HanWords;
use super::mark::has_mark;
use super::numbering::{Numbering, Stems};
use super::runs::Runs;
use super::word_cache::{Known, Query, WordCache, WordReader};
use super::{normal_form, words};
use crate::language::{Language, Segmenter, Stemmer};

/// A known stem and its byte range in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// The number of the stem in its [`Analyzer`].
    pub id: u32,
    /// The byte range of the word in the paragraph.
    pub span: Range<usize>,
    /// Whether the previous stem is adjacent, with only space or a hyphen between, so that the two
    /// may form a bigram.
    pub adjacent: bool,
}

/// Converts words to stem numbers, and caches the words.
///
/// An analyzer either *grows* (to learn a vocabulary), numbering new stems as they occur, or knows
/// a fixed list (to use a vocabulary) and skips other stems.
#[derive(Debug)]
pub struct Analyzer {
    language: Language,
    stemmer: Stemmer,
    words: WordReader,
    stems: Arc<Stems>,
    numbering: Numbering,
    /// For a language in which the words of most runs are characters and pairs of them, and a
    /// fixed list of stems.
    han: Option<HanWords>,
    /// The next words of a paragraph, prefetched but not yet read.
    asked: Box<[Query; PREFETCHED_WORDS]>,
    missed: u64,
}

/// Words whose table slots are prefetched at once.
const PREFETCHED_WORDS: usize = 32;

impl Analyzer {
    /// An analyzer that knows `stems`, numbered by their index, and numbers new stems as they
    /// occur.
    pub fn growing<'a>(language: Language, stems: impl IntoIterator<Item = &'a str>) -> Self {
        let stems: Stems = stems.into_iter().map(Box::from).collect();
        let numbering = Numbering::Growing { given: stems.len() };
        Self::new(language, Arc::new(stems), Arc::new(WordCache::new()), numbering)
    }

    /// An analyzer that knows only `stems`, numbered by their index.
    pub fn fixed<'a>(language: Language, stems: impl IntoIterator<Item = &'a str>) -> Self {
        Self::sharing_stems(language, Arc::new(stems.into_iter().map(Box::from).collect()))
    }

    /// The same, for stems that others hold as well.
    pub(crate) fn sharing_stems(language: Language, stems: Arc<Stems>) -> Self {
        Self::new(language, stems, Arc::new(WordCache::new()), Numbering::Places)
    }

    /// Shares stems and the word cache with other analyzers, all of which number the stem
    /// at each place as `of_places` does, and every other stem as `of_others`.
    pub(crate) fn sharing_words(
        language: Language,
        stems: Arc<Stems>,
        words: Arc<WordCache>,
        of_places: Arc<[u32]>,
        of_others: u32,
    ) -> Self {
        Self::new(language, stems, words, Numbering::Others { of_places, of_others })
    }

    fn new(
        language: Language,
        stems: Arc<Stems>,
        words: Arc<WordCache>,
        numbering: Numbering,
    ) -> Self {
        Self {
            language,
            han: HanWords::of(language, &stems, &numbering),
            stemmer: language.stemmer(),
            words: WordReader::new(words),
            stems,
            numbering,
            asked: Box::default(),
            missed: 0,
        }
    }

    /// Replaces the contents of `stems` by the known stems of `paragraph`, in order.
    pub fn analyze(&mut self, paragraph: &str, stems: &mut Vec<Stem>) {
        stems.clear();
        self.words.refresh();
        let mut end_of_last = None;
        let mut tokens = words(paragraph, self.language);
        while let Some(span) = self.next_word(paragraph, &mut tokens) {
            let id = self.stem(paragraph, &span);
            if let Some(id) = id {
                // Words of a script without spaces overlap.
                let gap = end_of_last.and_then(|end| paragraph.get(end..span.start));
                let adjacent = gap.is_some_and(joins);
                stems.push(Stem { id, span: span.clone(), adjacent });
            }
            end_of_last = id.map(|_| span.end);
        }
    }

    /// Replaces the contents of `ids` by the numbers of the known stems of `paragraph`, in order:
    /// [`Self::analyze`] without byte ranges.
    #[inline]
    pub fn number(&mut self, paragraph: &str, ids: &mut Vec<u32>) {
        ids.clear();
        self.words.refresh();
        // First as if no word were broken and there were no marks.
        let mut runs = Runs::of(paragraph);
        match self.language.segmenter() {
            Segmenter::Spaces => self.number_words(paragraph, &mut runs, ids),
            Segmenter::Characters => self.number_characters(paragraph, &mut runs, ids),
        }
        if runs.has_broken_word() || has_mark(paragraph, runs.may_have_host()) {
            self.number_again(paragraph, ids);
        }
    }

    #[inline]
    fn number_words(&mut self, paragraph: &str, runs: &mut Runs, ids: &mut Vec<u32>) {
        loop {
            let asked = self.ask(paragraph, runs);
            self.number_asked(paragraph, asked, ids);
            if asked < PREFETCHED_WORDS {
                break;
            }
        }
    }

    /// The same for a paragraph with words that lines break, or addresses, handles or hashtags.
    #[cold]
    fn number_again(&mut self, paragraph: &str, ids: &mut Vec<u32>) {
        ids.clear();
        let mut tokens = words(paragraph, self.language);
        while let Some(span) = self.next_word(paragraph, &mut tokens) {
            ids.extend(self.stem(paragraph, &span));
        }
    }

    /// Prefetches the next words of a paragraph; returns their number.
    #[inline]
    fn ask(&mut self, paragraph: &str, runs: &mut Runs) -> usize {
        for (place, query) in self.asked.iter_mut().enumerate() {
            let Some(span) = runs.next_span() else { return place };
            *query = self.words.ask(paragraph, span);
        }
        PREFETCHED_WORDS
    }

    /// Appends the numbers of the first `asked` prefetched words.
    #[inline]
    fn number_asked(&mut self, paragraph: &str, asked: usize, ids: &mut Vec<u32>) {
        let mut end = ids.len();
        ids.resize(end + asked, 0);
        for place in 0..asked {
            let number = match self.words.get(paragraph, &self.asked[place]) {
                Some(known) => known.number,
                None => self.new_stem(&paragraph[self.asked[place].span.clone()]),
            };
            // Overwritten if the word has no stem: one word in ten, too many to predict a branch.
            ids[end] = number.unwrap_or_default();
            end += usize::from(number.is_some());
        }
        ids.truncate(end);
    }

    /// Replaces the contents of `stems` by the known stems of counted words. They have no order, so
    /// none is adjacent, and their spans are empty.
    pub fn analyze_counts<'a>(
        &mut self,
        counts: impl IntoIterator<Item = (&'a str, u32)>,
        stems: &mut Vec<Stem>,
    ) {
        stems.clear();
        self.words.refresh();
        let language = self.language;
        for (word, count) in counts {
            let mut add = |span| {
                let stem = self.stem(word, &span);
                let stem = stem.map(|id| Stem { id, span: 0..0, adjacent: false });
                stems.extend(stem.into_iter().cycle().take(count as usize));
            };
            match language.segmenter() {
                Segmenter::Spaces => words(word, language).for_each(|word| add(word.span)),
                // It is a piece already.
                Segmenter::Characters => add(0..word.len()),
            }
        }
    }

    /// The number of cache misses.
    pub fn cache_misses(&self) -> u64 {
        self.missed
    }

    /// The stem with this number.
    ///
    /// # Panics
    /// If no stem has this number.
    pub fn name(&self, place: u32) -> &str {
        &self.stems[place as usize]
    }

    /// The stems by their number.
    pub fn into_stems(self) -> Vec<Box<str>> {
        Arc::unwrap_or_clone(self.stems).into_iter().collect()
    }

    /// The stem of the word at `span`, if it is counted.
    #[inline]
    fn stem(&mut self, text: &str, span: &Range<usize>) -> Option<u32> {
        let known = self.words.find(text, span.clone());
        known.map_or_else(|| self.new_stem(&text[span.clone()]), |known| known.number)
    }

    /// The stem of a word that is not cached.
    fn new_stem(&mut self, word: &str) -> Option<u32> {
        self.missed += 1;
        let form = normal_form(word, self.language);
        let number = form.as_deref().and_then(|form| match self.form_of_other(word, form) {
            Some(known) => known.number,
            None => self.stem_of_form(form),
        });
        self.words.insert(word, number);
        number
    }

    /// The cached entry of the normal form of a word: one new word in five is a cached word with a
    /// capital letter or a possessive.
    fn form_of_other(&self, word: &str, form: &str) -> Option<Known> {
        // Such a word is its own normal form.
        let is_word = word != form && form.bytes().all(|byte| byte.is_ascii_lowercase());
        is_word.then(|| self.words.find(form, 0..form.len())).flatten()
    }

    fn stem_of_form(&mut self, form: &str) -> Option<u32> {
        let stem = self.stemmer.stem(form);
        let place = self.stems.get_index_of(stem.as_ref());
        let mut place = place.or_else(|| self.beginning(&stem));
        if place.is_none() && matches!(self.numbering, Numbering::Growing { .. }) {
            place = Some(Arc::make_mut(&mut self.stems).insert_full(stem.as_ref().into()).0);
        } else if place.is_none() && self.is_pair(form) {
            return None;
        }
        self.numbering.of(place)
    }

    /// Whether a word is a pair of characters, which is no word if it is not known.
    fn is_pair(&self, form: &str) -> bool {
        self.language.segmenter() == Segmenter::Characters && form.chars().nth(1).is_some()
    }

    /// The place of the longest known stem that an unknown one begins with, in languages where that
    /// may stand for it. A stem that was learned here is none: what a word is would depend on those
    /// before it.
    fn beginning(&self, unknown: &str) -> Option<usize> {
        let shortest = self.language.shortest_part()?;
        let given = match self.numbering {
            Numbering::Growing { given } => given,
            Numbering::Places | Numbering::Others { .. } => self.stems.len(),
        };
        let ends = unknown.char_indices().map(|(end, _)| end).skip(shortest);
        let ends: Vec<usize> = ends.collect();
        let mut parts =
            ends.iter().rev().filter_map(|&end| self.stems.get_index_of(&unknown[..end]));
        parts.find(|&place| place < given)
    }
}

#[inline]
fn joins(gap: &str) -> bool {
    gap == " " || gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '‑'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn analyzed(analyzer: &mut Analyzer, text: &str) -> Vec<(u32, bool)> {
        let mut stems = Vec::new();
        analyzer.analyze(text, &mut stems);
        stems.into_iter().map(|stem| (stem.id, stem.adjacent)).collect()
    }

    #[test]
    fn a_growing_analyzer_numbers_stems_as_they_come() {
        let mut analyzer = Analyzer::growing(Language::English, []);
        let stems = analyzed(&mut analyzer, "Hackers hacked 3 servers, state-backed HACKERS said");
        let hacker_hack = [(0, false), (1, true), (2, false)];
        assert_eq!(stems[..3], hacker_hack);
        assert_eq!(stems[3..], [(3, false), (4, true), (0, true), (5, true)]);
        let known: Vec<_> = analyzer.into_stems();
        assert_eq!(known, ["hacker", "hack", "server", "state", "back", "said"].map(Box::from));
    }

    #[test]
    fn a_fixed_analyzer_skips_other_stems_and_breaks_bigrams_there() {
        let mut analyzer = Analyzer::fixed(Language::English, ["trade", "war"]);
        for (text, expected) in [
            ("trade wars", vec![(0, false), (1, true)]),
            ("trade bitter war", vec![(0, false), (1, false)]),
            ("trade. War", vec![(0, false), (1, false)]),
            ("peace", vec![]),
        ] {
            assert_eq!(analyzed(&mut analyzer, text), expected, "for {text:?}");
        }
    }

    #[test]
    fn counted_words_have_no_order() {
        let mut analyzer = Analyzer::fixed(Language::English, ["trade", "war"]);
        let mut stems = Vec::new();
        analyzer.analyze_counts([("trade-wars", 2), ("peace", 1)], &mut stems);
        let expected = [0, 0, 1, 1].map(|id| Stem { id, span: 0..0, adjacent: false });
        assert_eq!(stems, expected);
    }

    proptest! {
        #[test]
        fn a_word_has_one_number_whatever_came_before(
            text in "(([A-Z]?[a-z]{1,2}|[A-Z]{2,3}|sayings?|[0-9é]{1,20})(['’]s)?[ .,]){0,100}"
        ) {
            let stems = ["aa", "ab", "é", "say"];
            let mut analyzer = Analyzer::fixed(Language::English, stems);
            let mut numbers = Vec::new();
            for _ in 0..2 {
                analyzer.number(&text, &mut numbers);
                let fresh = words(&text, Language::English).filter_map(|token| {
                    Analyzer::fixed(Language::English, stems).stem(token.text, &(0..token.text.len()))
                });
                prop_assert_eq!(&numbers, &fresh.collect::<Vec<_>>());
                let places = analyzed(&mut analyzer, &text);
                prop_assert!(numbers.iter().eq(places.iter().map(|(number, _)| number)));
            }
        }

        #[test]
        fn numbers_are_those_with_places_if_there_are_marks_and_broken_words(
            text in "(([a-z]{1,3}|www|A|é|9|\\PC)([ .,/@#:\\]\\[-]|\\[\\.\\]|-\n)){0,40}|\
                [a-zA ]{0,70}([a-c]{1,2}|[A.#/@\\[\\]-]| ){0,40}"
        ) {
            let stems = ["a", "aa", "aaa", "ab", "b", "bc", "é", "www"];
            let mut analyzer = Analyzer::fixed(Language::English, stems);
            let places = analyzed(&mut analyzer, &text);
            let mut numbers = Vec::new();
            analyzer.number(&text, &mut numbers);
            prop_assert!(numbers.iter().eq(places.iter().map(|(number, _)| number)), "{places:?}");
        }
    }
}
