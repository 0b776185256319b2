//! A line of a text, with its layout.

use std::ops::Range;

use crate::text::LINE_ENDS;

/// A line that has a letter or digit, without its line end, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The visible part: no space, byte order mark or line end around it.
    pub(crate) text: &'a str,
    /// The same with its indentation.
    indented: &'a str,
    /// Its byte range in the document.
    pub(crate) span: Range<usize>,
    /// Where it begins, with its indentation.
    pub(crate) begin: usize,
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Whether the previous line is blank or missing.
    pub(crate) apart: bool,
    /// The marker of a list item that it seems to begin with, if any.
    pub(crate) marker: Option<Marker>,
}

/// The marker of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The length of the marker and the space after it, in bytes.
    pub(crate) length: usize,
    /// Whether it can be nothing else: true of a `•`, but not of a dash or a number, which also
    /// occur in running text.
    pub(crate) certain: bool,
}

/// The lines of a text that have a letter or digit on them.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut apart = true;
    for ((span, _), number) in all_lines(text).zip(1..) {
        let line = line(&text[span.clone()], span.start, number, apart);
        apart = line.is_none();
        lines.extend(line);
    }
    lines
}

/// The number of line ends in a text.
pub(crate) fn count_line_ends(text: &str) -> usize {
    all_lines(text).filter(|(span, next)| span.end < *next).count()
}

/// The byte range of every line, and where the next one begins.
fn all_lines(text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
    // Checked once for the whole text, because most texts have none.
    let end_of_line = if has_rare_end(text.as_bytes()) { line_end } else { plain_line_end };
    let mut start = 0;
    std::iter::from_fn(move || {
        let begin = start;
        let (end, next) = (begin < text.len()).then(|| end_of_line(text, begin))?;
        start = next;
        Some((begin..end, next))
    })
}

/// Where the line at `start` ends, and where the next one begins, in a text whose only line ends
/// are `\n`.
fn plain_line_end(text: &str, start: usize) -> (usize, usize) {
    let newline = memchr::memchr(b'\n', &text.as_bytes()[start..]);
    newline.map_or((text.len(), text.len()), |length| (start + length, start + length + 1))
}

/// The same in any text.
fn line_end(text: &str, start: usize) -> (usize, usize) {
    // Bounded, so that a text with other line ends is not scanned to its end for each line.
    const MAX_SCANNED_BYTES: usize = 4096;
    let bytes = &text.as_bytes()[start..];
    let newline = memchr::memchr(b'\n', &bytes[..bytes.len().min(MAX_SCANNED_BYTES)]);
    if let Some(length) = newline.filter(|&length| !has_rare_end(&bytes[..length])) {
        return (start + length, start + length + 1);
    }
    let Some((offset, end)) = text[start..].match_indices(LINE_ENDS).next() else {
        return (text.len(), text.len());
    };
    let (place, next) = (start + offset, start + offset + end.len());
    let rest = if end == "\r" { &text[next..] } else { "" };
    let pair = ["\n", "\r\n"].into_iter().find(|pair| rest.starts_with(pair));
    (place, next + pair.map_or(0, str::len))
}

/// Whether a text contains a line end.
pub(crate) fn has_line_end(text: &str) -> bool {
    let newline = memchr::memchr(b'\n', text.as_bytes()).is_some();
    newline || (has_rare_end(text.as_bytes()) && text.contains(LINE_ENDS))
}

/// Whether a text may contain line ends other than `\n`. Few texts do, and the check is fast.
fn has_rare_end(text: &[u8]) -> bool {
    // Checks every byte, sixteen at a time. A loop that stops early would not be vectorised.
    let control = |byte: u8| u8::from(byte.wrapping_sub(0x0B) < 3);
    let is = |byte: u8, other: u8| u8::from(byte == other);
    let found = text.iter().fold(0, |found, &byte| found | control(byte));
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    // U+0085, U+2028, U+2029.
    let wide = pairs.fold(0, |found, (&first, &second)| {
        found | is(first, 0xC2) & is(second, 0x85) | is(first, 0x80) & is(second & 0xFE, 0xA8)
    });
    found | wide != 0
}

