//! Marked words in a text.

use std::ops::Range;

/// Cuts a text at its marks, which are sorted by position. Returns, for each mark, the text before
/// the marked word, the word, and the mark, then the text after the last one. A mark that overlaps
/// the one before is skipped.
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
