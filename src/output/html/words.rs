//! A text with marked words, which can be highlighted by theme.

use std::fmt::Write as _;
use std::ops::Range;

use maud::Render;

use crate::model::Explanation;
use crate::output::marks::{cut_at_marks, parts};

/// The maximum number of terms to mark per theme; others contribute too little to be visible.
pub const MARKED: usize = 24;

/// The unchanged text, with each marked word in an element that holds its contribution to the score
/// of each theme.
///
/// Most of a page is such words, so they are written without templates.
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) explanations: &'a [Explanation],
}

impl Render for Words<'_> {
    fn render_to(&self, buffer: &mut String) {
        const BYTES_PER_WORD: usize = 64;
        let marks = marks(self.text, self.explanations);
        let places = marks.chunk_by(|a, b| a.span == b.span);
        let places = places.map(|marks| (marks[0].span.clone(), marks));
        let (words, rest) = cut_at_marks(self.text, places);
        buffer.reserve(self.text.len() + words.len() * BYTES_PER_WORD);
        for (before, word, marks) in words {
            escape(before, buffer);
            buffer.push_str("<span class=\"word\" data-values=\"");
            write_values(marks, buffer);
            buffer.push_str("\">");
            escape(word, buffer);
            buffer.push_str("</span>");
        }
        escape(rest, buffer);
    }
}

/// Escapes text as maud does, but copies runs instead of single bytes.
fn escape(text: &str, buffer: &mut String) {
    let mut rest = text;
    let special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"');
    while let Some(at) = rest.bytes().position(special) {
        buffer.push_str(&rest[..at]);
        rest[at..=at].render_to(buffer);
        rest = &rest[at + 1..];
    }
    buffer.push_str(rest);
}

/// A word with its byte range and its contribution to a theme.
struct Mark<'a> {
    span: Range<usize>,
    theme: &'a str,
    value: f64,
}

/// The marked words of all explanations, by position, then by theme.
///
/// The characters of a Chinese word share its contribution, so that each has what all words around
/// it contribute.
fn marks<'a>(text: &'a str, explanations: &'a [Explanation]) -> Vec<Mark<'a>> {
    let mut explanations: Vec<_> = explanations.iter().collect();
    explanations.sort_by_key(|explanation| explanation.theme.as_str());
    let marks = explanations.into_iter().flat_map(|explanation| {
        let theme = explanation.theme.as_str();
        explanation.contributions.iter().take(MARKED).flat_map(move |term| {
            let share = term.share();
            term.spans.iter().flat_map(move |span| {
                let parts = parts(text, span.clone());
                let value = share / parts.clone().count() as f64;
                parts.map(move |span| Mark { span, theme, value })
            })
        })
    });
    let mut marks: Vec<_> = marks.collect();
    // Stable, so marks at one position stay in the order of the themes.
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    marks
}

/// Writes the contribution of a word to each theme: `{"theme":0.25}`. Theme ids need no escaping.
fn write_values(marks: &[Mark], buffer: &mut String) {
    buffer.push('{');
    for (at, marks) in marks.chunk_by(|a, b| a.theme == b.theme).enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let (theme, value) = (marks[0].theme, marks.iter().fold(0.0, |sum, m| sum + m.value));
        for part in [comma, "&quot;", theme, "&quot;:"] {
            buffer.push_str(part);
        }
        thousandths(buffer, value);
    }
    buffer.push('}');
}

/// Writes a number like `{value:.3}`, but much faster, as a page has thousands.
fn thousandths(buffer: &mut String, value: f64) {
    let scaled = value.abs() * 1000.0;
    let rounded = scaled.round_ties_even();
    // Large numbers and numbers close to a tie are left to the standard library.
    if scaled > 1e9 || (scaled - scaled.trunc() - 0.5).abs() < 1e-6 {
        let _ = write!(buffer, "{value:.3}");
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1e9")]
    let number = rounded as u64;
    if value.is_sign_negative() {
        buffer.push('-');
    }
    write_digits(buffer, number);
}

/// Writes thousandths as a number with three digits after the point.
fn write_digits(buffer: &mut String, thousandths: u64) {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    if whole < 10 {
        buffer.push(digit(whole));
    } else {
        buffer.push_str(&whole.to_string());
    }
    buffer.push('.');
    for place in [100, 10, 1] {
        buffer.push(digit(part / place % 10));
    }
}

fn digit(number: u64) -> char {
    char::from(b'0' + u8::try_from(number).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contribution;
    use proptest::prelude::*;

    fn explanation(marks: impl Iterator<Item = (Range<usize>, f64)>) -> Explanation {
        let contributions = marks.map(|(span, value)| {
            let spans = vec![span];
            Contribution { term: String::new(), value, spans }
        });
        Explanation {
            theme: "trade".parse().unwrap(),
            bias: 0.0,
            score: 0.0,
            confidence: 0.5,
            novelty: 0.0,
            threshold: 0.5,
            contributions: contributions.collect(),
            from_article: Vec::new(),
        }
    }

    fn without_markup(page: &str) -> String {
        let texts = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        let text = texts.collect::<String>();
        let characters = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        characters.iter().fold(text, |text, (escaped, plain)| text.replace(escaped, plain))
    }

    #[test]
    fn characters_have_what_the_words_around_them_contribute() {
        // 外交 and 交部.
        let explanations = [explanation([(0..6, 0.5), (3..9, -0.25)].into_iter())];
        let page = Words { text: "外交部。", explanations: &explanations }.render().into_string();
        let word = |value, character| {
            format!(
                "<span class=\"word\" data-values=\"{{&quot;trade&quot;:{value}}}\">{character}</span>"
            )
        };
        let expected = [word("0.250", "外"), word("0.125", "交"), word("-0.125", "部")];
        assert_eq!(page, expected.concat() + "。");
    }

    proptest! {
        #[test]
        fn text_is_escaped_as_maud_escapes_it(text in "[a-é&<>\"']{0,20}") {
            let mut found = String::new();
            escape(&text, &mut found);
            prop_assert_eq!(found, text.render().into_string());
        }

        /// Whatever the spans: overlapping, of Chinese characters, of letters with marks.
        #[test]
        fn marked_words_leave_the_text_as_it_is(
            words in proptest::collection::vec("[外交部贸易國\u{FE00}]{1,4}|[ء-ي\u{64B}-\u{652}]{1,5}|(e\u{301}|[a-z&<\"]){1,5}|[ ，]{1,2}", 1..12),
            places in proptest::collection::vec((0_usize..12, 1_usize..4, -1.0..1.0_f64), 0..30),
        ) {
            let text = words.concat();
            let end = |word: usize| words[..word.min(words.len())].concat().len();
            let spans = places.iter().map(|&(word, count, value)| (end(word)..end(word + count), value));
            let explanations = [explanation(spans.filter(|(span, _)| !span.is_empty()))];
            let page = Words { text: &text, explanations: &explanations }.render().into_string();
            prop_assert_eq!(without_markup(&page), text);
        }

        #[test]
        fn thousandths_are_as_the_standard_library_writes_them(value in -1e7..1e7_f64, small in -2.0..2.0_f64) {
            for value in [value, small, small / 1e3, 0.0, -0.0, 0.0005, 1.5, -0.0004, 999.9996] {
                let mut found = String::new();
                thousandths(&mut found, value);
                prop_assert_eq!(found, format!("{value:.3}"));
            }
        }
    }
}
