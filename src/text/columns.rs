//! Columns of a terminal, which are not characters: Chinese ones take two, vowel signs none.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The number of columns of a text.
///
/// Each character is measured with its marks, but without its neighbours: most terminals draw no
/// Arabic ligatures.
#[cfg(feature = "training")]
pub(crate) fn columns(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The beginning of a text that fits into a number of columns, with `…` if the rest is cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    let (mut width, mut kept) = (0, 0);
    for (at, character) in text.grapheme_indices(true) {
        width += character.width();
        if width > columns {
            return format!("{}…", &text[..kept]);
        }
        if width < columns {
            kept = at + character.len();
        }
    }
    text.to_owned()
}

/// A text with spaces up to a number of columns.
#[cfg(feature = "training")]
pub(crate) fn padded(text: &str, to: usize) -> String {
    format!("{text}{:1$}", "", to.saturating_sub(columns(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_not_by_characters() {
        for (text, expected) in [
            ("", ""),
            ("short", "short"),
            ("rather", "rather"),
            ("rather so", "rather…"),
            ("rather long", "rather…"),
            ("國有器官們", "國有器…"),
            ("國有器", "國有器"),
            // Accents and vowel signs stay with their letters, and take no column.
            ("e\u{301}te\u{301}s de\u{301}ja", "e\u{301}te\u{301}s d…"),
            ("وَقَالَ وَزِيرٌ", "وَقَالَ وَ…"),
            // Not drawn as a ligature.
            ("لالالالا", "لالالا…"),
            ("👩‍👩‍👦👩‍👩‍👦👩‍👩‍👦👩‍👩‍👦", "👩‍👩‍👦👩‍👩‍👦👩‍👩‍👦…"),
        ] {
            let cut = cut(text, 7);
            assert_eq!(cut, expected);
            assert!(cut.graphemes(true).map(UnicodeWidthStr::width).sum::<usize>() <= 7, "{cut}");
        }
        assert_eq!(cut("國", 0), "…");
    }

    #[cfg(feature = "training")]
    #[test]
    fn names_are_padded_to_equal_columns() {
        assert_eq!(
            ["新华社", "e\u{301}tat", "AFP"].map(|name| padded(name, 6) + "|"),
            ["新华社|", "e\u{301}tat  |", "AFP   |"]
        );
    }
}
