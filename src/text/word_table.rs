//! A table of words that one thread writes while others read it.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};

use crate::prefetch::prefetch;

/// Words of at most 16 bytes, and a number for each.
#[derive(Debug)]
pub(super) struct WordTable {
    /// A word is in one of the [`PROBES`] slots from its home on.
    slots: Box<[Slot]>,
    /// A power of two.
    homes: usize,
    /// The bits of a hash that do not tell the home.
    shift: u32,
    words: AtomicUsize,
}

/// A word, padded with zeros: none has one inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Key([u64; 2]);

/// A word and its number, which change together: who reads sees that they do by the
/// version (a sequence lock, as in Boehm, "Can Seqlocks Get Along With Programming
/// Language Memory Models?", 2012).
#[derive(Debug, Default)]
struct Slot {
    key: [AtomicU64; 2],
    /// The number in the low half, in the high one the version, odd while they change.
    value: AtomicU64,
}

const PROBES: usize = 8;
/// 24 kB, all that a heading needs.
pub(super) const FEWEST_HOMES: usize = 1 << 10;
/// 6 MB; 100 MB of English news have some 200,000 distinct words.
pub(super) const MOST_HOMES: usize = 1 << 18;
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
    pub(super) const NONE: Self = Self([0; 2]);

    /// The word at `span`, if it is short enough.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it is taken in two halves")]
    pub(super) fn of(text: &str, span: &Range<usize>) -> Option<Self> {
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
    pub(super) fn hash(self) -> u64 {
        let [first, second] = self.0;
        first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
    }
}

impl Slot {
    #[inline]
    fn key(&self) -> Key {
        Key([0, 1].map(|half| self.key[half].load(Ordering::Relaxed)))
    }

    /// The number, if this is the slot of the word and is not being changed.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the number is the low half")]
    fn number(&self, value: u64) -> Option<u32> {
        fence(Ordering::Acquire);
        let settled = value >> 32 & 1 == 0 && self.value.load(Ordering::Relaxed) == value;
        settled.then_some(value as u32)
    }

    /// Changes word and number; only one thread may at a time.
    fn write(&self, key: Key, number: u32) {
        let version = self.value.load(Ordering::Relaxed) >> 32;
        self.value.store((version + 1) << 32, Ordering::Relaxed);
        fence(Ordering::Release);
        for (place, half) in self.key.iter().zip(key.0) {
            place.store(half, Ordering::Relaxed);
        }
        self.value.store((version + 2) << 32 | u64::from(number), Ordering::Release);
    }
}

impl WordTable {
    pub(super) fn with_homes(homes: usize) -> Self {
        let slots = std::iter::repeat_with(Slot::default).take(homes + PROBES - 1).collect();
        Self { slots, homes, shift: u64::BITS - homes.ilog2(), words: AtomicUsize::new(0) }
    }

    /// Has the processor fetch the place of words of this hash.
    #[inline]
    pub(super) fn prefetch(&self, hash: u64) {
        prefetch(&self.slots[self.home(hash)]);
    }

    /// The number of a word, of which the hash is known, if it is in the table.
    #[inline]
    pub(super) fn get(&self, key: Key, hash: u64) -> Option<u32> {
        let home = self.home(hash);
        for slot in &self.slots[home..home + PROBES] {
            let value = slot.value.load(Ordering::Acquire);
            let found = slot.key();
            if found == key {
                return slot.number(value);
            }
            if found == Key::NONE {
                break;
            }
        }
        None
    }

    /// Whether the table should grow before a word is written.
    pub(super) fn is_crowded(&self, key: Key) -> bool {
        let half_full = 2 * self.words.load(Ordering::Relaxed) >= self.homes;
        self.homes < MOST_HOMES && (half_full || self.place(key).is_none())
    }

    /// A larger table of the same words.
    pub(super) fn grown(&self) -> Self {
        let larger = Self::with_homes(GROWTH * self.homes);
        for slot in &self.slots {
            let (key, value) = (slot.key(), slot.value.load(Ordering::Relaxed));
            if let Some(number) = slot.number(value).filter(|_| key != Key::NONE) {
                larger.write(key, number);
            }
        }
        larger
    }

    /// Puts a word into the table, if need be in the place of another; only one thread
    /// may at a time.
    pub(super) fn write(&self, key: Key, number: u32) {
        let place = self.place(key).unwrap_or_else(|| self.home(key.hash()));
        let slot = &self.slots[place];
        self.words.fetch_add(usize::from(slot.key() == Key::NONE), Ordering::Relaxed);
        slot.write(key, number);
    }

    /// The slot a word is in, or the first free one it may be in.
    fn place(&self, key: Key) -> Option<usize> {
        let home = self.home(key.hash());
        (home..home + PROBES).find(|&place| [key, Key::NONE].contains(&self.slots[place].key()))
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
    fn a_reader_never_sees_the_number_of_another_word() {
        // Of one home, and more than it has room for: each write takes the place of a word.
        let table = WordTable::with_homes(FEWEST_HOMES);
        let words = (0_u32..).map(|number| key(&format!("w{number}")).expect("it is short"));
        let words = words.zip(0..).filter(|(key, _)| table.home(key.hash()) == 7);
        let words: Vec<(Key, u32)> = words.take(3 * PROBES).collect();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for &(key, number) in words.iter().cycle().take(1_000_000) {
                    table.write(key, number);
                }
            });
            let mut found = 0;
            while !writer.is_finished() {
                for &(key, number) in &words {
                    let seen = table.get(key, key.hash());
                    assert!(seen.is_none_or(|seen| seen == number), "{seen:?} for {number}");
                    found += usize::from(seen.is_some());
                }
            }
            assert!(found > 0);
        });
    }
}
