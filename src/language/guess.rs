//! The language that a text seems to be in, and whether that is certain.

use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::candidate::Candidate;
use super::sample::prefix;
use super::script::Script;
use super::votes::Votes;
use super::{Detected, Language};

/// The maximum number of bytes whose letters are counted.
const MAX_SCRIPT_SAMPLE: usize = 128;
/// The maximum number of bytes whose words are compared with those of an expected language.
const MAX_EXPECTED_SAMPLE: usize = 96;
/// The maximum number of bytes whose words vote.
const MAX_VOTING_SAMPLE: usize = 256;
/// The maximum number of bytes to examine by trigrams and the like, which is slow.
const MAX_SLOW_SAMPLE: usize = 128;
/// The lead in votes at which no more of a text is read.
const ENOUGH: u8 = 6;
/// The same if the language is the one that is expected.
const ENOUGH_IF_EXPECTED: u8 = 3;
/// The minimum lead in votes of a text whose language is clear: two common words.
const CLEAR: u8 = 4;
/// The votes for the language that n-grams point to, as many as those of a word.
const VOTES_OF_NGRAMS: u8 = 2;
/// The minimum number of bytes of a text that has common words if it is in one of our languages.
const MIN_WITH_COMMON_WORDS: usize = 60;
/// The minimum number of bytes of a text that has letters which Russian lacks if it is Ukrainian.
const MIN_WITH_UKRAINIAN: usize = 40;

/// The language that a text seems to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) language: Detected,
    /// Whether letters or words leave no doubt.
    pub(super) is_clear: bool,
}

impl Guess {
    /// The language of a text, if its letters are known.
    pub(super) fn of(text: &str) -> Option<Self> {
        if let Some(language) = Self::clear(text) {
            return Some(Self { language, is_clear: true });
        }
        match script_of(text) {
            Script::Latin => Self::of_latin(prefix(text, MAX_VOTING_SAMPLE)),
            Script::Cyrillic => Self::of_cyrillic(prefix(text, MAX_VOTING_SAMPLE)),
            Script::Other => Self::of_whatlang(text),
            _ => None,
        }
    }

    /// The language of a text, if letters or words leave no doubt.
    pub(super) fn clear(text: &str) -> Option<Detected> {
        match script_of(text) {
            Script::None => None,
            Script::Latin | Script::Cyrillic => {
                let text = prefix(text, MAX_VOTING_SAMPLE);
                let votes = Votes::of(text, ENOUGH);
                if votes.lead() >= CLEAR { named(votes.best(), text) } else { None }
            }
            Script::Arabic => Some(Language::Arabic.into()),
            Script::Han => Some(Language::Chinese.into()),
            Script::Persian => Detected::of_whatlang(Lang::Pes),
            Script::Urdu => Detected::of_whatlang(Lang::Urd),
            Script::Kana => Detected::of_whatlang(Lang::Jpn),
            Script::Hangul => Detected::of_whatlang(Lang::Kor),
            Script::Other => Self::of_whatlang(text).filter(|it| it.is_clear).map(|it| it.language),
        }
    }

    /// The language that whatlang detects, which is clear if it says that it is reliable.
    fn of_whatlang(text: &str) -> Option<Self> {
        let found = whatlang::detect(text)?;
        let language = Detected::of_whatlang(found.lang())?;
        Some(Self { language, is_clear: found.is_reliable() })
    }

    /// The language of a text with Latin letters whose words leave doubts.
    fn of_latin(text: &str) -> Option<Self> {
        let mut votes = Votes::of(text, ENOUGH);
        let sample = prefix(text, MAX_SLOW_SAMPLE);
        votes.add_for(&[of_whichlang(sample)], VOTES_OF_NGRAMS);
        if votes.lead() < VOTES_OF_NGRAMS {
            votes.add_for(of_detector(&LATIN, sample), VOTES_OF_NGRAMS);
        }
        Self::of_another(&votes, text).or_else(|| Self::of_votes(&votes, text))
    }

    /// The language of a text with Cyrillic letters that leave doubts, as its words do.
    fn of_cyrillic(text: &str) -> Option<Self> {
        let mut votes = Votes::of(text, ENOUGH);
        if text.len() >= MIN_WITH_UKRAINIAN && !text.contains(['і', 'І', 'ї', 'є']) {
            votes.add_for(&[Candidate::Russian, Candidate::Bulgarian, Candidate::Serbian], 1);
        }
        let sample = prefix(text, MAX_SLOW_SAMPLE);
        votes.add_for(of_detector(&CYRILLIC, sample), VOTES_OF_NGRAMS);
        Self::of_another(&votes, text).or_else(|| Self::of_votes(&votes, text))
    }

