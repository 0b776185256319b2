//! Words that are broken at the end of a line.

use std::ops::Range;

use super::Analyzer;
use crate::text::character::LINE_ENDS;
use crate::text::runs::continuation;
use crate::text::{Tokens, normal_form};

impl Analyzer {
    /// The next word of a paragraph, whole if it is broken at the end of a line.
    #[inline]
    pub(super) fn next_word(
        &mut self,
        paragraph: &str,
        tokens: &mut Tokens,
    ) -> Option<Range<usize>> {
        let span = tokens.next_span()?;
        let next = continuation(paragraph, span.end);
        Some(next.map_or(span.clone(), |next| self.whole_word(paragraph, tokens, span, next)))
    }

    /// A word that seems to go on at `next`, with all parts that belong to it.
    #[cold]
    fn whole_word(
        &mut self,
        text: &str,
        tokens: &mut Tokens,
        mut span: Range<usize>,
        mut next: usize,
    ) -> Range<usize> {
        loop {
            let mut ahead = tokens.clone();
            let Some(rest) = ahead.next_span() else { return span };
            if rest.start != next || !self.is_one_word(text, &span, &rest) {
                return span;
            }
            (span.end, *tokens) = (rest.end, ahead);
            let Some(further) = continuation(text, span.end) else { return span };
            next = further;
        }
    }

    /// Whether the parts of a word on both sides of a hyphen are one word without it, as in
    /// `moun-` and `tains`, and not two, as in `state-` and `backed`. At the end of a line a hyphen
    /// belongs to the word only if both parts are known, and the whole is not; elsewhere it
    /// must be the other way round.
    fn is_one_word(&mut self, text: &str, part: &Range<usize>, rest: &Range<usize>) -> bool {
        let whole = self.is_known(&text[part.start..rest.end]);
        let at_line_end = text[part.end..rest.start].contains(LINE_ENDS);
        let mut both = || self.is_known(&text[part.clone()]) && self.is_known(&text[rest.clone()]);
        if at_line_end { whole || !both() } else { whole && !both() }
    }

    /// Whether the stem of a word is one of [`Self::name`].
    fn is_known(&mut self, word: &str) -> bool {
        let form = normal_form(word, self.language);
        form.is_some_and(|form| self.stems.contains(self.stemmer.stem(&form).as_ref()))
    }
}