fn line(raw: &str, begin: usize, number: usize, apart: bool) -> Option<Line<'_>> {
    // Rules such as `* * *` separate paragraphs like blank lines.
    raw.chars().any(char::is_alphanumeric).then(|| {
        let visible = raw.trim_start_matches(is_blank);
        let start = begin + raw.len() - visible.len();
        let text = visible.trim_end_matches(is_blank);
        let (span, indented) = (start..start + text.len(), &raw[..start - begin + text.len()]);
        Line { text, indented, span, begin, number, apart, marker: marker(text) }
    })
}

/// Whether a character is white space, including no-break space, or has no width.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

impl Line<'_> {
    /// Its length in characters, with its indentation.
    pub(crate) fn width(&self) -> usize {
        self.indented.chars().count()
    }

    /// The length of its first word in characters.
    pub(crate) fn first_word_width(&self) -> usize {
        self.text.split(is_blank).next().map_or(0, |word| word.chars().count())
    }

    /// Whether its last word is broken at a hyphen and goes on in `next`.
    pub(crate) fn is_broken(&self, next: &Self) -> bool {
        let hyphen = self.text.strip_suffix(['-', '‐']);
        let letter = hyphen.is_some_and(|before| before.ends_with(char::is_alphabetic));
        self.text.ends_with('\u{AD}') || letter && next.text.starts_with(char::is_lowercase)
    }

    /// Whether its last character ends a sentence or announces a list.
    pub(crate) fn is_closed(&self) -> bool {
        self.text.ends_with(['.', ':', ';', '!', '?', '”', '"'])
    }
}

/// The list marker (`•`, `-`, `1.`, `(2)`, `a)`) at the beginning of a line.
fn marker(text: &str) -> Option<Marker> {
    let first = text.split(is_blank).next().unwrap_or_default();
    let rest = &text[first.len()..];
    let certain = is_one_of(first, "•◦‣⁃▪▫●○■□▶►➢➤✓✔");
    let marker = certain || is_one_of(first, "·–—-*+") || is_number(first);
    let length = text.len() - rest.trim_start_matches(is_blank).len();
    (marker && !rest.is_empty()).then_some(Marker { length, certain })
}

fn is_one_of(word: &str, characters: &str) -> bool {
    let mut word = word.chars();
    let (first, second) = (word.next(), word.next());
    second.is_none() && first.is_some_and(|character| characters.contains(character))
}

/// `1.`, `12)`, `(3)`, `a)`, `(b)`: not `2024.`, nor a bare number or letter,
/// and not the initial in `J. Smith`.
fn is_number(word: &str) -> bool {
    let bare = word.strip_prefix('(').unwrap_or(word);
    let Some(number) = bare.strip_suffix([')', '.']) else { return false };
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
    digits || (letter && word.ends_with(')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers_are_told_from_words() {
        for (text, expected) in [
            ("• item", Some(("• ".len(), true))),
            ("-  item", Some((3, false))),
            ("1. item", Some((3, false))),
            ("(12) item", Some((5, false))),
            ("a) item", Some((3, false))),
            ("— dash", Some(("— ".len(), false))),
            ("A. Smith said", None),
            ("a. item", None),
            ("2024. It", None),
            ("-", None),
            ("-5 degrees", None),
            ("3 items", None),
        ] {
            let found = marker(text).map(|marker| (marker.length, marker.certain));
            assert_eq!(found, expected, "for {text:?}");
        }
    }

    #[test]
    fn lines_end_as_systems_end_them() {
        let text = "one\r\ntwo\rthree\n\r\n* * *\nfour\u{2028}five";
        let found: Vec<_> = lines(text).iter().map(|l| (l.number, l.apart, l.text)).collect();
        let expected = [
            (1, true, "one"),
            (2, false, "two"),
            (3, false, "three"),
            (6, true, "four"),
            (7, false, "five"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_end_converted_twice_is_one() {
        for (text, expected) in [
            ("a\r\r\nb\r\r\n\r\r\nc", vec![(1, true), (2, false), (4, true)]),
            ("a\r\rb", vec![(1, true), (3, true)]),
            ("a\r\r\r\nb", vec![(1, true), (3, true)]),
            ("a\r\r\n\nb", vec![(1, true), (3, true)]),
        ] {
            let found: Vec<_> = lines(text).iter().map(|l| (l.number, l.apart)).collect();
            assert_eq!(found, expected, "for {text:?}");
        }
    }
}
