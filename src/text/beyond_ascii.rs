//! Classifies the bytes of a block that are not ASCII.
//!
//! Nearly all letters of Cyrillic, Arabic and Latin with accents have two bytes, and most are told
//! by the first. Characters that are not are looked up one by one.

use std::sync::LazyLock;

use wide::{CmpEq, CmpGt, CmpLt, i8x16};

use super::block::{BLOCK, LANES};
use super::character::{is_invisible, is_word_character};

/// The classes of the bytes of a block beyond ASCII: one bit per byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct BeyondAscii {
    /// Letters of two bytes.
    pub(super) letters: u64,
    /// The first bytes among them.
    pub(super) firsts: u64,
    /// The characters of Han from U+4E00 to U+9FFF.
    pub(super) han: u64,
    /// These, and all others that may belong to a word or join two.
    pub(super) hard: u64,
}

impl BeyondAscii {
    /// The classes of `foreign` bytes of a block, which begins with a whole character.
    pub(super) fn of(block: &[u8; BLOCK], foreign: u64) -> Self {
        let mut seen = Seen::default();
        for (bytes, shift) in block.as_chunks().0.iter().zip((0..).step_by(LANES)) {
            seen.add(bytes, shift);
        }
        let (firsts, han) = (seen.letters() & foreign, seen.han() & foreign);
        let mut found = Self { letters: firsts | firsts << 1, firsts, han, hard: han };
        found.add_others(block, foreign & !found.letters & !han);
        found
    }

    /// Adds the characters whose first bytes do not tell their class.
    fn add_others(&mut self, block: &[u8; BLOCK], mut others: u64) {
        while others != 0 {
            let place = others.trailing_zeros();
            let (length, class) = class_of(&block[place as usize..]);
            let bytes = ((1 << length) - 1) << place;
            match class {
                Class::Letter => {
                    self.letters |= bytes;
                    self.firsts |= 1 << place;
                }
                Class::Separator => {}
                Class::Hard => self.hard |= bytes,
            }
            others &= !bytes;
        }
    }
}

/// Bits of single bytes, before neighbours are taken into account.
#[derive(Default)]
struct Seen {
    /// First bytes of letters: U+00C0 to U+02BF, and U+0400 to U+047F.
    latin_or_cyrillic: u64,
    /// Second bytes of `×` and `÷`, which are among them.
    unsure: u64,
    /// First bytes of U+0600 to U+063F and U+0640 to U+067F.
    arabic: [u64; 2],
    /// Second bytes with which those are letters.
    arabic_seconds: [u64; 2],
    /// First bytes of U+5000 to U+9FFF.
    han: u64,
    /// First bytes of U+4000 to U+4FFF, and second bytes from U+4E00 on.
    early_han: u64,
    early_han_seconds: u64,
}

impl Seen {
    #[inline]
    fn add(&mut self, bytes: &[u8; LANES], shift: u32) {
        let bytes = i8x16::new(bytes.map(u8::cast_signed));
        let splat = |byte: u8| i8x16::splat(byte.cast_signed());
        let is = |byte| bytes.cmp_eq(splat(byte));
        let [less, more] = [|a: i8x16, b| a.cmp_lt(b), |a: i8x16, b| a.cmp_gt(b)];
        let within = |least, most| !(less(bytes, splat(least)) | more(bytes, splat(most)));
        let bits = |lanes: i8x16| u64::from(lanes.move_mask().cast_unsigned()) << shift;
        let cyrillic = (bytes | splat(0x01)).cmp_eq(splat(0xD1));
        self.latin_or_cyrillic |= bits(within(0xC3, 0xCA) | cyrillic);
        self.unsure |= bits((bytes | splat(0x20)).cmp_eq(splat(0xB7)));
        self.arabic[0] |= bits(is(0xD8));
        self.arabic[1] |= bits(is(0xD9));
        self.arabic_seconds[0] |= bits(more(bytes, splat(0x9F)));
        self.arabic_seconds[1] |= bits(less(bytes, splat(0x98)));
        self.han |= bits(within(0xE5, 0xE9));
        self.early_han |= bits(is(0xE4));
        self.early_han_seconds |= bits(more(bytes, splat(0xB7)));
    }

    /// The first bytes of letters that are told by it, and are whole.
    fn letters(&self) -> u64 {
        let [early, late] = [0, 1].map(|half| self.arabic[half] & self.arabic_seconds[half] >> 1);
        let letters = self.latin_or_cyrillic & !(self.unsure >> 1) | early | late;
        letters & !0 >> 1
    }

    /// All bytes of whole characters of Han.
    fn han(&self) -> u64 {
        let firsts = (self.han | self.early_han & self.early_han_seconds >> 1) & !0 >> 2;
        firsts | firsts << 1 | firsts << 2
    }
}

/// What a character does to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter of two bytes.
    Letter,
    /// It belongs to no word, and joins none.
    Separator,
    /// Anything else.
    Hard,
}

