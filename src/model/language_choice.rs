//! Which table reads a paragraph.
//!
//! A paragraph in another language than usual is told by its script, or by the words that are not
//! known. It is then read with the table of its own language, if the model has one.

use super::Worker;
use super::reader::Reader;
use crate::language::{Detected, Language, detect, detect_in};

/// The share of known words below which a paragraph may be in another language: most have more.
const MIN_KNOWN: f32 = 0.75;
/// The share of known words below which a paragraph must be in another language, or in none.
const STRANGE: f32 = 0.25;
/// The number of words below which a paragraph is short: the language of a headline is a guess.
const SHORT: usize = 12;

impl Worker {
    /// Reads the next paragraphs as parts of a text in a language, unless they are clearly in another;
    /// in the model's own language if the model does not have this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::Model;
    /// use themewise::language::Language;
    ///
    /// let mut worker = Model::embedded()?.worker();
    /// worker.turn_to(Language::English);
    /// assert_eq!(worker.predict("Tariffs").language, Language::English);
    /// # Ok::<(), themewise::Error>(())
    /// ```
    pub fn turn_to(&mut self, language: Language) {
        self.usual = self.place_of(language).unwrap_or(0);
        self.current = self.usual;
    }

    /// The index of the reader of a language, if the model has it.
    pub(super) fn place_of(&mut self, language: Language) -> Option<usize> {
        let of_language = |reader: &Reader| reader.language() == language;
        let known = self.readers.iter().position(of_language);
        known.or_else(|| {
            self.readers.push(self.others.as_ref()?(language)?);
            Some(self.readers.len() - 1)
        })
    }

    /// Begins a text in a language; in the model's own if it is not known.
    #[cfg(feature = "documents")]
    pub(crate) fn begin_text(&mut self, language: Option<Language>) {
        if self.chosen.is_none() {
            self.turn_to(language.unwrap_or(self.readers[0].language()));
        }
    }

    /// Scores a paragraph, which becomes the current one.
    #[inline]
    pub(crate) fn score(&mut self, paragraph: &str) {
        self.current = self.usual;
        let one = self.others.is_none() || self.chosen.is_some();
        // Most words would be unknown, and unknown words are slow.
        if !one && self.language().is_in_other_script(paragraph) && self.score_if_foreign(paragraph)
        {
            return;
        }
        self.score_as_is(paragraph);
        if one {
            return;
        }
        if self.usual > 0 && self.words < SHORT {
            self.score_in_own_language(paragraph);
        } else if self.known < MIN_KNOWN {
            self.score_in_its_language(paragraph);
        }
    }

    /// Scores a short paragraph again if the model's own language knows more of its words: a headline
    /// says too little for its language to be certain.
    #[cold]
    fn score_in_own_language(&mut self, paragraph: &str) {
        let known = self.known;
        if known >= 1.0 {
            return;
        }
        self.current = 0;
        self.score_as_is(paragraph);
        if self.known <= known {
            self.current = self.usual;
            self.score_as_is(paragraph);
        }
    }

    /// Scores a paragraph in its language if that is another than usual and has a table. Returns
    /// whether it does.
    #[cold]
    fn score_if_foreign(&mut self, paragraph: &str) -> bool {
        let found = detect_in(paragraph, Detected::from(self.language()));
        self.score_in(found, paragraph)
    }

    /// Scores a paragraph in a language if that is another than the current one and has a table.
    /// Returns whether it does.
    fn score_in(&mut self, language: Detected, paragraph: &str) -> bool {
        let place = language.language().and_then(|language| self.place_of(language));
        let Some(place) = place.filter(|&place| place != self.current) else { return false };
        self.current = place;
        self.score_as_is(paragraph);
        true
    }

    /// Scores a paragraph again if it is in another language than usual.
    #[cold]
    fn score_in_its_language(&mut self, paragraph: &str) {
        let usual = Detected::from(self.language());
        let mut found = detect_in(paragraph, usual);
        if found == usual && self.known < STRANGE {
            found = detect(paragraph, None).unwrap_or(usual);
        }
        self.score_in(found, paragraph);
    }
}
