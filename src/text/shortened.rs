//! Shortens long texts.

use unicode_segmentation::UnicodeSegmentation;

/// Truncates a text to a maximum number of bytes, and then adds `…`. A letter keeps its marks.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let begins = text.grapheme_indices(true).map(|(begin, _)| begin);
    let end = begins.take_while(|&begin| begin <= most).last().unwrap_or_default();
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_marks() {
        for (text, expected) in [
            ("cafe", "cafe"),
            ("cafes", "cafe…"),
            ("cafe\u{301}", "caf…"),
            ("外交部", "外…"),
            ("وَقَ", "وَ…"),
        ] {
            assert_eq!(shortened(text, 4), expected);
        }
    }
}
