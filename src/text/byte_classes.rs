//! Classifies the bytes of a text, 64 at a time.
//!
//! One instruction compares sixteen bytes and another packs the results into bits, so there are no
//! branches to mispredict.

use wide::{CmpEq, CmpGt, CmpLt, i8x16};

use super::beyond_ascii::BeyondAscii;
use super::block::{BLOCK, LANES};

/// The byte classes of a block: one bit per byte, the first byte lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ByteClasses {
    /// Bytes that may belong to a word: letters, digits, apostrophes between two letters, and hard
    /// bytes.
    pub(super) words: u64,
    /// The bytes among them that are not of ASCII, of letters of two bytes or of such apostrophes.
    pub(super) hard: u64,
    /// First bytes of letters of two bytes.
    pub(super) firsts: u64,
    /// The hard bytes of Han from U+4E00 to U+9FFF.
    pub(super) han: u64,
    /// Other ASCII marks that may join the runs on both sides: `'`, `.`, `,`, `$`.
    pub(super) joiners: u64,
    pub(super) hyphens: u64,
    /// First bytes of other `’`.
    pub(super) apostrophes: u64,
}

impl ByteClasses {
    /// The classes of the first bytes of a text, as if zeros followed.
    #[inline]
    pub(super) fn of(rest: &[u8]) -> Self {
        let mut padded = [0; BLOCK];
        // One call, so that it becomes a part of this function.
        Self::of_block(rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        }))
    }

    #[inline]
    fn of_block(block: &[u8; BLOCK]) -> Self {
        let sixteens = block.as_chunks().0.iter().zip((0..).step_by(LANES));
        let mut all = Found::default();
        for (bytes, shift) in sixteens {
            all.add(bytes, shift);
        }
        all.classes(block)
    }
}

/// Bits of single bytes, before neighbours are taken into account.
#[derive(Default)]
struct Found {
    letters: u64,
    digits: u64,
    foreign: u64,
    joiners: u64,
    /// `'`, unlike `’`.
    straight: u64,
    hyphens: u64,
    firsts: u64,
    seconds: u64,
    thirds: u64,
    last_of_apostrophe: u64,
}

impl Found {
    #[inline]
    fn add(&mut self, bytes: &[u8; LANES], shift: u32) {
        let bytes = i8x16::new(bytes.map(u8::cast_signed));
        let is = |byte: u8| bytes.cmp_eq(i8x16::splat(byte.cast_signed()));
        let within = |bytes: i8x16, least: u8, most: u8| {
            let [least, most] = [least, most].map(|byte| i8x16::splat(byte.cast_signed()));
            !(bytes.cmp_lt(least) | bytes.cmp_gt(most))
        };
        let letter = within(bytes | i8x16::splat(0x20), b'a', b'z');
        let bits = |lanes: i8x16| u64::from(lanes.move_mask().cast_unsigned()) << shift;
        self.letters |= bits(letter);
        self.digits |= bits(within(bytes, b'0', b'9'));
        self.foreign |= bits(bytes);
        self.joiners |= bits(is(b'.') | is(b',') | is(b'$'));
        self.straight |= bits(is(b'\''));
        self.hyphens |= bits(is(b'-'));
        self.firsts |= bits(is(0xE2));
        self.seconds |= bits(is(0x80));
        self.thirds |= bits(within(bytes, 0x92, 0xA7));
        self.last_of_apostrophe |= bits(is(0x99));
    }

    #[inline]
    fn classes(&self, block: &[u8; BLOCK]) -> ByteClasses {
        // From `‒` to `‧`: dashes, quotation marks, bullets, dots.
        let marks = self.firsts & self.seconds >> 1 & self.thirds >> 2;
        let foreign = self.foreign & !(marks | marks << 1 | marks << 2);
        // English has others in few blocks.
        let beyond = match foreign {
            0 => BeyondAscii::default(),
            _ => BeyondAscii::of(block, foreign),
        };
        let BeyondAscii { firsts, han, hard, .. } = beyond;
        let letters = self.letters | beyond.letters;
        let after_letters = letters << 1;
        let straight = self.straight & after_letters & letters >> 1;
        let apostrophes = marks & self.last_of_apostrophe >> 2;
        let curly = apostrophes & after_letters & letters >> 3;
        let tied = straight | curly | curly << 1 | curly << 2;
        ByteClasses {
            words: letters | self.digits | hard | tied,
            hard,
            firsts,
            han,
            joiners: self.joiners | self.straight & !straight,
            hyphens: self.hyphens,
            apostrophes: apostrophes & !curly,
        }
    }
}

/// Whether a byte is a letter or digit of ASCII, or not ASCII at all.
#[inline]
pub(super) fn may_be_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bits(block: &[u8], class: impl Fn(usize) -> bool) -> u64 {
        (0..block.len()).map(|place| u64::from(class(place)) << place).sum()
    }

    proptest! {
        #[test]
        fn are_those_of_byte_after_byte(
            block in "[a-zA-Z0-9 .,'$’“—•é-]{1,64}|[aé«林'’ я-]{1,64}|\\PC{1,64}"
        ) {
            let block = &block.as_bytes()[..block.len().min(BLOCK)];
            let found = ByteClasses::of(block);
            let mark = |place: usize| {
                let third = block.get(place..place + 3).filter(|bytes| bytes[..2] == [0xE2, 0x80]);
                third.map(|bytes| bytes[2]).filter(|third| (0x92..=0xA7).contains(third))
            };
            let in_mark = |place: usize| (place.saturating_sub(2)..=place).any(|at| mark(at).is_some());
            let foreign = bits(block, |place| block[place] >= 0x80 && !in_mark(place));
            let mut padded = [0; BLOCK];
            padded[..block.len()].copy_from_slice(block);
            let BeyondAscii { letters, firsts, han, hard } = BeyondAscii::of(&padded, foreign);
            let letters = letters | bits(block, |place| block[place].is_ascii_alphabetic());
            let letter = |place: usize| place < BLOCK && letters >> place & 1 == 1;
            let tied = |place: usize, length| place > 0 && letter(place - 1) && letter(place + length);
            let straight = |place: usize| block[place] == b'\'' && tied(place, 1);
            let curly = |place: usize| mark(place) == Some(0x99) && tied(place, 3);
            let in_curly = |place: usize| (place.saturating_sub(2)..=place).any(curly);
            let others = bits(block, |place| {
                block[place].is_ascii_digit() || straight(place) || in_curly(place)
            });
            let expected = ByteClasses {
                words: letters | others | hard,
                hard,
                firsts,
                han,
                joiners: bits(block, |place| b"'.,$".contains(&block[place]) && !straight(place)),
                hyphens: bits(block, |place| block[place] == b'-'),
                apostrophes: bits(block, |place| mark(place) == Some(0x99) && !curly(place)),
            };
            prop_assert_eq!(found, expected);
        }
    }
}
