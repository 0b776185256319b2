//! A short word as two integers, for fast comparison and hashing.

use std::ops::Range;

/// A word padded with zero bytes, which no word contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Key(pub(super) [u64; 2]);

/// The length of the longest word that fits into a key, in bytes.
const MAX_KEY_BYTES: usize = 16;

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

impl Key {
    /// No word: the key of a free slot.
    pub(super) const NONE: Self = Self([0; 2]);

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

    /// A hash whose high bits depend on every byte.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        let [first, second] = self.0;
        first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
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
}
