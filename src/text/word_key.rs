//! A word as two or four integers, for fast comparison and hashing.

use std::ops::Range;

/// A word padded with zero bytes, which no word contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key<const EIGHTS: usize>(pub(super) [u64; EIGHTS]);

/// A word of at most 16 bytes: nearly all words of Latin letters.
pub(super) type ShortKey = Key<2>;

/// A word of 17 to 32 bytes: one word in four of Cyrillic letters, which have two bytes each.
pub(super) type LongKey = Key<4>;

/// The length of the longest word that fits into a short key, in bytes.
const MAX_KEY_BYTES: usize = 16;

/// Odd numbers without pattern.
const FACTORS: [u64; 4] =
    [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5];

/// The mask for a word of each length.
const MASKS: [u128; MAX_KEY_BYTES + 1] = {
    let mut masks = [0; MAX_KEY_BYTES + 1];
    let mut length = 1;
    while length <= MAX_KEY_BYTES {
        masks[length] = u128::MAX >> (8 * (MAX_KEY_BYTES - length));
        length += 1;
    }
    masks
};

/// The last bytes of a text, after leading zeros if there are fewer.
fn last_bytes(text: &[u8]) -> [u8; MAX_KEY_BYTES] {
    text.last_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; MAX_KEY_BYTES];
        padded[MAX_KEY_BYTES - text.len()..].copy_from_slice(text);
        padded
    })
}

impl<const EIGHTS: usize> Key<EIGHTS> {
    /// No word: the key of a free slot.
    pub(super) const NONE: Self = Self([0; EIGHTS]);

    /// A hash whose high bits depend on every byte.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        let parts = self.0.iter().zip(FACTORS).map(|(eight, factor)| eight.wrapping_mul(factor));
        parts.fold(0, |hash, part| hash ^ part)
    }
}

impl<const EIGHTS: usize> Default for Key<EIGHTS> {
    fn default() -> Self {
        Self::NONE
    }
}

impl ShortKey {
    /// The word at `span`, if it is short enough.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it is taken in two halves")]
    pub(super) fn of(text: &str, span: &Range<usize>) -> Option<Self> {
        let length = span.len();
        if length > MAX_KEY_BYTES {
            return None;
        }
        let bytes = text.as_bytes();
        let word = match bytes[span.start..].first_chunk() {
            Some(from) => u128::from_le_bytes(*from) & MASKS[length],
            None => {
                u128::from_le_bytes(last_bytes(&bytes[..span.end]))
                    >> (8 * (MAX_KEY_BYTES - length))
            }
        };
        Some(Self([word as u64, (word >> 64) as u64]))
    }
}

impl LongKey {
    /// The word at `span`, if it is of that length.
    #[inline]
    pub(super) fn of(text: &str, span: &Range<usize>) -> Option<Self> {
        let middle = span.start + MAX_KEY_BYTES;
        if middle >= span.end {
            return None;
        }
        let Key([first, second]) = ShortKey::of(text, &(span.start..middle))?;
        let Key([third, fourth]) = ShortKey::of(text, &(middle..span.end))?;
        Some(Self([first, second, third, fourth]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_word_wherever_it_stands() {
        let all = "internationalisation-of-everything";
        for length in 1..=all.len() {
            let word = &all[..length];
            let text = format!("({word}) and more than thirty-two bytes after it");
            let (alone, inside) = (0..length, 1..1 + length);
            for text in [&text, &text[..=length]] {
                assert_eq!(ShortKey::of(text, &inside), ShortKey::of(word, &alone), "for {word}");
                assert_eq!(LongKey::of(text, &inside), LongKey::of(word, &alone), "for {word}");
            }
            assert_eq!(ShortKey::of(word, &alone).is_some(), length <= 16);
            assert_eq!(LongKey::of(word, &alone).is_some(), (17..=32).contains(&length));
        }
        assert_ne!(ShortKey::of("tariff", &(0..6)), ShortKey::of("tariffs", &(0..7)));
    }
}
