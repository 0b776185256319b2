//! A text with its words marked, so that they can be lit up by theme.

use std::fmt::Write as _;
use std::ops::Range;

use maud::{Markup, Render, html};

use crate::model::Explanation;
use crate::output::marks::cut_at_marks;

/// The maximum number of terms to mark per theme; others contribute too little to be visible.
const MARKED: usize = 24;

/// The text, whole and unchanged, each marked word in an element that holds what it adds
/// to the score of each theme.
pub(crate) fn words(text: &str, explanations: &[Explanation]) -> Markup {
    let marks = marks(explanations);
    let places = marks.chunk_by(|a, b| a.span == b.span);
    let (words, rest) = cut_at_marks(text, places.map(|marks| (marks[0].span.clone(), marks)));
    html! {
        @for (before, word, marks) in words {
            (before) span.word data-values=(Values(marks)) { (word) }
        }
        (rest)
    }
}

/// A word with its byte range and its contribution to a theme.
struct Mark<'a> {
    span: &'a Range<usize>,
    theme: &'a str,
    value: f64,
}

/// The marked words of all explanations, from left to right, at one place by theme.
fn marks(explanations: &[Explanation]) -> Vec<Mark<'_>> {
    let marks = explanations.iter().flat_map(|explanation| {
        let theme = explanation.theme.as_str();
        explanation.contributions.iter().take(MARKED).flat_map(move |term| {
            let value = term.share();
            term.spans.iter().map(move |span| Mark { span, theme, value })
        })
    });
    let mut marks: Vec<_> = marks.collect();
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end, mark.theme));
    marks
}

/// The contribution of a word to each theme: `{"theme":0.25}`; ids of themes need no escape.
struct Values<'a>(&'a [Mark<'a>]);

impl Render for Values<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push('{');
        for (at, marks) in self.0.chunk_by(|a, b| a.theme == b.theme).enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let (theme, value) = (marks[0].theme, marks.iter().fold(0.0, |sum, m| sum + m.value));
            // Writing to a string does not fail.
            let _ = write!(buffer, "{comma}&quot;{theme}&quot;:{value:.3}");
        }
        buffer.push('}');
    }
}
