//! A cache from words to stems.
//!
//! Stemming a word costs as much as fifty lookups, and texts repeat their words. The keys are words
//! as written. An evicted word is only stemmed again, so memory and lookup time are bounded for any
//! text. Threads share the cache.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use rustc_hash::FxHashMap;

use super::normal_form::MAX_WORD_BYTES;
use super::word_key::{Key, LongKey, ShortKey};
use super::word_table::{MIN_LONG_SLOTS, MIN_SLOTS, WordTable};

/// Words, and the number of each word's stem.
#[derive(Debug)]
pub(crate) struct WordCache {
    /// Locked while a word is written. A full table is replaced by a larger one.
    short: Mutex<Arc<WordTable<2>>>,
    long: Mutex<Arc<WordTable<4>>>,
    /// How often a table was replaced.
    replaced: AtomicUsize,
    /// Words too long for both: one in 300 words of Russian news, and fewer of others.
    longest: RwLock<FxHashMap<Box<str>, Option<u32>>>,
}

/// Reads the cache, and adds new words.
#[derive(Debug)]
pub(super) struct WordReader {
    cache: Arc<WordCache>,
    /// The tables in use at the last check.
    short: Arc<WordTable<2>>,
    long: Arc<WordTable<4>>,
    replaced: usize,
}

/// A cached word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The number of its stem, or `None` if the word is not counted.
    pub(super) number: Option<u32>,
}

impl Known {
    #[inline]
    fn of(number: u32) -> Self {
        Self { number: (number != NO_STEM).then_some(number) }
    }
}

/// A word to look up.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    /// [`Key::NONE`] if it is too long for one.
    key: ShortKey,
    /// That of the key it has.
    hash: u64,
    /// Its byte range in the text.
    pub(super) span: Range<usize>,
}

/// The maximum number of the longest words in the cache, each of at most [`MAX_WORD_BYTES`] bytes.
const MAX_LONGEST_WORDS: usize = 1 << 16;

/// The number of a word that has no stem.
const NO_STEM: u32 = u32::MAX;

const NO_PANIC: &str = "nothing panics while it is locked";

impl WordCache {
    pub(crate) fn new() -> Self {
        Self {
            short: Mutex::new(Arc::new(WordTable::with_homes(MIN_SLOTS))),
            long: Mutex::new(Arc::new(WordTable::with_homes(MIN_LONG_SLOTS))),
            replaced: AtomicUsize::new(0),
            longest: RwLock::default(),
        }
    }

    /// Adds a word, evicting others if necessary.
    fn insert(&self, word: &str, number: Option<u32>) {
        let span = 0..word.len();
        if let Some(key) = ShortKey::of(word, &span) {
            self.insert_into(&self.short, key, number);
        } else if let Some(key) = LongKey::of(word, &span) {
            self.insert_into(&self.long, key, number);
        } else if word.len() <= MAX_WORD_BYTES {
            self.insert_longest(word, number);
        }
    }

    fn insert_into<const EIGHTS: usize>(
        &self,
        table: &Mutex<Arc<WordTable<EIGHTS>>>,
        key: Key<EIGHTS>,
        number: Option<u32>,
    ) {
        let mut table = table.lock().expect(NO_PANIC);
        while table.is_crowded(key) {
            *table = Arc::new(table.grown());
            self.replaced.fetch_add(1, Ordering::Release);
        }
        table.write(key, number.unwrap_or(NO_STEM));
    }

    fn insert_longest(&self, word: &str, number: Option<u32>) {
        let mut words = self.longest.write().expect(NO_PANIC);
        if words.len() >= MAX_LONGEST_WORDS {
            words.clear();
        }
        words.insert(word.into(), number);
    }
}

impl WordReader {
    pub(super) fn new(cache: Arc<WordCache>) -> Self {
        let replaced = cache.replaced.load(Ordering::Acquire);
        let short = cache.short.lock().expect(NO_PANIC).clone();
        let long = cache.long.lock().expect(NO_PANIC).clone();
        Self { cache, short, long, replaced }
    }

    /// Updates the tables in use.
    #[inline]
    pub(super) fn refresh(&mut self) {
        if self.cache.replaced.load(Ordering::Acquire) != self.replaced {
            *self = Self::new(self.cache.clone());
        }
    }

