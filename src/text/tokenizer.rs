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
//!
//! Most words of English news are ASCII letters and digits between spaces. The tokenizer classifies
//! 64 bytes at a time, without branches: bytes that may belong to a word, and hard ones, which are
//! not ASCII or may join two parts of a word. (The apostrophe of `don’t` always joins, and counts
//! as a letter.) Words without hard bytes are read from the bit masks; the others are scanned
//! character by character.

use std::ops::Range;

use super::byte_classes::{BLOCK, ByteClasses, may_be_word};
use super::character::{SOFT_HYPHEN, is_blank, is_invisible, is_unspaced, is_word_character};
use super::mark::{Mark, Marks, first_word};
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
    /// The start of the current block of 64 bytes.
    block: usize,
    /// The bytes of the block that may belong to the remaining words.
    words: u64,
    /// The bytes of the block that make the word they belong to, or directly follow, a hard one.
    hard: u64,
    /// The next address, handle or hashtag, and those after it.
    mark: Option<Mark>,
    marks: Marks,
    /// Where it begins; the length of the text if there is none.
    stop: usize,
    /// Whether a word so far seems to be broken at the end of a line.
    broken: bool,
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
    let marks = Marks::of(text);
    let (stop, broken) = (text.len(), false);
    let mut tokens = Tokens { text, block: 0, words: 0, hard: 0, mark: None, marks, stop, broken };
    tokens.find_mark(0);
    tokens.read_block(0);
    tokens
}

/// Returns the words of `text` from left to right as its language separates them.
pub fn words(text: &str, language: Language) -> Tokens<'_> {
    match language.segmenter() {
        Segmenter::Spaces => tokens(text),
    }
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
        loop {
            let span = self.next_run()?;
            if span.end <= self.stop {
                return Some(span);
            }
            if let Some(span) = self.read_mark(span) {
                return Some(span);
            }
        }
    }

    /// Whether a word so far seems to be broken at the end of a line; see [`continuation`].
    pub(super) fn has_broken_word(&self) -> bool {
        self.broken
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
        self.read_block(end);
        is_word.then_some(run.start..end)
    }

    /// The byte range of the next word of a text without marks.
    #[inline]
    fn next_run(&mut self) -> Option<Range<usize>> {
        loop {
            if self.words == 0 {
                if self.text.len() - self.block <= BLOCK {
                    return None;
                }
                self.read_block(self.block + BLOCK);
                continue;
            }
            let first = self.words.trailing_zeros() as usize;
            let start = self.block + first;
            let length = (self.words >> first).trailing_ones() as usize;
            let past = first + length;
            if past < BLOCK && self.hard >> first & !(!0 << length << 1) == 0 {
                self.words &= !0 << past;
                return Some(start..start + length);
            }
            if past < BLOCK || first == 0 {
                let span = hard_span(self.text, start)?;
                self.broken |= continuation(self.text, span.end).is_some();
                self.skip_to(span.end);
                return Some(span);
            }
            // The word may continue after the block.
            self.read_block(start);
        }
    }

    /// Classifies the block of bytes at `start`.
    #[inline]
    fn read_block(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let rest = &bytes[start..];
        let ByteClasses { words, foreign, joiners, hyphens, apostrophes } = ByteClasses::of(rest);
        let before = |distance| start.checked_sub(distance).map_or(0, |place| bytes[place]);
        let [last, last_but_one] = [before(1), before(2)];
        let next = rest.get(BLOCK).is_some_and(|&byte| may_be_word(byte));
        let after = words << 1 | u64::from(may_be_word(last));
        let between = after & (words >> 1 | u64::from(next) << (BLOCK - 1));
        // A hyphen only joins a word after its first letter.
        let second = (words & !foreign) << 2
            | u64::from(last.is_ascii_alphanumeric()) << 1
            | u64::from(last_but_one.is_ascii_alphanumeric());
        // The byte after an apostrophe at the end of the block is unknown.
        let apostrophes = apostrophes & after & (words >> 3 | !(!0 >> 3));
        let joiners = (joiners | hyphens & !second) & between | apostrophes;
        // A word may be broken at a hyphen that no word follows at once.
        let breaks = hyphens & after & !between;
        (self.block, self.words, self.hard) = (start, words, foreign | joiners | breaks);
    }

    /// Continues at `position`.
    fn skip_to(&mut self, position: usize) {
        match position - self.block {
            skipped @ ..BLOCK => self.words &= !0 << skipped,
            _ => self.read_block(position),
        }
    }
}

