//! What the words and letters of a text say about its language.
//!
//! Every common word votes for the languages that have it, and so does every letter that not all
//! languages have. Languages that only need to be kept apart from ours share a candidate.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::candidate::Candidate::{
    self, Belarusian, Bulgarian, Catalan, Dutch, French, German, Italian, Other, Portuguese,
    Russian, Scandinavian, Serbian, Slavic, Spanish, Ukrainian,
};
use super::common_words::{COMMON_ENDINGS, COMMON_WORDS};

/// The number of votes for each candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Votes([u8; Candidate::ALL.len()]);

impl Votes {
    /// The votes of the words and letters of a text, up to the word at which one candidate leads
    /// by enough.
    pub(super) fn of(text: &str, enough: u8) -> Self {
        let letters: &[Letter] = &LETTERS;
        let mut votes = Self::default();
        let mut word = Word::default();
        for character in text.chars() {
            let known = letters.get(character as usize).copied();
            match known.unwrap_or_else(|| Letter::of(character)) {
                Letter { lower_case: Some(letter), votes: of_letter } => {
                    word.push(letter);
                    votes.add(&of_letter);
                }
                _ if votes.add_word(&mut word) && votes.lead() >= enough => return votes,
                _ => {}
            }
        }
        votes.add_word(&mut word);
        votes
    }

    /// Adds the votes of a word, which is then empty. Says whether it has any.
    fn add_word(&mut self, word: &mut Word) -> bool {
        let word = std::mem::take(word);
        let votes = TABLE.get(&word).or_else(|| TABLE.get(&word.ending()?));
        if let Some(votes) = votes {
            self.add(votes);
        }
        votes.is_some()
    }

    fn add(&mut self, other: &Self) {
        for (sum, votes) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(votes);
        }
    }

    /// Adds a number of votes for each of some candidates.
    pub(super) fn add_for(&mut self, candidates: &[Candidate], votes: u8) {
        for &candidate in candidates {
            let sum = &mut self.0[candidate as usize];
            *sum = sum.saturating_add(votes);
        }
    }

    /// The number of votes for a candidate.
    pub(super) fn votes_for(&self, candidate: Candidate) -> u8 {
        self.0[candidate as usize]
    }

    /// Whether no other candidate has more votes.
    pub(super) fn are_most_for(&self, candidate: Candidate) -> bool {
        self.0.iter().all(|&votes| votes <= self.votes_for(candidate))
    }

    /// The candidate with the most votes, the first of those with as many.
    pub(super) fn best(&self) -> Candidate {
        let most = self.0.iter().copied().max().unwrap_or_default();
        let place = self.0.iter().position(|&votes| votes == most);
        Candidate::ALL[place.unwrap_or_default()]
    }

    /// By how many votes the best candidate leads.
    pub(super) fn lead(&self) -> u8 {
        let (mut most, mut second) = (0, 0);
        for &votes in &self.0 {
            second = second.max(votes.min(most));
            most = most.max(votes);
        }
        most - second
    }
}

/// The last letters of a word, packed into a number. Common words have fewer than fit, so no
/// longer word is mistaken for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Word(u128);

impl Word {
    /// The bits of a letter.
    const LETTER: u32 = 16;

    fn of(letters: &str) -> Self {
        let mut word = Self::default();
        letters.chars().for_each(|letter| word.push(letter));
        word
    }

    fn push(&mut self, letter: char) {
        self.0 = self.0 << Self::LETTER | u128::from(u32::from(letter));
    }

    /// The last two letters of a word of at least four.
    fn ending(self) -> Option<Self> {
        let is_long = self.0 >> (3 * Self::LETTER) != 0;
        is_long.then(|| Self(self.0 & ((1 << (2 * Self::LETTER)) - 1)).marked())
    }

    /// Two letters marked as an ending, which no word is.
    fn marked(self) -> Self {
        Self(self.0 | 1 << (u128::BITS - 1))
    }
}

/// What there is to know about a character.
#[derive(Debug, Clone, Copy)]
struct Letter {
    /// The letter in lower case, unless the character is none of the scripts that vote.
    lower_case: Option<char>,
    votes: Votes,
}

impl Letter {
    fn of(character: char) -> Self {
        let lower_case = Some(lower_case(character)).filter(|&letter| is_letter(letter));
        let (candidates, number) = lower_case.map_or((&[][..], 0), of_letter);
        let mut votes = Votes::default();
        votes.add_for(candidates, number);
        Self { lower_case, votes }
    }
}

/// The characters up to the last Cyrillic one, which are nearly all.
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| ('\0'..'\u{500}').map(Letter::of).collect());

