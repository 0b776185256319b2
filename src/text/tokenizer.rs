//! Splits a paragraph into words.
//!
//! A word is a run of letters, digits and accents, held together by the marks that belong inside
//! words: apostrophes (`don’t`), the dots of abbreviations (`U.S.`), the point or comma of a number
//! (`28,000`), a currency sign (`C$32.6`) and the hyphen after a single letter (`e-mail`, `F-35`).
//! Other hyphens separate words, because the parts of `state-backed` are common and the compound is
//! rare. A run of a script written without spaces is one word. An address or a handle has no words,
//! and a hashtag has several (`#StopTheWar`).
//!
//! Words borrow from the paragraph, so the tokenizer never allocates. Each has its byte range, so
//! that explanations can refer to the text.

use std::ops::Range;

use super::mark::{Mark, Marks, first_word};
use super::pieces::Pieces;
use super::runs::Runs;
use crate::language::{Language, Segmenter};

/// A word and its byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Its byte range in the tokenized text: `text == &whole[span]`.
    pub span: Range<usize>,
}

/// The words of a text from left to right; see [`tokens`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    /// Its words if it had no marks.
    runs: Runs<'a>,
    /// The next address, handle or hashtag, and those after it.
    mark: Option<Mark>,
    marks: Marks,
    /// Where it begins; the length of the text if there is none.
    stop: usize,
    /// How runs are split.
    segmenter: Segmenter,
    /// The other words of the current run.
    pieces: Pieces,
}

/// Returns the words of `text` from left to right, with their byte ranges.
///
/// # Examples
///
/// ```
/// use themewise::text::tokens;
///
/// let words: Vec<_> = tokens("U.S. state-backed e-mail, C$32.6 million").map(|t| t.text).collect();
/// assert_eq!(words, ["U.S.", "state", "backed", "e-mail", "C$32.6", "million"]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    split_by(text, Segmenter::Spaces)
}

/// Returns the words of `text` from left to right as its language separates them.
pub fn words(text: &str, language: Language) -> Tokens<'_> {
    split_by(text, language.segmenter())
}

fn split_by(text: &str, segmenter: Segmenter) -> Tokens<'_> {
    let (runs, marks, pieces) = (Runs::of(text), Marks::of(text), Pieces::default());
    let mut tokens = Tokens { text, runs, mark: None, marks, stop: text.len(), segmenter, pieces };
    tokens.find_mark(0);
    tokens
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        self.next_span().map(|span| Token { text: &self.text[span.clone()], span })
    }
}

