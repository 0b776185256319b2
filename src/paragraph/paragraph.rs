//! Splits a text into paragraphs.
//!
//! Articles come with one paragraph per line, with blank lines between paragraphs, or with
//! lines wrapped at a fixed width. Only in wrapped text must lines be joined. It is recognised
//! by its filled lines: the first word of the next line would not have fitted. A line that is
//! not filled ends its paragraph. A list item begins a new one.

use std::borrow::Cow;
use std::ops::Range;

use super::line::{Line, has_line_end, is_blank, lines};
use crate::language::Language;
use crate::text::LINE_ENDS;

/// A paragraph at its place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// The text as in the document, with its line breaks, but without the marker of a list item.
    pub text: &'a str,
    /// Its byte range: `text == &document[range]`, unless the text was extracted from markup.
    pub range: Range<usize>,
    /// The number of its first line, from 1.
    pub line: usize,
    /// The language whose rules apply to its lines and sentences.
    pub language: Language,
}

impl<'a> Paragraph<'a> {
    fn begin(text: &'a str, line: &Line, language: Language) -> Self {
        let marker = line.marker.map_or(0, |marker| marker.length);
        let range = line.span.start + marker..line.span.end;
        Self { text: &text[range.clone()], range, line: line.number, language }
    }

    fn extend(&mut self, text: &'a str, line: &Line) {
        self.range.end = line.span.end;
        self.text = &text[self.range.clone()];
    }

    /// The text in one line. In English, a line break and the space around it become one space.
    /// After a hyphen they are removed, and after a soft hyphen so is the hyphen.
    pub fn one_line(&self) -> Cow<'a, str> {
        if !has_line_end(self.text) {
            return Cow::Borrowed(self.text);
        }
        let mut joined = String::with_capacity(self.text.len());
        for line in self.text.split(LINE_ENDS).map(|line| line.trim_matches(is_blank)) {
            if joined.ends_with('\u{AD}') {
                joined.pop();
            } else if !(joined.is_empty() || line.is_empty() || ends_in_hyphen(&joined)) {
                joined.push_str(self.language.line_joiner());
            }
            joined.push_str(line);
        }
        Cow::Owned(joined)
    }
}

/// Whether a word continues on the next line: after `state-`, but not after ` -`.
fn ends_in_hyphen(line: &str) -> bool {
    line.strip_suffix(['-', '‐']).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// Splits a text in the default language into its paragraphs, in order. A paragraph has at
/// least one letter or digit.
///
/// # Examples
///
/// ```
/// use themewise::paragraph::paragraphs;
///
/// let text = "Headline\n\nFirst paragraph.\n• one item\n• another";
/// let found: Vec<_> = paragraphs(text).into_iter().map(|p| (p.line, p.text)).collect();
/// assert_eq!(found, [(1, "Headline"), (3, "First paragraph."), (4, "one item"), (5, "another")]);
/// ```
pub fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    paragraphs_in(text, Language::default())
}

/// Splits a text into its paragraphs by the rules of its language.
pub(crate) fn paragraphs_in(text: &str, language: Language) -> Vec<Paragraph<'_>> {
    let lines = lines(text);
    join(text, &lines, wrap_width(&lines, language), language)
}

/// Joins lines to paragraphs. `width` is the width at which the text is wrapped, if it is.
pub(crate) fn join<'a>(
    text: &'a str,
    lines: &[Line],
    width: Option<usize>,
    language: Language,
) -> Vec<Paragraph<'a>> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        let joins = before.is_some_and(|before| joins(before, line, width));
        match paragraphs.last_mut() {
            Some(last) if joins => last.extend(text, line),
            _ => paragraphs.push(Paragraph::begin(text, line, language)),
        }
        before = Some(line);
    }
    paragraphs
}

/// Whether a paragraph continues from a line to the next one. `width` is as in [`join`].
fn joins(line: &Line, next: &Line, width: Option<usize>) -> bool {
    let filled = || width.is_some_and(|width| is_filled(line, next, width));
    !next.apart && (line.is_broken(next) || (filled() && !is_item(line, next)))
}

/// Whether the first word of `next` no longer fitted into `line`, or only its beginning did. A line
/// longer than the width is not wrapped text but a headline.
fn is_filled(line: &Line, next: &Line, width: usize) -> bool {
    let length = line.width();
    let full = || line.is_broken(next) || length + 1 + next.first_word_width() > width;
    length <= width && full()
}