/// The votes of common words and endings.
static TABLE: LazyLock<FxHashMap<Word, Votes>> = LazyLock::new(|| {
    /// A whole word tells more than an ending.
    const VOTES_OF_WORD: u8 = 2;
    const VOTES_OF_ENDING: u8 = 1;
    let mut table: FxHashMap<Word, Votes> = FxHashMap::default();
    for (candidate, words) in COMMON_WORDS {
        for word in words.split_whitespace() {
            table.entry(Word::of(word)).or_default().add_for(&[candidate], VOTES_OF_WORD);
        }
    }
    for (candidate, endings) in COMMON_ENDINGS {
        for ending in endings.split_whitespace() {
            let ending = Word::of(ending).marked();
            table.entry(ending).or_default().add_for(&[candidate], VOTES_OF_ENDING);
        }
    }
    table
});

/// Whether a character in lower case is a letter of the scripts that vote.
fn is_letter(character: char) -> bool {
    matches!(character, 'a'..='z' | 'ß'..='ö' | 'ø'..='ɏ' | 'а'..='ӿ' | '\u{1e00}'..='\u{1eff}')
}

/// A letter in lower case, as far as the letters that vote go.
fn lower_case(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'À'..='Þ' | 'А'..='Я' => shifted(letter, 0x20),
        'Ѐ'..='Џ' => shifted(letter, 0x50),
        'Ā'..='ſ' | 'Ґ' | 'Ș' | 'Ț' | 'Ғ'..='Ӿ' => {
            letter.to_lowercase().next().unwrap_or(letter)
        }
        _ => letter,
    }
}

fn shifted(letter: char, distance: u32) -> char {
    char::from_u32(u32::from(letter) + distance).unwrap_or(letter)
}

/// The languages that a letter in lower case speaks for, if not all with its script have it.
#[rustfmt::skip]
fn of_letter(letter: char) -> (&'static [Candidate], u8) {
    match letter {
        'ñ' => (&[Spanish], 4),
        'ã' | 'õ' => (&[Portuguese], 4),
        'ß' => (&[German], 4),
        'œ' => (&[French], 2),
        'ä' | 'ö' | 'ü' => (&[German, Scandinavian, Other], 2),
        'ó' => (&[Spanish, Catalan, Slavic, Other], 2),
        'í' | 'á' | 'ú' => (&[Spanish, Portuguese, Catalan, Slavic, Other], 1),
        'é' => (&[French, Spanish, Portuguese, Catalan, Italian, Slavic, Other], 1),
        'è' => (&[French, Italian, Catalan], 1),
        'à' => (&[French, Italian, Catalan, Portuguese], 1),
        'ò' | 'ì' => (&[Italian, Catalan, Other], 1),
        'ù' => (&[French, Italian], 1),
        'ç' => (&[French, Portuguese, Catalan, Other], 1),
        'ê' | 'ô' | 'â' => (&[French, Portuguese, Other], 1),
        'û' | 'î' => (&[French, Other], 2),
        'ë' | 'ï' => (&[French, Dutch, Catalan, Other], 1),
        'å' | 'æ' | 'ø' => (&[Scandinavian], 2),
        'ý' | 'š' | 'ž' | 'č' | 'ř' | 'ě' | 'đ' | 'ł' | 'ś' | 'ź' | 'ż' | 'ć' | 'ń' | 'ą' | 'ę' =>
            (&[Slavic, Other], 2),
        'ð' | 'þ' | 'ā'..='ſ' | 'ș' | 'ț' | '\u{1e00}'..='\u{1eff}' => (&[Other], 2),
        'ы' | 'э' => (&[Russian, Belarusian, Other], 4),
        'ё' => (&[Russian, Belarusian], 4),
        'ъ' => (&[Bulgarian], 3),
        'і' => (&[Ukrainian, Belarusian, Other], 4),
        'ї' | 'є' | 'ґ' => (&[Ukrainian], 4),
        'ў' => (&[Belarusian], 4),
        'ј' | 'љ' | 'њ' | 'џ' | 'ђ' | 'ћ' | 'ѓ' | 'ќ' | 'ѕ' => (&[Serbian], 4),
        'ғ'..='ӿ' => (&[Other], 4),
        _ => (&[], 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_fit_into_the_table() {
        for (candidate, words) in COMMON_WORDS {
            for word in words.split_whitespace() {
                assert!(word.chars().count() <= 7, "{word} of {candidate:?} is too long");
                assert!(word.chars().all(|c| c.is_alphabetic() && lower_case(c) == c), "{word}");
            }
        }
    }

    #[test]
    fn words_and_letters_say_whose_text_it_is() {
        for (text, best) in [
            ("Der Minister und die Kanzlerin", German),
            ("El ministro y los aliados", Spanish),
            ("O ministro não disse", Portuguese),
            ("Il ministro della difesa", Italian),
            ("Le ministre et les alliés", French),
            ("МИНИСТР СКАЗАЛ, ЧТО ЭТО НЕ ТАК", Russian),
            ("Міністр сказав, що це не так", Ukrainian),
            ("Министърът каза, че това не е така", Bulgarian),
        ] {
            assert_eq!(Votes::of(text, 6).best(), best, "for {text:?}");
        }
    }
}
