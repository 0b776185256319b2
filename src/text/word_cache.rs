//! What became of each word seen so far.
//!
//! Finding the stem of a word costs as much as looking up fifty, and a text says
//! the same words again and again. Words are kept as written, since that is what
//! stands in the text. Forgetting one only means that it is stemmed again, so
//! the memory is bounded, whatever the text, and so is the time of a look.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::normal_form::LONGEST_WORD;
use crate::prefetch::prefetch;

/// Words and the number of each one's stem.
#[derive(Debug, Clone)]
pub(super) struct WordCache {
    short: ShortWords,
    /// One in 5,000 words of English news.
    long: FxHashMap<Box<str>, Option<u32>>,
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The number of its stem, if it has one that is counted.
    pub(super) number: Option<u32>,
}

/// A word that is looked up.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    /// [`Key::NONE`] if it is too long for one.
    key: Key,
    hash: u64,
    /// Its place in the text.
    pub(super) span: Range<usize>,
}

/// Long words remembered at most, of at most [`LONGEST_WORD`] bytes.
const MOST_LONG: usize = 1 << 16;

/// Words of at most 16 bytes.
#[derive(Debug, Clone)]
struct ShortWords {
    /// A word is in one of the [`PROBES`] slots from its home on.
    slots: Vec<Slot>,
    /// A power of two.
    homes: usize,
    /// The bits of a hash that do not tell the home.
    shift: u32,
    words: usize,
}

/// A word, padded with zeros: none has one inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Key([u64; 2]);

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: Key,
    /// The number of the stem, or [`Slot::NO_STEM`].
    number: u32,
}

const PROBES: usize = 8;
/// 24 kB, all that a heading needs.
const FEWEST_HOMES: usize = 1 << 10;
/// 6 MB; 100 MB of English news have some 200,000 distinct words.
const MOST_HOMES: usize = 1 << 18;
const GROWTH: usize = 16;

/// The longest word that fits into a key.
const LONGEST: usize = 16;

/// What to keep of the bytes at a word, by its length.
const MASKS: [u128; LONGEST + 1] = {
    let mut masks = [0; LONGEST + 1];
    let mut length = 1;
    while length <= LONGEST {
        masks[length] = u128::MAX >> (8 * (LONGEST - length));
        length += 1;
    }
    masks
};

/// The last bytes of a text, behind zeros if there are fewer.
fn last_bytes(text: &[u8]) -> [u8; LONGEST] {
    text.last_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; LONGEST];
        padded[LONGEST - text.len()..].copy_from_slice(text);
        padded
    })
}

impl Key {
    /// No word: marks a free slot.
    const NONE: Self = Self([0; 2]);

    /// The word at `span`, if it is short enough.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it is taken in two halves")]
    fn of(text: &str, span: &Range<usize>) -> Option<Self> {
        let length = span.len();
        if length > LONGEST {
            return None;
        }
        let bytes = text.as_bytes();
        let word = match bytes[span.start..].first_chunk() {
            Some(from) => u128::from_le_bytes(*from) & MASKS[length],
            None => u128::from_le_bytes(last_bytes(&bytes[..span.end])) >> (8 * (LONGEST - length)),
        };
        Some(Self([word as u64, (word >> 64) as u64]))
    }

    /// A number whose high bits depend on every byte.
    #[inline]
    fn hash(self) -> u64 {
        let [first, second] = self.0;
        first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
    }
}

impl Slot {
    const NO_STEM: u32 = u32::MAX;
}

impl WordCache {
    pub(super) fn new() -> Self {
        Self { short: ShortWords::with_homes(FEWEST_HOMES), long: FxHashMap::default() }
    }

    /// Asks for the word at `span`: what is known of it is fetched from memory, and
    /// looked at some words later without waiting.
    #[inline]
    pub(super) fn ask(&self, text: &str, span: Range<usize>) -> Query {
        let key = Key::of(text, &span).unwrap_or(Key::NONE);
        let hash = key.hash();
        prefetch(&self.short.slots[self.short.home(hash)]);
        Query { key, hash, span }
    }

    /// What is known of the word, if it is remembered.
    #[inline]
    pub(super) fn get(&self, text: &str, query: &Query) -> Option<Known> {
        if query.key == Key::NONE {
            return self.long.get(&text[query.span.clone()]).map(|&number| Known { number });
        }
        self.short.get(query.key, self.short.home(query.hash))
    }