    /// Starts the lookup of the word at `span` by prefetching its slot, which is read a few words
    /// later.
    #[inline]
    pub(super) fn ask(&self, text: &str, span: Range<usize>) -> Query {
        let Some(key) = ShortKey::of(text, &span) else { return self.ask_long(text, span) };
        let hash = key.hash();
        self.short.prefetch(hash);
        Query { key, hash, span }
    }

    #[inline(never)]
    fn ask_long(&self, text: &str, span: Range<usize>) -> Query {
        let hash = LongKey::of(text, &span).unwrap_or_default().hash();
        self.long.prefetch(hash);
        Query { key: Key::NONE, hash, span }
    }

    /// The entry of the word, if it is cached.
    #[inline]
    pub(super) fn get(&self, text: &str, query: &Query) -> Option<Known> {
        if query.key == Key::NONE {
            return self.get_long(text, query);
        }
        self.short.get(query.key, query.hash).map(Known::of)
    }

    #[inline(never)]
    fn get_long(&self, text: &str, query: &Query) -> Option<Known> {
        match LongKey::of(text, &query.span) {
            Some(key) => self.long.get(key, query.hash).map(Known::of),
            None => self.get_longest(&text[query.span.clone()]),
        }
    }

    /// The entry of the word at `span`, if it is cached, without prefetching.
    #[inline]
    pub(super) fn find(&self, text: &str, span: Range<usize>) -> Option<Known> {
        self.get(text, &self.ask(text, span))
    }

    fn get_longest(&self, word: &str) -> Option<Known> {
        if word.len() > MAX_WORD_BYTES {
            // Never cached, because it has no stem.
            return Some(Known { number: None });
        }
        let words = self.cache.longest.read().expect(NO_PANIC);
        words.get(word).map(|&number| Known { number })
    }

    /// Adds a word for all readers of the cache.
    pub(super) fn insert(&mut self, word: &str, number: Option<u32>) {
        self.cache.insert(word, number);
        self.refresh();
    }
}

#[cfg(test)]
mod tests {
    use super::super::word_table::MAX_SLOTS;
    use super::*;

    fn reader() -> WordReader {
        WordReader::new(Arc::new(WordCache::new()))
    }

    fn get(words: &WordReader, word: &str) -> Option<Known> {
        words.find(word, 0..word.len())
    }

    #[test]
    fn forgets_rather_than_grows_without_end() {
        let mut words = reader();
        let many = 3 * u32::try_from(MAX_SLOTS).unwrap();
        for number in 0..many {
            let long = format!("a-long-word-indeed-{number}");
            for word in [format!("w{number}"), format!("{long}-and-longer"), long] {
                words.insert(&word, Some(number));
                assert_eq!(get(&words, &word), Some(Known { number: Some(number) }));
            }
        }
        // From 1,024 homes to 16,384 and to 262,144; and from 64 for long words.
        assert_eq!(words.replaced, 5);
        assert!(words.cache.longest.read().unwrap().len() <= MAX_LONGEST_WORDS);
        let known = |number: &u32| get(&words, &format!("w{number}")).map(|found| (*number, found));
        let remembered: Vec<_> = (0..many).filter_map(|number| known(&number)).collect();
        assert!(remembered.iter().all(|&(number, found)| found.number == Some(number)));
        assert!(remembered.len() > MAX_SLOTS / 2, "{} words", remembered.len());
    }

    #[test]
    fn forgets_nothing_before_it_is_full() {
        let mut words = reader();
        let all: Vec<String> = (0..100_000).map(|number| format!("{number}x")).collect();
        for (word, number) in all.iter().zip(0..) {
            words.insert(word, Some(number));
        }
        for (word, number) in all.iter().zip(0..) {
            assert_eq!(get(&words, word), Some(Known { number: Some(number) }));
        }
    }

    #[test]
    fn all_readers_know_the_words_that_one_inserts() {
        let mut one = reader();
        let mut other = WordReader::new(one.cache.clone());
        for number in 0..20_000 {
            one.insert(&format!("w{number}"), Some(number));
        }
        other.refresh();
        for number in 0..20_000 {
            assert_eq!(get(&other, &format!("w{number}")), Some(Known { number: Some(number) }));
        }
    }

    #[test]
    fn knows_words_that_have_no_stem() {
        for length in 1..=MAX_WORD_BYTES {
            let (mut words, word) = (reader(), "2".repeat(length));
            assert_eq!(get(&words, &word), None);
            words.insert(&word, None);
            let text = format!("in {word} days");
            assert_eq!(words.find(&text, 3..3 + length), Some(Known { number: None }));
        }
    }
}
