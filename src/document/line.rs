//! One line of a text, and what its looks say of it.

use std::ops::Range;

/// A line without its end, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The visible part: no space, byte order mark or line end around it.
    pub(super) text: &'a str,
    /// Its bytes in the document.
    pub(super) span: Range<usize>,
    /// Its number, from 1.
    pub(super) number: usize,
    /// The length of a list marker and the space behind it, 0 if it is no item.
    pub(super) marker: usize,
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').zip(1..).map(move |(raw, number)| {
        let begin = start;
        start += raw.len();
        line(raw, begin, number)
    })
}

fn line(raw: &str, begin: usize, number: usize) -> Line<'_> {
    let visible = raw.trim_start_matches(is_blank);
    let begin = begin + raw.len() - visible.len();
    let text = visible.trim_end_matches(is_blank);
    Line { text, span: begin..begin + text.len(), number, marker: marker(text) }
}

/// White space, also no-break, and characters without width.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

impl Line<'_> {
    /// Whether there is nothing to read: space, or rules such as `* * *`.
    pub(super) fn is_blank(&self) -> bool {
        !self.text.chars().any(char::is_alphanumeric)
    }

    /// Its length in characters.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }

    /// The characters of its first word.
    pub(super) fn first_word_width(&self) -> usize {
        self.text.split(is_blank).next().map_or(0, |word| word.chars().count())
    }

    /// Whether it goes on with a sentence begun in the line before.
    pub(super) fn continues(&self) -> bool {
        self.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
    }
}

/// The length of a list marker (`•`, `-`, `1.`, `(2)`, `a)`) and the space
/// behind it.
fn marker(text: &str) -> usize {
    let first = text.split(is_blank).next().unwrap_or_default();
    let rest = &text[first.len()..];
    if rest.is_empty() || !(is_bullet(first) || is_number(first)) {
        return 0;
    }
    text.len() - rest.trim_start_matches(is_blank).len()
}

fn is_bullet(word: &str) -> bool {
    const BULLETS: &str = "•◦‣⁃▪▫●○■□▶►➢➤✓✔·–—-*+";
    let mut characters = word.chars();
    characters.next().is_some_and(|c| BULLETS.contains(c)) && characters.next().is_none()
}

/// `1.`, `12)`, `(3)`, `a)`, `(b)`: not `2024.`, nor a bare number or letter,
/// and not the initial in `J. Smith`.
fn is_number(word: &str) -> bool {
    let bare = word.strip_prefix('(').unwrap_or(word);
    let Some(number) = bare.strip_suffix([')', '.']) else {
        return false;
    };
    let digits =
        !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
    digits || (letter && word.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers_are_told_from_words() {
        for (text, expected) in [
            ("• item", "• ".len()),
            ("-  item", 3),
            ("1. item", 3),
            ("(12) item", 5),
            ("a) item", 3),
            ("A. Smith said", 0),
            ("a. item", 0),
            ("2024. It", 0),
            ("-", 0),
            ("-5 degrees", 0),
            ("3 items", 0),
            ("— dash", "— ".len()),
        ] {
            assert_eq!(marker(text), expected, "for {text:?}");
        }
    }
}