/// Where the word that ends at `end` seems to go on, if a hyphen there breaks it: at the small letter
/// after the white space that follows the hyphen.
pub(super) fn continuation(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].strip_prefix(['-', '‐'])?;
    let next = rest.trim_start_matches(is_blank);
    let goes_on = next.len() < rest.len() && next.starts_with(char::is_lowercase);
    (goes_on && text[..end].ends_with(char::is_alphabetic)).then_some(text.len() - next.len())
}

/// The first word from `position` on, scanned character by character.
fn hard_span(text: &str, position: usize) -> Option<Range<usize>> {
    let start = position + text[position..].find(char::is_alphanumeric)?;
    Some(start..word_end(text, start))
}

/// The end of the word that starts at `start`: a run of word characters and
/// every further run that a joiner ties to it.
fn word_end(text: &str, start: usize) -> usize {
    let mut run = start..run_end(text, start);
    let mut abbreviation = false;
    while let Some(joined) = joined_run(text, start, &run) {
        abbreviation = text[run.end..].starts_with('.') && is_letters(&text[joined.clone()]);
        run = joined;
    }
    // The last dot of `U.S.` belongs to the word, that of `the end.` does not.
    run.end + usize::from(abbreviation && text[run.end..].starts_with('.'))
}

/// The end of the run of word characters that starts at `start`.
///
/// A run does not mix scripts written without spaces with others, and looks
/// through characters that are invisible inside a word.
fn run_end(text: &str, start: usize) -> usize {
    let ascii = text[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let start = start + ascii;
    if text[start..].bytes().next().is_none_or(|byte| byte.is_ascii()) && ascii > 0 {
        return start;
    }
    let (mut end, mut unspaced, mut hyphenated) = (start, (ascii > 0).then_some(false), false);
    for (offset, character) in text[start..].char_indices() {
        // A word broken at a soft hyphen continues on the next line.
        hyphenated = character == SOFT_HYPHEN
            || hyphenated && (matches!(character, '\r' | '\n') || is_invisible(character));
        if hyphenated || is_invisible(character) {
            continue;
        }
        let script = *unspaced.get_or_insert(is_unspaced(character));
        if !is_word_character(character) || is_unspaced(character) != script {
            break;
        }
        end = start + offset + character.len_utf8();
    }
    end
}

/// The run joined to `run` by the joiner after it, if any.
fn joined_run(text: &str, word_start: usize, run: &Range<usize>) -> Option<Range<usize>> {
    let joiner = text[run.end..].chars().next()?;
    let start = run.end + joiner.len_utf8();
    let first = text[start..].chars().next()?;
    if !first.is_alphanumeric() || is_unspaced(first) {
        return None;
    }
    let before = &text[run.clone()];
    let last = before.chars().next_back()?;
    let letters = last.is_alphabetic() && first.is_alphabetic() && !is_unspaced(last);
    let digits = last.is_numeric() && first.is_numeric();
    let next = start..run_end(text, start);
    let ties = match joiner {
        '\'' | '’' => letters,
        '.' if letters => is_one_letter(before) && is_one_letter(&text[next.clone()]),
        '.' | ',' => digits,
        '-' | '‐' | '‑' => run.start == word_start && is_one_letter(before),
        '$' | '£' | '€' | '¥' => is_letters(before) && before.len() <= 3 && first.is_numeric(),
        _ => false,
    };
    ties.then_some(next)
}

fn is_letters(run: &str) -> bool {
    run.chars().all(char::is_alphabetic)
}

fn is_one_letter(run: &str) -> bool {
    run.chars().count() == 1 && is_letters(run)
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
    fn words_of_any_length_are_found_at_any_place_of_a_block() {
        for length in 1..=140 {
            let word = "x".repeat(length);
            for indent in 0..=BLOCK {
                let text = format!("{}“{word}’s {word}. {word}-b", " ".repeat(indent));
                let possessive = format!("{word}’s");
                let mut expected = vec![possessive.as_str(), &word];
                let compound = format!("{word}-b");
                let end = if length == 1 { vec![compound.as_str()] } else { vec![&word, "b"] };
                expected.extend(end);
                assert_eq!(texts(&text), expected, "for {length} bytes after {indent}");
            }
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
        fn words_read_off_bits_are_those_found_character_by_character(
            text in "([a-z0-9A-Z.,'$’ \u{AD}\u{308}\r\n林é£-]|[a-z]{1,9} ){0,200}|\\PC{0,200}"
        ) {
            prop_assume!(Marks::of(&text).next(&text, 0).is_none());
            let mut position = 0;
            let slow = std::iter::from_fn(|| {
                let span = hard_span(&text, position)?;
                position = span.end;
                Some(Token { text: &text[span.clone()], span })
            });
            prop_assert_eq!(tokens(&text).collect::<Vec<_>>(), slow.collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_tokenized(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(tokens(&text).count() <= text.len());
        }
    }
}
