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
    /// The number of the stem, or [`Slot::NO_STEM`].
    number: u32,
}

const PROBES: usize = 8;
/// 24 kB, all that a heading needs.
const FEWEST_HOMES: usize = 1 << 10;
/// 6 MB; 100 MB of English news have some 200,000 distinct words.
const MOST_HOMES: usize = 1 << 18;
const GROWTH: usize = 16;

const LONGEST: usize = 16;

/// What to keep of the bytes at a word, by its length.
const MASKS: [[u64; 2]; LONGEST + 1] = {
    let mut masks = [[0; 2]; LONGEST + 1];
    let mut length = 1;
    while length <= LONGEST {
        let mask = u128::MAX >> (8 * (LONGEST - length));
        masks[length] = [mask as u64, (mask >> 64) as u64];
        length += 1;
    }
    masks
};

impl Key {
    /// No word: marks a free slot.
    const NONE: Self = Self([0; 2]);

    /// The word at `span`, if it is short enough.
    #[inline]
    pub(super) fn of(text: &str, span: &Range<usize>) -> Option<Self> {
        let length = span.len();
        if length > LONGEST {
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
        let (halves, masks) = (bytes.as_chunks().0, MASKS[length]);
        Some(Self([0, 1].map(|half| u64::from_le_bytes(halves[half]) & masks[half])))
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

    #[inline]
    fn number(self) -> Option<u32> {
        (self.number != Self::NO_STEM).then_some(self.number)
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
                return Some(slot.number());
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
        slots[free.unwrap_or(0)] = Slot { key, number: number.unwrap_or(Slot::NO_STEM) };
        self.words += usize::from(free.is_some());
    }

    fn grow(&mut self) {
        let smaller = std::mem::replace(self, Self::with_homes(GROWTH * self.homes));
        for slot in smaller.slots.into_iter().filter(|slot| slot.key != Key::NONE) {
            self.insert(slot.key, slot.number());
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