    /// Remembers a word, if need be in the place of others.
    pub(super) fn insert(&mut self, word: &str, number: Option<u32>) {
        if let Some(key) = Key::of(word, &(0..word.len())) {
            return self.short.insert(key, number.unwrap_or(Slot::NO_STEM));
        }
        if self.long.len() >= MOST_LONG {
            self.long.clear();
        }
        if word.len() <= LONGEST_WORD {
            self.long.insert(word.into(), number);
        }
    }
}

impl ShortWords {
    fn with_homes(homes: usize) -> Self {
        let slots = vec![Slot::default(); homes + PROBES - 1];
        Self { slots, homes, shift: u64::BITS - homes.ilog2(), words: 0 }
    }

    #[inline]
    fn get(&self, key: Key, home: usize) -> Option<Known> {
        for slot in &self.slots[home..home + PROBES] {
            if slot.key == key {
                let number = (slot.number != Slot::NO_STEM).then_some(slot.number);
                return Some(Known { number });
            }
            if slot.key == Key::NONE {
                break;
            }
        }
        None
    }

    fn insert(&mut self, key: Key, number: u32) {
        let crowded = |words: &Self| 2 * words.words >= words.homes || words.free(key).is_none();
        while crowded(self) && self.homes < MOST_HOMES {
            self.grow();
        }
        let free = self.free(key);
        let place = free.unwrap_or_else(|| self.home(key.hash()));
        self.slots[place] = Slot { key, number };
        self.words += usize::from(free.is_some());
    }

    /// The first free slot a word may be in.
    fn free(&self, key: Key) -> Option<usize> {
        let home = self.home(key.hash());
        (home..home + PROBES).find(|&place| self.slots[place].key == Key::NONE)
    }

    fn grow(&mut self) {
        let smaller = std::mem::replace(self, Self::with_homes(GROWTH * self.homes));
        for slot in smaller.slots.into_iter().filter(|slot| slot.key != Key::NONE) {
            self.insert(slot.key, slot.number);
        }
    }

    /// The first slot a word of this hash may be in.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it is less than the number of homes")]
    fn home(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(cache: &WordCache, word: &str) -> Option<Known> {
        cache.get(word, &cache.ask(word, 0..word.len()))
    }

    fn key(word: &str) -> Option<Key> {
        Key::of(word, &(0..word.len()))
    }

    #[test]
    fn a_key_is_the_word_wherever_it_stands() {
        for word in ["a", "tariffs", "internationalis"] {
            let text = format!("({word}) and sixteen bytes more");
            assert_eq!(Key::of(&text, &(1..1 + word.len())), key(word), "for {word}");
            assert_eq!(Key::of(&text[..=word.len()], &(1..1 + word.len())), key(word));
        }
        assert_ne!(key("tariff"), key("tariffs"));
        assert_eq!((key("sixteen-bytes-ok").is_some(), key("seventeen-bytes--")), (true, None));
    }

    #[test]
    fn forgets_rather_than_grows_without_end() {
        let mut cache = WordCache::new();
        let many = 3 * u32::try_from(MOST_HOMES).unwrap();
        for number in 0..many {
            for word in [format!("w{number}"), format!("a-long-word-indeed-{number}")] {
                cache.insert(&word, Some(number));
                assert_eq!(get(&cache, &word), Some(Known { number: Some(number) }));
            }
        }
        assert_eq!(cache.short.slots.len(), MOST_HOMES + PROBES - 1);
        assert!(cache.long.len() <= MOST_LONG);
        let known = |number: &u32| get(&cache, &format!("w{number}")).map(|found| (*number, found));
        let remembered: Vec<_> = (0..many).filter_map(|number| known(&number)).collect();
        assert!(remembered.iter().all(|&(number, found)| found.number == Some(number)));
        assert!(remembered.len() > MOST_HOMES / 2, "{} words", remembered.len());
    }

    #[test]
    fn forgets_nothing_before_it_is_full() {
        let mut cache = WordCache::new();
        let words: Vec<String> = (0..100_000).map(|number| format!("{number}x")).collect();
        for (word, number) in words.iter().zip(0..) {
            cache.insert(word, Some(number));
        }
        for (word, number) in words.iter().zip(0..) {
            assert_eq!(get(&cache, word), Some(Known { number: Some(number) }));
        }
    }

    #[test]
    fn knows_words_that_have_no_stem() {
        let mut cache = WordCache::new();
        assert_eq!(get(&cache, "25"), None);
        cache.insert("25", None);
        let text = "in 25 days";
        assert_eq!(cache.get(text, &cache.ask(text, 3..5)), Some(Known { number: None }));
    }
}
