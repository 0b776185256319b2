//! Splits a text into paragraphs.
//!
//! Articles come with one paragraph per line, with blank lines between
//! paragraphs, or with lines broken at a fixed width. Only the last kind needs
//! lines joined, and it shows: nearly every line is filled, that is, the first
//! word of the next line would not have fitted any more. A line that is not
//! filled ends its paragraph, a heading for instance, and so does a list item.

use std::borrow::Cow;
use std::ops::Range;

use super::line::{Line, is_blank, lines};

/// A paragraph at its place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// The text as it stands in the document, with the line breaks inside it,
    /// without the marker of a list item.
    pub text: &'a str,
    /// Its bytes; `text == &document[range]`.
    pub range: Range<usize>,
    /// The number of its first line, from 1.
    pub line: usize,
}

impl<'a> Paragraph<'a> {
    fn begin(text: &'a str, line: &Line) -> Self {
        let range = line.span.start + line.marker..line.span.end;
        Self { text: &text[range.clone()], range, line: line.number }
    }

    fn extend(&mut self, text: &'a str, line: &Line) {
        self.range.end = line.span.end;
        self.text = &text[self.range.clone()];
    }

    /// The text in one line: each line break and the space around it becomes
    /// one space, or nothing behind a soft hyphen.
    pub fn one_line(&self) -> Cow<'a, str> {
        if !self.text.contains('\n') {
            return Cow::Borrowed(self.text);
        }
        let mut joined = String::with_capacity(self.text.len());
        for line in self.text.split('\n').map(|line| line.trim_matches(is_blank)) {
            if joined.ends_with('\u{AD}') {
                joined.pop();
            } else if !joined.is_empty() && !line.is_empty() {
                joined.push(' ');
            }
            joined.push_str(line);
        }
        Cow::Owned(joined)
    }
}

/// Splits a text into its paragraphs, in order; text without any letter or
/// digit is none.
///
/// # Examples
///
/// ```
/// use themewise::document::paragraphs;
///
/// let text = "Headline\n\nFirst paragraph.\n• one item\n• another";
/// let found: Vec<_> = paragraphs(text).into_iter().map(|p| (p.line, p.text)).collect();
/// assert_eq!(found, [(1, "Headline"), (3, "First paragraph."), (4, "one item"), (5, "another")]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let lines: Vec<_> = lines(text).collect();
    let width = wrap_width(&lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let joins = before.is_some_and(|before| wraps(before, line, width));
        match paragraphs.last_mut() {
            _ if line.is_blank() => {}
            Some(last) if joins => last.extend(text, line),
            _ => paragraphs.push(Paragraph::begin(text, line)),
        }
        before = Some(line);
    }
    paragraphs
}

/// Whether a line goes on in the next one, in a text broken at `width`, if it is.
fn wraps(line: &Line, next: &Line, width: Option<usize>) -> bool {
    let filled = || width.is_some_and(|width| is_filled(line, next, width));
    // A soft hyphen at the end can only be a broken word.
    !line.is_blank() && (line.text.ends_with('\u{AD}') || filled())
}

/// Whether `next` is no list item and its first word did not fit any more.
fn is_filled(line: &Line, next: &Line, width: usize) -> bool {
    next.marker == 0 && line.width() + 1 + next.first_word_width() > width
}

/// The width at which the text is broken, if it is.
///
/// Lines of over 100 characters are not broken. Otherwise, of the lines
/// followed by another without a blank line between, more than half must be
/// filled, and half of these go on in lower case: the longest line of a list
/// of headlines looks filled too.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    const WIDEST: usize = 100;
    let several_words = |line: &&Line| line.text.contains(is_blank);
    let width = lines.iter().filter(several_words).map(Line::width).max()?;
    if width > WIDEST {
        return None;
    }
    let pairs = lines.iter().zip(&lines[1..]);
    let pairs =
        pairs.filter(|(line, next)| !line.is_blank() && !next.is_blank() && next.marker == 0);
    let (filled, open): (Vec<_>, Vec<_>) =
        pairs.partition(|(line, next)| is_filled(line, next, width));
    let continued = filled.iter().filter(|(_, next)| next.continues()).count();
    (filled.len() > open.len() && 2 * continued >= filled.len()).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<(usize, String)> {
        paragraphs(text).iter().map(|p| (p.line, p.one_line().into_owned())).collect()
    }

    const LONG: &str = "A paragraph in one line, longer than any width at which people break \
                        their lines by hand or by program, as web pages give it when copied.";

    #[test]
    fn one_paragraph_per_line() {
        let text = format!("\u{FEFF}Title\r\nSecond title\r\n{LONG}\r\n{LONG}\r\n \u{A0}\r\nEnd");
        let long = LONG.to_owned();
        let expected = [
            (1, "Title".to_owned()),
            (2, "Second title".to_owned()),
            (3, long.clone()),
            (4, long),
            (6, "End".to_owned()),
        ];
        assert_eq!(split(&text), expected);
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let text = "\
A HEADING OF ITS OWN
The minister said on Tuesday that the
country would answer the new tariffs of
its neighbour in kind. Talks go on.
A second paragraph begins after a short
line and ends here.

  Another one after a blank line, with a
soft hyphen in the word inter\u{AD}
ference, and so on.";
        let expected = [
            (1, "A HEADING OF ITS OWN"),
            (
                2,
                "The minister said on Tuesday that the country would answer the new tariffs of \
                 its neighbour in kind. Talks go on.",
            ),
            (5, "A second paragraph begins after a short line and ends here."),
            (
                8,
                "Another one after a blank line, with a soft hyphen in the word interference, \
                 and so on.",
            ),
        ];
        assert_eq!(split(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn two_lines_are_joined_only_if_the_second_goes_on() {
        for (text, expected) in [
            ("The government said it would\nimpose tariffs.", 1),
            ("Security deal questioned after findings\nTrade deal signed", 2),
            ("", 0),
            (" \n\n* * *\n---\n", 0),
        ] {
            assert_eq!(paragraphs(text).len(), expected, "for {text:?}");
        }
    }

    #[test]
    fn a_list_item_is_a_paragraph_without_its_marker() {
        let text = "\
The list of the three demands of the
committee, which met on Monday, is:
  • sanctions on the banks of the state
    that paid for it
  • new rules
 1) an inquiry
* * *
Done.";
        let expected = [
            (1, "The list of the three demands of the committee, which met on Monday, is:"),
            (3, "sanctions on the banks of the state that paid for it"),
            (5, "new rules"),
            (6, "an inquiry"),
            (8, "Done."),
        ];
        assert_eq!(split(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    proptest! {
        #[test]
        fn paragraphs_are_in_order_and_cover_every_word(text in "([a-zA-Z•é \u{A0}\u{AD}.1)-]{0,30}(\n|\r\n|\n\n)){0,12}\\PC{0,40}") {
            let mut end = 0;
            for paragraph in paragraphs(&text) {
                let Range { start, end: stop } = paragraph.range.clone();
                prop_assert!(start >= end && stop > start);
                prop_assert_eq!(paragraph.text, &text[paragraph.range.clone()]);
                prop_assert_eq!(text[..start].matches('\n').count() + 1, paragraph.line);
                let between = &text[end..start];
                let unread = between.trim().trim_matches(|c: char| !c.is_alphanumeric());
                prop_assert!(unread.len() <= 3, "{:?} was lost", between);
                end = stop;
            }
            prop_assert!(!text[end..].chars().any(char::is_alphanumeric));
        }
    }
}