    /// The language with the most votes.
    fn of_votes(votes: &Votes, text: &str) -> Option<Self> {
        let language = named(votes.best(), text)?;
        Some(Self { language, is_clear: false })
    }

    /// A language that has no rules, if a text that is long enough has few common words of others.
    fn of_another(votes: &Votes, text: &str) -> Option<Self> {
        if votes.lead() >= CLEAR || text.len() < MIN_WITH_COMMON_WORDS {
            return None;
        }
        let found = Self::of_whatlang(text)?;
        (found.is_clear && found.language.language().is_none()).then_some(found)
    }

    /// Whether the first letters and words of a text are those of a language which is expected.
    pub(super) fn is_plainly(text: &str, language: Language) -> bool {
        let candidate = match language {
            Language::Arabic => return script_of(text) == Script::Arabic,
            Language::Chinese => return script_of(text) == Script::Han,
            Language::English => Candidate::English,
            Language::French => Candidate::French,
            Language::German => Candidate::German,
            Language::Portuguese => Candidate::Portuguese,
            Language::Russian => Candidate::Russian,
            Language::Spanish => Candidate::Spanish,
            Language::Ukrainian => Candidate::Ukrainian,
        };
        let votes = Votes::of(prefix(text, MAX_EXPECTED_SAMPLE), ENOUGH_IF_EXPECTED);
        votes.are_most_for(candidate) && votes.votes_for(candidate) >= ENOUGH_IF_EXPECTED
    }
}

fn script_of(text: &str) -> Script {
    Script::of(prefix(text, MAX_SCRIPT_SAMPLE))
}

/// Tells apart what words and whichlang do not.
static LATIN: LazyLock<Detector> = LazyLock::new(|| {
    Detector::with_allowlist(vec![Lang::Eng, Lang::Fra, Lang::Deu, Lang::Spa, Lang::Por, Lang::Ita])
});

/// Tells apart what letters and words do not.
static CYRILLIC: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(vec![Lang::Rus, Lang::Ukr]));

/// Names languages that have no rules.
static OTHERS: LazyLock<Detector> = LazyLock::new(|| {
    let ours = Language::ALL.map(|language| Detected::from(language).whatlang());
    Detector::with_denylist(ours.to_vec())
});

fn of_detector(detector: &Detector, text: &str) -> &'static [Candidate] {
    match detector.detect_lang(text) {
        Some(Lang::Eng) => &[Candidate::English],
        Some(Lang::Fra) => &[Candidate::French],
        Some(Lang::Deu) => &[Candidate::German],
        Some(Lang::Spa) => &[Candidate::Spanish],
        Some(Lang::Por) => &[Candidate::Portuguese],
        Some(Lang::Ita) => &[Candidate::Italian],
        Some(Lang::Rus) => &[Candidate::Russian],
        Some(Lang::Ukr) => &[Candidate::Ukrainian],
        _ => &[],
    }
}

fn of_whichlang(text: &str) -> Candidate {
    match whichlang::detect_language(text) {
        whichlang::Lang::Eng => Candidate::English,
        whichlang::Lang::Fra => Candidate::French,
        whichlang::Lang::Deu => Candidate::German,
        whichlang::Lang::Spa => Candidate::Spanish,
        whichlang::Lang::Por => Candidate::Portuguese,
        whichlang::Lang::Ita => Candidate::Italian,
        whichlang::Lang::Nld => Candidate::Dutch,
        whichlang::Lang::Swe => Candidate::Scandinavian,
        _ => Candidate::Other,
    }
}

/// The language of a candidate. If it stands for several, whatlang tells which one is meant.
fn named(candidate: Candidate, text: &str) -> Option<Detected> {
    let language = match candidate {
        Candidate::English => Lang::Eng,
        Candidate::French => Lang::Fra,
        Candidate::German => Lang::Deu,
        Candidate::Spanish => Lang::Spa,
        Candidate::Portuguese => Lang::Por,
        Candidate::Italian => Lang::Ita,
        Candidate::Dutch => Lang::Nld,
        Candidate::Catalan => Lang::Cat,
        Candidate::Russian => Lang::Rus,
        Candidate::Ukrainian => Lang::Ukr,
        Candidate::Belarusian => Lang::Bel,
        Candidate::Bulgarian => Lang::Bul,
        Candidate::Scandinavian | Candidate::Slavic | Candidate::Serbian | Candidate::Other => {
            OTHERS.detect_lang(text)?
        }
    };
    Detected::of_whatlang(language)
}
