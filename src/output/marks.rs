//! Marked words in a text.

use std::ops::Range;

/// Cuts a text at its marks, which are ordered from left to right: the text before a marked
/// word, the word, and its mark; then the text after all of them. A mark that overlaps the
/// one before is skipped.
///
/// # Examples
///
/// ```
/// use themewise::output::cut_at_marks;
///
/// let (words, rest) = cut_at_marks("steel tariffs rose", [(6..13, 0.5), (9..18, 0.1)]);
/// assert_eq!(words, [("steel ", "tariffs", 0.5)]);
/// assert_eq!(rest, " rose");
/// ```
pub fn cut_at_marks<M>(
    text: &str,
    marks: impl IntoIterator<Item = (Range<usize>, M)>,
) -> (Vec<(&str, &str, M)>, &str) {
    let mut end = 0;
    let mut words = Vec::new();
    for (span, mark) in marks {
        if span.start >= end {
            words.push((&text[end..span.start], &text[span.clone()], mark));
            end = span.end;
        }
    }
    (words, &text[end..])
}
