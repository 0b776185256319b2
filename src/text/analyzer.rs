//! Turns a paragraph into stems; each distinct word is stemmed once.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::character::LINE_ENDS;
use super::mark::has_mark;
use super::pieces::{RunPieces, Spans};
use super::runs::{Runs, continuation};
use super::word_cache::{Known, Query, WordCache, WordReader};
use super::{Token, Tokens, normal_form, words};
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
    /// The next words of a paragraph, prefetched but not yet read.
    asked: Box<[Query; PREFETCHED_WORDS]>,
    missed: u64,
}

/// The numbers that stems get.
#[derive(Debug)]
enum Numbering {
    /// Their places; a new stem gets the next one.
    Growing,
    /// Their places; other stems are skipped.
    Places,
    /// One for each place, and one for all other stems.
    Others { of_places: Arc<[u32]>, of_others: u32 },
}

/// Distinct stems, numbered by their place.
pub(crate) type Stems = IndexSet<Box<str>, FxBuildHasher>;

/// Words whose table slots are prefetched at once.
const PREFETCHED_WORDS: usize = 32;

impl Analyzer {
    /// An analyzer that knows `stems`, numbered by their index, and numbers new stems as they
    /// occur.
    pub fn growing<'a>(language: Language, stems: impl IntoIterator<Item = &'a str>) -> Self {
        let stems = stems.into_iter().map(Box::from).collect();
        Self::new(language, Arc::new(stems), Arc::new(WordCache::new()), Numbering::Growing)
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
        match self.language.segmenter() {
            Segmenter::Spaces => self.number_plain(paragraph, Runs::of(paragraph), ids),
            Segmenter::Characters => self.number_plain(paragraph, RunPieces::of(paragraph), ids),
        }
    }

    /// The same, first as if no word were broken and there were no marks.
    #[inline]
    fn number_plain(&mut self, paragraph: &str, mut words: impl Spans, ids: &mut Vec<u32>) {
        loop {
            let asked = self.ask(paragraph, &mut words);
            self.number_asked(paragraph, asked, ids);
            if asked < PREFETCHED_WORDS {
                break;
            }
        }
        let runs = words.runs();
        if runs.has_broken_word() || has_mark(paragraph, runs.may_have_host()) {
            self.number_again(paragraph, ids);
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

    /// The next word of a paragraph, whole if it is broken at the end of a line.
    #[inline]
    fn next_word(&mut self, paragraph: &str, tokens: &mut Tokens) -> Option<Range<usize>> {
        let span = tokens.next_span()?;
        let next = continuation(paragraph, span.end);
        Some(next.map_or(span.clone(), |next| self.whole_word(paragraph, tokens, span, next)))
    }

    /// A word that seems to go on at `next`, with all parts that belong to it.
    #[cold]
    fn whole_word(
        &mut self,
        text: &str,
        tokens: &mut Tokens,
        mut span: Range<usize>,
        mut next: usize,
    ) -> Range<usize> {
        loop {
            let mut ahead = tokens.clone();
            let Some(rest) = ahead.next_span() else { return span };
            if rest.start != next || !self.is_one_word(text, &span, &rest) {
                return span;
            }
            (span.end, *tokens) = (rest.end, ahead);
            let Some(further) = continuation(text, span.end) else { return span };
            next = further;
        }
    }

    /// Whether the parts of a word on both sides of a hyphen are one word without it, as in
    /// `moun-` and `tains`, and not two, as in `state-` and `backed`. At the end of a line a hyphen
    /// belongs to the word only if both parts are known, and the whole is not; elsewhere it
    /// must be the other way round.
    fn is_one_word(&mut self, text: &str, part: &Range<usize>, rest: &Range<usize>) -> bool {
        let whole = self.is_known(&text[part.start..rest.end]);
        let at_line_end = text[part.end..rest.start].contains(LINE_ENDS);
        let mut both = || self.is_known(&text[part.clone()]) && self.is_known(&text[rest.clone()]);
        if at_line_end { whole || !both() } else { whole && !both() }
    }

    /// Whether the stem of a word is one of [`Self::name`].
    fn is_known(&mut self, word: &str) -> bool {
        let form = normal_form(word, self.language);
        form.is_some_and(|form| self.stems.contains(self.stemmer.stem(&form).as_ref()))
    }

    /// Prefetches the next words of a paragraph; returns their number.
    #[inline]
    fn ask(&mut self, paragraph: &str, words: &mut impl Spans) -> usize {
        for (place, query) in self.asked.iter_mut().enumerate() {
            let Some(span) = words.next_span() else { return place };
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
        for (word, count) in counts {
            for Token { span, .. } in words(word, self.language) {
                let stem =
                    self.stem(word, &span).map(|id| Stem { id, span: 0..0, adjacent: false });
                stems.extend(stem.into_iter().cycle().take(count as usize));
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
        let place = match &self.numbering {
            Numbering::Growing => place.unwrap_or_else(|| {
                Arc::make_mut(&mut self.stems).insert_full(stem.as_ref().into()).0
            }),
            Numbering::Places => place?,
            Numbering::Others { of_places, of_others } => {
                return Some(place.map_or(*of_others, |place| of_places[place]));
            }
        };
        u32::try_from(place).ok()
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