/// Whether `next` is a list item. In wrapped lines, a number may only look like a marker:
/// “… in May / 7. He said”.
fn is_item(line: &Line, next: &Line) -> bool {
    let continues = !line.is_closed() && line.marker.is_none();
    next.marker.is_some_and(|marker| marker.certain || !continues)
}

/// The width at which the text is wrapped, if it is: that of the longest line, or of the longest
/// that is not the first of a run, which may be a headline.
pub(crate) fn wrap_width(lines: &[Line], language: Language) -> Option<usize> {
    const MAX_WIDTH: usize = 130;
    let runs: Vec<_> = lines
        .chunk_by(|line, next| {
            !next.apart && line.width() <= MAX_WIDTH && next.width() <= MAX_WIDTH
        })
        .filter(|run| run.len() > 1)
        .collect();
    let longest = |skipped: usize| {
        let lines = runs.iter().flat_map(|run| &run[skipped..]);
        lines.filter(|line| line.text.contains(is_blank)).map(Line::width).max()
    };
    [longest(0), longest(1)]
        .into_iter()
        .flatten()
        .find(|&width| is_wrapped_at(width, &runs, language))
}

/// Whether runs of lines, without blank lines between them, are wrapped at a width.
///
/// Of the lines followed by another, more than half must be filled, and after at least half of
/// these the sentence must continue. In a list of headlines, the longest one is filled too.
fn is_wrapped_at(width: usize, runs: &[&[Line]], language: Language) -> bool {
    let pairs = runs.iter().flat_map(|run| run.iter().zip(&run[1..]));
    let pairs = pairs.filter(|(line, next)| !is_item(line, next));
    let (filled, open): (Vec<_>, Vec<_>) =
        pairs.partition(|(line, next)| is_filled(line, next, width));
    let goes_on = |line: &Line, next: &Line| language.sentence_goes_on(line.text, next.text);
    let continued = filled.iter().filter(|(line, next)| goes_on(line, next)).count();
    filled.len() > open.len() && 2 * continued >= filled.len()
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
ference, and a hard one in state-
backed, and so on.";
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
                 and a hard one in state-backed, and so on.",
            ),
        ];
        assert_eq!(split(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn names_at_the_beginning_of_lines_do_not_hide_the_width() {
        let wrapped = "The envoys of Norway and the\nFaroe Islands met on Monday in\n\
                       Trondheim to divide the cod\nquota, said Ms Solheim, who\n\
                       Iceland had named as chair.";
        assert_eq!(split(wrapped), [(1, wrapped.replace('\n', " "))]);
        let headlines = "Norway and Iceland divide cod\nFaroe Islands protest in Oslo\n\
                         Trondheim hosts the fishers\nQuota talks to go on in May";
        assert_eq!(split(headlines).len(), 4);
    }

    #[test]
    fn a_long_headline_does_not_hide_the_width_of_the_text() {
        let body = "\
The minister said on Tuesday that the
country would answer the tariffs in May
7. He did not say how, but the union —
which met on Monday — wants it soon.";
        let joined = body.replace('\n', " ");
        for headline in [LONG, "A headline somewhat wider than the text below it"] {
            for gap in ["\n", "\n\n"] {
                let text = format!("{headline}{gap}{body}");
                let found: Vec<_> = split(&text).into_iter().map(|(_, text)| text).collect();
                assert_eq!(found, [headline.to_owned(), joined.clone()]);
            }
        }
    }

    #[test]
    fn two_lines_are_joined_only_if_the_sentence_continues() {
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
        fn paragraphs_are_in_order_and_cover_every_word(text in "([a-zA-Z•é \u{A0}\u{AD}.1)-]{0,30}(\n|\r\n|\r\r\n|\n\n)){0,12}\\PC{0,40}") {
            let mut end = 0;
            for paragraph in paragraphs(&text) {
                let Range { start, end: stop } = paragraph.range.clone();
                prop_assert!(start >= end && stop > start);
                prop_assert_eq!(paragraph.text, &text[paragraph.range.clone()]);
                let ends = text[..start].replace("\r\r\n", "\n").replace("\r\n", "\n").matches(LINE_ENDS).count();
                prop_assert_eq!(ends + 1, paragraph.line);
                let between = &text[end..start];
                let unread = between.trim().trim_matches(|c: char| !c.is_alphanumeric());
                prop_assert!(unread.len() <= 3, "{:?} was lost", between);
                end = stop;
            }
            prop_assert!(!text[end..].chars().any(char::is_alphanumeric));
        }
    }
}