impl Tokens<'_> {
    /// The byte range of the next word.
    #[inline]
    pub(super) fn next_span(&mut self) -> Option<Range<usize>> {
        if self.segmenter == Segmenter::Spaces {
            return self.next_run();
        }
        if let Some(piece) = self.pieces.next(self.text) {
            return Some(piece);
        }
        let run = self.next_run()?;
        Some(self.pieces.begin(self.text, run))
    }

    /// The next word of a script with spaces, or run of one without.
    #[inline]
    fn next_run(&mut self) -> Option<Range<usize>> {
        loop {
            let span = self.runs.next_span()?;
            if span.end <= self.stop {
                return Some(span);
            }
            if let Some(span) = self.read_mark(span) {
                return Some(span);
            }
        }
    }

    /// Finds the next address, handle or hashtag from `position` on.
    fn find_mark(&mut self, position: usize) {
        self.mark = self.marks.next(self.text, position);
        self.stop = self.mark.as_ref().map_or(self.text.len(), |mark| mark.range.start);
    }

    /// The part of a run before a mark, or the first word of a hashtag; `None` if there is none.
    #[cold]
    fn read_mark(&mut self, run: Range<usize>) -> Option<Range<usize>> {
        let Mark { range, is_hashtag } = self.mark.clone()?;
        let (end, is_word) = if run.start < range.start {
            (range.start, true)
        } else if is_hashtag && run.start < range.end {
            let words = &self.text[run.start..run.end.min(range.end)];
            (run.start + first_word(words), true)
        } else {
            self.find_mark(range.end);
            (range.end.max(run.start), false)
        };
        self.runs.read_block(end);
        is_word.then_some(run.start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text).collect()
    }

    #[test]
    fn keeps_together_what_belongs_inside_a_word() {
        for (text, expected) in [
            ("", vec![]),
            (" — … “”", vec![]),
            ("zero-day", vec!["zero", "day"]),
            ("25% tariff", vec!["25", "tariff"]),
            ("Škoda, naïve", vec!["Škoda", "naïve"]),
            ("nai\u{308}ve cafe\u{301}", vec!["nai\u{308}ve", "cafe\u{301}"]),
            ("Canada's China’s don’t", vec!["Canada's", "China’s", "don’t"]),
            ("'quoted' ‘quoted’ voters’ rights", vec!["quoted", "quoted", "voters", "rights"]),
            ("the U.S. and U.K, at 5 p.m.", vec!["the", "U.S.", "and", "U.K", "at", "5", "p.m."]),
            ("The end. A new. Plan B. It", vec!["The", "end", "A", "new", "Plan", "B", "It"]),
            ("J.K. Rowling, J.Smith", vec!["J.K.", "Rowling", "J", "Smith"]),
            ("C$32.6 million (US$23.47)", vec!["C$32.6", "million", "US$23.47"]),
            ("28,000 people, 3.5, 2", vec!["28,000", "people", "3.5", "2"]),
            ("e-mail F-35 covid-19", vec!["e-mail", "F-35", "covid", "19"]),
            ("State Organs (國有器官)。ok", vec!["State", "Organs", "國有器官", "ok"]),
            ("Lin林楚茵Lin", vec!["Lin", "林楚茵", "Lin"]),
            ("林a-b, 林ab-c", vec!["林", "a-b", "林", "ab", "c"]),
            ("in\u{AD}ter\u{AD}ference", vec!["in\u{AD}ter\u{AD}ference"]),
            ("inter\u{AD}\r\nference", vec!["inter\u{AD}\r\nference"]),
            ("a\u{A0}b\u{200B}", vec!["a", "b"]),
        ] {
            assert_eq!(texts(text), expected, "for {text:?}");
        }
    }

    #[test]
    fn addresses_and_handles_have_no_words_and_hashtags_have_theirs() {
        for (text, expected) in [
            ("see https://a.example/war/x?y=z#w for more", vec!["see", "for", "more"]),
            ("(http://a.example) HTTPS://A.EXAMPLE/WAR.", vec![]),
            ("hxxps://a[.]example/war and a[.]example/war", vec!["and"]),
            ("war www.army-war.example, www.war.example/a", vec!["war"]),
            ("gazette.example/war:8 gazette.example:80/war t.co/x9 war", vec!["war"]),
            ("army-war.example and pravda.ru, bbc.co.uk.", vec!["and"]),
            (
                "Amazon.com said.He said.the end.",
                vec!["Amazon", "com", "said", "He", "said", "the", "end"],
            ),
            (
                "and/or 24/7 U.S./China 1/2 km/h",
                vec!["and", "or", "24", "7", "U.S.", "China", "1", "2", "km", "h"],
            ),
            ("write to war@navy.example, or a.b+war@x.example", vec!["write", "to", "or"]),
            ("RT @war_news: war; @army.war@x.example. 5 @ 6", vec!["war", "5", "6"]),
            (
                "#StopTheNATOSummit2024 #trade_war #G20, #1 C#",
                vec!["Stop", "The", "NATO", "Summit", "2024", "trade", "war", "G20", "1", "C"],
            ),
            ("看https://a.example/war。战争 «http://a.example/é»", vec!["看", "战争"]),
            ("https://ru.example/новости/война война", vec!["война"]),
            ("https://a.example/the-\n army?w=\r\nwar\nwar", vec!["war"]),
            ("https://a.example/\nwar", vec!["war"]),
            ("xé@war ftp://é mailto:a@b.example", vec!["xé", "mailto"]),
        ] {
            assert_eq!(texts(text), expected, "for {text:?}");
        }
    }

    proptest! {
        #[test]
        fn spans_are_ordered_apart_and_name_their_text(text in "\\PC*|[a-zA-Z.,'$ \u{AD}\r\n林é0-9-]*") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start >= end && token.span.end > token.span.start);
                prop_assert_eq!(token.text, &text[token.span.clone()]);
                end = token.span.end;
            }
            let is_marked = text.contains(['/', '@', '#', '.']);
            prop_assert!(is_marked || text[end..].find(char::is_alphanumeric).is_none());
        }

        #[test]
        fn an_address_changes_no_other_word(
            before in "([A-Za-z,é’-]{0,9} ){0,20}",
            address in "(https?://|www\\.|)[a-z]{2,9}\\.(example|com)/[a-zA-Z0-9/_.?=&%-]{0,90}[a-z]",
            after in "( [A-Za-z,é’.-]{0,9}){0,20}",
        ) {
            let with = format!("{before}{address}{after}");
            let expected: Vec<&str> = texts(&before).into_iter().chain(texts(&after)).collect();
            prop_assert_eq!(texts(&with), expected);
        }

        #[test]
        fn any_bytes_are_tokenized(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(tokens(&text).count() <= text.len());
        }
    }
}