/// The length and the class of the first character; if it is not whole, of its first byte.
fn class_of(bytes: &[u8]) -> (usize, Class) {
    let length = match bytes[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
        _ => 1,
    };
    let row = bytes.get(..length).and_then(row).map(|row| &TABLE[row]);
    let Some(row) = row else { return (1, Class::Hard) };
    let has = |characters: u64| characters >> (bytes[length - 1] & 0x3F) & 1 == 1;
    let class = match (has(row.letters), has(row.separators)) {
        (true, _) => Class::Letter,
        (_, true) => Class::Separator,
        _ => Class::Hard,
    };
    (length, class)
}

/// The classes of 64 characters that differ in the last byte.
#[derive(Debug, Clone, Copy, Default)]
struct TableRow {
    letters: u64,
    separators: u64,
}

/// All characters of two bytes, general punctuation and currencies, punctuation of Han, and
/// full-width forms.
static TABLE: LazyLock<[TableRow; 39]> =
    LazyLock::new(|| std::array::from_fn(|row| TableRow::of(first_of(row))));

/// The first character of a row of the table.
fn first_of(row: usize) -> usize {
    match row {
        ..30 => 0x80 + 64 * row,
        30..34 => 0x2000 + 64 * (row - 30),
        34 => 0x3000,
        _ => 0xFF00 + 64 * (row - 35),
    }
}

/// The row of a character in the table.
fn row(character: &[u8]) -> Option<usize> {
    let row = match character {
        [first, _] => first - 0xC2,
        [0xE2, second @ 0x80..=0x83, _] => 30 + (second & 3),
        [0xE3, 0x80, _] => 34,
        [0xEF, second @ 0xBC..=0xBF, _] => 35 + (second & 3),
        _ => return None,
    };
    Some(usize::from(row))
}

impl TableRow {
    fn of(first: usize) -> Self {
        let mut row = Self::default();
        for (place, character) in (first..first + 64).enumerate() {
            let character = u32::try_from(character).ok().and_then(char::from_u32);
            let class = character.map_or(Class::Hard, class);
            row.letters |= u64::from(class == Class::Letter) << place;
            row.separators |= u64::from(class == Class::Separator) << place;
        }
        row
    }
}

fn class(character: char) -> Class {
    let joins = matches!(character, '’' | '‐' | '‑' | '£' | '€' | '¥');
    if character.is_alphabetic() && !character.is_numeric() && character.len_utf8() == 2 {
        Class::Letter
    } else if joins || is_word_character(character) || is_invisible(character) {
        Class::Hard
    } else {
        Class::Separator
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The classes of the first block of a text, character after character.
    fn one_by_one(text: &str) -> BeyondAscii {
        let mut found = BeyondAscii::default();
        let foreign = text.char_indices().filter(|(_, character)| !character.is_ascii());
        for (place, character) in foreign.take_while(|(place, _)| *place < BLOCK) {
            let length = character.len_utf8();
            let bytes = ((1 << length) - 1) << place;
            let is_whole = place + length <= BLOCK;
            let class = if is_whole { class_at(&text[place..]) } else { Class::Hard };
            let is_han = is_whole && ('\u{4E00}'..='\u{9FFF}').contains(&character);
            found.letters |= if class == Class::Letter { bytes } else { 0 };
            found.firsts |= u64::from(class == Class::Letter) << place;
            found.han |= if is_han { bytes } else { 0 };
            found.hard |= if class == Class::Hard { bytes } else { 0 };
        }
        found
    }

    /// The class of the first character; those beyond the table are hard.
    fn class_at(text: &str) -> Class {
        let character = text.chars().next().expect("there is one");
        let bytes = &text.as_bytes()[..character.len_utf8()];
        if row(bytes).is_some() { class(character) } else { Class::Hard }
    }

    fn found(text: &str) -> BeyondAscii {
        let mut block = [0; BLOCK];
        let length = text.len().min(BLOCK);
        block[..length].copy_from_slice(&text.as_bytes()[..length]);
        let foreign = block.iter().zip(0..).map(|(byte, place)| u64::from(*byte >> 7) << place);
        BeyondAscii::of(&block, foreign.sum())
    }

    #[test]
    fn every_character_has_its_class_at_every_place() {
        for character in '\u{80}'..='\u{10FFF}' {
            for indent in [0, 15, 59 + u32::from(character) as usize % 5] {
                let text = format!("{:indent$}{character}s", "");
                assert_eq!(found(&text), one_by_one(&text), "for {character:?} after {indent}");
            }
        }
    }

    #[test]
    fn letters_and_han_are_in_words_and_separators_are_not() {
        for character in '\u{80}'..='\u{FFFF}' {
            let text = character.to_string();
            let BeyondAscii { letters, han, hard, .. } = found(&text);
            assert!(letters | han == 0 || character.is_alphabetic(), "{character:?}");
            assert!(letters | hard != 0 || !is_word_character(character), "{character:?}");
        }
        assert_eq!(found("éßłЯґїعَـ").hard, 0);
        assert_eq!(found("\u{A0}«»،؛؟„“…。，、《》：（）"), BeyondAscii::default());
    }

    proptest! {
        #[test]
        fn are_those_of_character_after_character(
            text in "[a-z é×÷Яґʼعَــٰ٣،«\u{A0}\u{AD}\u{308}林。，ａ€‐’\u{200B}🙂-]{0,64}|\\PC{0,64}"
        ) {
            prop_assert_eq!(found(&text), one_by_one(&text));
        }
    }
}
