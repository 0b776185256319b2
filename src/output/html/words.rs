//! A text with its words marked, so that they can be lit up by theme.

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};

use crate::model::Explanation;
use crate::output::marks::cut_at_marks;

/// Terms marked for each theme; what others add is too little to be seen.
const MARKED: usize = 24;

/// The text, whole and unchanged, each marked word in an element that holds what it adds
/// to the score of each theme.
pub(crate) fn words(text: &str, explanations: &[Explanation]) -> Markup {
    let (words, rest) = cut_at_marks(text, marks(explanations));
    html! {
        @for (before, word, values) in words {
            (before) span.word data-values=(json(&values)) { (word) }
        }
        (rest)
    }
}

/// What each word adds to each theme.
type Values<'a> = BTreeMap<&'a str, f64>;

/// The marked words of all explanations, from left to right.
fn marks(explanations: &[Explanation]) -> Vec<(Range<usize>, Values<'_>)> {
    let mut marks: BTreeMap<(usize, usize), Values> = BTreeMap::new();
    for explanation in explanations {
        for occurrence in explanation.occurrences(MARKED) {
            let place = (occurrence.span.start, occurrence.span.end);
            *marks.entry(place).or_default().entry(explanation.theme.as_str()).or_default() +=
                occurrence.value;
        }
    }
    marks.into_iter().map(|((start, end), values)| (start..end, values)).collect()
}

/// `{"theme":0.25}`; ids of themes need no escape.
fn json(values: &Values) -> String {
    let values = values.iter().map(|(theme, value)| format!("\"{theme}\":{value:.3}"));
    format!("{{{}}}", values.collect::<Vec<_>>().join(","))
}
