//! Marked words in a text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::is_unspaced;

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

/// Joins marks that overlap in a script without spaces, where words are characters and pairs of
/// them, and adds up their values. Marks are sorted by position.
#[cfg(feature = "training")]
pub(crate) fn joined(
    text: &str,
    marks: impl IntoIterator<Item = (Range<usize>, f64)>,
) -> Vec<(Range<usize>, f64)> {
    let mut joined: Vec<(Range<usize>, f64)> = Vec::new();
    for (span, value) in marks {
        match joined.last_mut() {
            Some((last, sum)) if span.start < last.end && is_of_characters(text, &span) => {
                last.end = last.end.max(span.end);
                *sum += value;
            }
            _ => joined.push((span, value)),
        }
    }
    joined
}

/// The parts of a marked word: its characters in a script without spaces, where words overlap; else
/// the whole word.
pub(super) fn parts(text: &str, span: Range<usize>) -> impl Iterator<Item = Range<usize>> + Clone {
    let all = is_of_characters(text, &span);
    let characters =
        text[span.clone()].grapheme_indices(true).take(if all { usize::MAX } else { 1 });
    characters.map(move |(at, character)| {
        let start = span.start + at;
        if all { start..start + character.len() } else { span.clone() }
    })
}

/// Whether the words of a mark's script are its characters.
fn is_of_characters(text: &str, span: &Range<usize>) -> bool {
    text[span.clone()].starts_with(is_unspaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "training")]
    use proptest::prelude::*;

    #[cfg(feature = "training")]
    #[test]
    fn overlapping_words_are_joined_where_no_spaces_part_them() {
        let marks = |marks: &[(Range<usize>, f64)], text| joined(text, marks.to_vec());
        // 外交, 交部, and 首 apart.
        let found = marks(&[(0..6, 1.0), (3..6, -0.25), (3..9, 0.5), (9..12, 0.5)], "外交部首");
        assert_eq!(found, [(0..9, 1.25), (9..12, 0.5)]);
        let spaced = [(0..5, 1.0), (0..10, 0.5)];
        assert_eq!(marks(&spaced, "steel bars"), spaced);
    }

    #[cfg(feature = "training")]
    proptest! {
        #[test]
        fn joined_marks_keep_the_text_and_the_sum(
            text in "[外交部贸易國]{1,9}，[外交部贸易國]{1,9}",
            places in proptest::collection::vec((0_usize..19, 1_usize..4, -1.0..1.0_f64), 0..30),
        ) {
            let characters = text.len() / 3;
            let mut marks: Vec<_> = places
                .into_iter()
                .map(|(at, count, value)| (at, (at + count).min(characters), value))
                .filter(|(at, end, _)| at < end && &text[3 * at..3 * at + 3] != "，")
                .map(|(at, end, value)| (3 * at..3 * end, value))
                .collect();
            marks.sort_by_key(|(span, _)| (span.start, span.end));
            let sum = marks.iter().map(|(_, value)| value).sum::<f64>();
            let (words, rest) = cut_at_marks(&text, joined(&text, marks));
            let shown = words.iter().map(|(.., value)| value).sum::<f64>();
            prop_assert!((shown - sum).abs() < 1e-9);
            let parts = words.iter().flat_map(|(before, word, _)| [*before, *word]);
            prop_assert_eq!(parts.chain([rest]).collect::<String>(), text);
        }
    }

    #[test]
    fn a_word_of_characters_has_them_as_parts() {
        for (text, ends) in
            [("外交", &[3, 6][..]), ("國\u{FE00}", &[6]), ("e\u{301}tat", &[6]), ("صحة", &[6])]
        {
            let found: Vec<_> = parts(text, 0..text.len()).map(|part| part.end).collect();
            assert_eq!(found, ends, "for {text}");
        }
    }
}
