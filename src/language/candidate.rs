//! The languages that words and letters vote for.

/// A language, or some that need not be told apart here, that words and letters vote for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    English,
    French,
    German,
    Spanish,
    Portuguese,
    Italian,
    Dutch,
    Catalan,
    /// Danish, Norwegian and Swedish.
    Scandinavian,
    /// Slavic languages with Latin letters.
    Slavic,
    Russian,
    Ukrainian,
    Belarusian,
    Bulgarian,
    /// Macedonian and Serbian.
    Serbian,
    /// Any other.
    Other,
}

use Candidate::{
    Belarusian, Bulgarian, Catalan, Dutch, English, French, German, Italian, Other, Portuguese,
    Russian, Scandinavian, Serbian, Slavic, Spanish, Ukrainian,
};

impl Candidate {
    /// Every candidate.
    pub(super) const ALL: [Self; 16] = [
        English,
        French,
        German,
        Spanish,
        Portuguese,
        Italian,
        Dutch,
        Catalan,
        Scandinavian,
        Slavic,
        Russian,
        Ukrainian,
        Belarusian,
        Bulgarian,
        Serbian,
        Other,
    ];
}
