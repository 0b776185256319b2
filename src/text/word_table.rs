//! A hash table that one thread writes while others read it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};

use super::word_key::Key;
use crate::prefetch::prefetch;

/// Words of at most eight bytes times `EIGHTS`, and a number for each.
#[derive(Debug)]
pub(super) struct WordTable<const EIGHTS: usize> {
    /// A word is in one of [`PROBES`] slots, starting at its home slot.
    slots: Box<[Slot<EIGHTS>]>,
    /// The number of hash bits to drop to get the home slot.
    shift: u32,
    words: AtomicUsize,
}

/// A word and its number, which change together. Readers check that by the version (a sequence
/// lock, as in Boehm, "Can Seqlocks Get Along With Programming Language Memory Models?", 2012).
#[derive(Debug)]
struct Slot<const EIGHTS: usize> {
    key: [AtomicU64; EIGHTS],
    /// The number in the low half, in the high one the version, odd while they change.
    value: AtomicU64,
}

const PROBES: usize = 8;
/// The initial size, 24 kB for short keys: enough for a heading.
pub(super) const MIN_SLOTS: usize = 1 << 10;
/// The same for long keys, which few languages need: 3 kB.
pub(super) const MIN_LONG_SLOTS: usize = 1 << 6;
/// The maximum size, 6 MB for short keys and 10 MB for long ones: 100 MB of English news have about
/// 200,000 distinct words.
pub(super) const MAX_SLOTS: usize = 1 << 18;
const GROWTH: usize = 16;

impl<const EIGHTS: usize> Slot<EIGHTS> {
    fn free() -> Self {
        Self { key: [const { AtomicU64::new(0) }; EIGHTS], value: AtomicU64::new(0) }
    }

    #[inline]
    fn key(&self) -> Key<EIGHTS> {
        Key(self.key.each_ref().map(|eight| eight.load(Ordering::Relaxed)))
    }

    /// The number, if this is the slot of the word and is not being changed.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the number is the low half")]
    fn number(&self, value: u64) -> Option<u32> {
        fence(Ordering::Acquire);
        let settled = value >> 32 & 1 == 0 && self.value.load(Ordering::Relaxed) == value;
        settled.then_some(value as u32)
    }

    /// Replaces word and number. Only one thread may write at a time.
    fn write(&self, key: Key<EIGHTS>, number: u32) {
        let version = self.value.load(Ordering::Relaxed) >> 32;
        self.value.store((version + 1) << 32, Ordering::Relaxed);
        fence(Ordering::Release);
        for (place, eight) in self.key.iter().zip(key.0) {
            place.store(eight, Ordering::Relaxed);
        }
        self.value.store((version + 2) << 32 | u64::from(number), Ordering::Release);
    }
}

impl<const EIGHTS: usize> WordTable<EIGHTS> {
    /// An empty table with this number of home slots, a power of two.
    pub(super) fn with_homes(homes: usize) -> Self {
        let slots = std::iter::repeat_with(Slot::free).take(homes + PROBES - 1).collect();
        Self { slots, shift: u64::BITS - homes.ilog2(), words: AtomicUsize::new(0) }
    }

    /// Prefetches the slots for this hash.
    #[inline]
    pub(super) fn prefetch(&self, hash: u64) {
        prefetch(&self.slots[self.home(hash)]);
    }

    /// The number of a word with a known hash, if it is in the table.
    #[inline]
    pub(super) fn get(&self, key: Key<EIGHTS>, hash: u64) -> Option<u32> {
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
    pub(super) fn is_crowded(&self, key: Key<EIGHTS>) -> bool {
        let half_full = 2 * self.words.load(Ordering::Relaxed) >= self.homes();
        self.homes() < MAX_SLOTS && (half_full || self.place(key).is_none())
    }

    /// A larger table of the same words.
    pub(super) fn grown(&self) -> Self {
        let larger = Self::with_homes(GROWTH * self.homes());
        for slot in &self.slots {
            let (key, value) = (slot.key(), slot.value.load(Ordering::Relaxed));
            if let Some(number) = slot.number(value).filter(|_| key != Key::NONE) {
                larger.write(key, number);
            }
        }
        larger
    }

    /// Inserts a word, evicting another if necessary. Only one thread may write at a time.
    pub(super) fn write(&self, key: Key<EIGHTS>, number: u32) {
        let place = self.place(key).unwrap_or_else(|| self.home(key.hash()));
        let slot = &self.slots[place];
        self.words.fetch_add(usize::from(slot.key() == Key::NONE), Ordering::Relaxed);
        slot.write(key, number);
    }

    /// The slot a word is in, or the first free one it may be in.
    fn place(&self, key: Key<EIGHTS>) -> Option<usize> {
        let home = self.home(key.hash());
        (home..home + PROBES).find(|&place| [key, Key::NONE].contains(&self.slots[place].key()))
    }

    fn homes(&self) -> usize {
        self.slots.len() - (PROBES - 1)
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
    use super::super::word_key::ShortKey;
    use super::*;

    #[test]
    fn a_reader_never_sees_the_number_of_another_word() {
        // Words with the same home, more than it has room for, so that writes evict others.
        let table = WordTable::with_homes(MIN_SLOTS);
        let key = |word: &str| ShortKey::of(word, &(0..word.len())).expect("it is short");
        let words = (0_u32..).map(|number| key(&format!("w{number}")));
        let words = words.zip(0..).filter(|(key, _)| table.home(key.hash()) == 7);
        let words: Vec<(ShortKey, u32)> = words.take(3 * PROBES).collect();
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
