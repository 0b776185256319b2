//! What became of each word seen so far.
//!
//! Finding the stem of a word costs as much as looking up fifty, and a text says
//! the same words again and again. Words are kept as written, since that is what
//! stands in the text. Forgetting one only means that it is stemmed again, so
//! the memory is bounded, whatever the text, and so is the time of a look.

use std::ops::Range;

/// Words of at most 16 bytes, as all but one in 5,000 of English news are, and
/// the number of each one's stem.
#[derive(Debug, Clone)]
pub(super) struct WordCache {
    /// A word is in one of the [`PROBES`] slots from its home on.
    slots: Vec<Slot>,
    /// A power of two.
    homes: usize,
    words: usize,
}

/// A word, padded with zeros: none has one inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Key([u64; 2]);

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: Key,
    number: Option<u32>,
}

const PROBES: usize = 8;
const FEWEST_HOMES: usize = 1 << 10;
/// 6 MB: larger than that, looks would become slower than words are rare.
const MOST_HOMES: usize = 1 << 18;

impl Key {
    /// No word: marks a free slot.
    const NONE: Self = Self([0; 2]);

    /// The word at `span`, if it is short enough.
    #[inline]
    pub(super) fn of(text: &str, span: &Range<usize>) -> Option<Self> {
        const LONGEST: usize = size_of::<u128>();
        let length = span.len();
        if length == 0 || length > LONGEST {
            return None;
        }
        let rest = &text.as_bytes()[span.start..];
        let bytes = match rest.first_chunk::<LONGEST>() {
            Some(&bytes) => bytes,
            None => {
                let mut bytes = [0; LONGEST];
                bytes[..length].copy_from_slice(&rest[..length]);
                bytes
            }
        };
        let word = u128::from_le_bytes(bytes) & (u128::MAX >> (8 * (LONGEST - length)));
        #[expect(clippy::cast_possible_truncation, reason = "it is taken in two halves")]
        let halves = [word as u64, (word >> 64) as u64];
        Some(Self(halves))
    }

    /// A number whose high bits depend on every byte.
    #[inline]
    fn hash(self) -> u64 {
        let [first, second] = self.0;
        first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
    }
}

impl WordCache {
    pub(super) fn new() -> Self {
        Self::with_homes(FEWEST_HOMES)
    }

    fn with_homes(homes: usize) -> Self {
        Self { slots: vec![Slot::default(); homes + PROBES - 1], homes, words: 0 }
    }

    /// What is known of a word: the number of its stem, `Some(None)` if it is known to
    /// have none.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<Option<u32>> {
        let home = self.home(key);
        for slot in &self.slots[home..home + PROBES] {
            if slot.key == key {
                return Some(slot.number);
            }
            if slot.key == Key::NONE {
                break;
            }
        }
        None
    }

    /// Remembers a word, if need be in the place of another.
    pub(super) fn insert(&mut self, key: Key, number: Option<u32>) {
        if 2 * self.words >= self.homes && self.homes < MOST_HOMES {
            self.grow();
        }
        let home = self.home(key);
        let slots = &mut self.slots[home..home + PROBES];
        let free = slots.iter().position(|slot| slot.key == Key::NONE);
        slots[free.unwrap_or(0)] = Slot { key, number };
        self.words += usize::from(free.is_some());
    }

    fn grow(&mut self) {
        let smaller = std::mem::replace(self, Self::with_homes(2 * self.homes));
        for Slot { key, number } in smaller.slots.into_iter().filter(|slot| slot.key != Key::NONE) {
            self.insert(key, number);
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it is less than the number of homes")]
    fn home(&self, key: Key) -> usize {
        (key.hash() >> (u64::BITS - self.homes.ilog2())) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> Option<Key> {
        Key::of(word, &(0..word.len()))
    }

    #[test]
    fn a_key_is_the_word_wherever_it_stands() {
        for word in ["a", "tariffs", "internationalis"] {
            let text = format!("({word}) and sixteen bytes more");
            assert_eq!(Key::of(&text, &(1..1 + word.len())), key(word), "for {word}");
            assert_eq!(Key::of(&text[..1 + word.len()], &(1..1 + word.len())), key(word));
        }
        assert_ne!(key("tariff"), key("tariffs"));
        assert_eq!((key("sixteen-bytes-ok").is_some(), key("seventeen-bytes--")), (true, None));
    }

    #[test]
    fn forgets_rather_than_grows_without_end() {
        let mut cache = WordCache::new();
        let word = |number: u32| key(&format!("w{number}")).unwrap();
        let many = 3 * u32::try_from(MOST_HOMES).unwrap();
        for number in 0..many {
            cache.insert(word(number), Some(number));
            assert_eq!(cache.get(word(number)), Some(Some(number)));
        }
        assert_eq!(cache.slots.len(), MOST_HOMES + PROBES - 1);
        let remembered: Vec<u32> =
            (0..many).filter(|&number| cache.get(word(number)).is_some()).collect();
        assert!(remembered.iter().all(|&number| cache.get(word(number)) == Some(Some(number))));
        assert!(remembered.len() > MOST_HOMES / 2, "{} words", remembered.len());
    }

    #[test]
    fn knows_words_that_have_no_stem() {
        let mut cache = WordCache::new();
        assert_eq!(cache.get(key("25").unwrap()), None);
        cache.insert(key("25").unwrap(), None);
        assert_eq!(cache.get(key("25").unwrap()), Some(None));
    }
}
