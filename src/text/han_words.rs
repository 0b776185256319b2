//! The words of Chinese, found without a cache.
//!
//! They are characters and pairs of neighbours, and every text has new pairs: a full cache lacks one
//! in eight. But the characters are few, so each is normalized once, and a pair is found among the
//! stems by the normal forms of both, which no stemmer changes.

use rustc_hash::FxHashMap;

use super::numbering::{Numbering, Stems};
use crate::language::{Language, Segmenter};

/// The common characters of Han.
const FIRST: usize = 0x4E00;
const LAST: usize = 0x9FFF;

/// What is known of characters, and the pairs that are stems.
#[derive(Debug)]
pub(super) struct HanWords {
    /// From [`FIRST`] to [`LAST`].
    characters: Box<[Character]>,
    /// The numbers of pairs, by [`pair`].
    pairs: FxHashMap<u32, u32>,
}

/// What is known of a character.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Character {
    /// It has not occurred.
    #[default]
    New,
    /// Its normal form is another kind of character.
    Odd,
    Known(Form),
}

/// The normal form of a character by its place from [`FIRST`] on, and its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    place: u16,
    pub(super) number: Option<u32>,
}

impl HanWords {
    /// `None` if the language has other words, or if there will be more stems.
    pub(super) fn of(language: Language, stems: &Stems, numbering: &Numbering) -> Option<Self> {
        let is_growing = matches!(numbering, Numbering::Growing { .. });
        if language.segmenter() == Segmenter::Spaces || is_growing {
            return None;
        }
        let numbered = stems
            .iter()
            .enumerate()
            .filter_map(|(place, stem)| Some((pair_of(stem)?, numbering.of(Some(place))?)));
        Some(Self {
            characters: vec![Character::New; LAST - FIRST + 1].into(),
            pairs: numbered.collect(),
        })
    }

    /// What is known of the character at this place.
    #[inline]
    pub(super) fn character(&self, place: usize) -> Character {
        self.characters[place]
    }

    /// Keeps the form of the character at this place, if it has one.
    pub(super) fn keep(&mut self, place: usize, form: Option<Form>) {
        self.characters[place] = form.map_or(Character::Odd, Character::Known);
    }

    /// The number of the pair of two forms. Another pair is no word: most are the end of one and the
    /// beginning of the next.
    #[inline]
    pub(super) fn number(&self, first: Form, second: Form) -> Option<u32> {
        self.pairs.get(&pair(first.place, second.place)).copied()
    }
}

impl Form {
    /// The form of a word with this normal form and number, if that is one common character.
    pub(super) fn of(normal: &str, number: Option<u32>) -> Option<Self> {
        place_of(normal).map(|place| Self { place, number })
    }
}

/// The place of the character that begins at a character's first byte and has three bytes, if it
/// is a common one of Han.
#[inline]
pub(super) fn place(bytes: [u8; 3]) -> Option<usize> {
    let [first, second, third] = bytes.map(usize::from);
    let character = (first & 0xF) << 12 | (second & 0x3F) << 6 | third & 0x3F;
    let is_han = (0xE4..=0xE9).contains(&first) && character >= FIRST;
    is_han.then(|| character - FIRST)
}

/// The place of a word that is one common character of Han.
fn place_of(word: &str) -> Option<u16> {
    place(word.as_bytes().try_into().ok()?).and_then(|place| u16::try_from(place).ok())
}

/// The key of the pair of two characters.
#[inline]
fn pair(first: u16, second: u16) -> u32 {
    u32::from(first) << 16 | u32::from(second)
}

/// The key of a stem that is two common characters of Han.
fn pair_of(stem: &str) -> Option<u32> {
    let (first, second) = stem.split_at_checked(3)?;
    Some(pair(place_of(first)?, place_of(second)?))
}
