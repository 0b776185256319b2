//! The direction of texts.

/// Marks around a text that has a direction of its own, whatever is beside it (UAX #9).
pub(crate) const LEFT_TO_RIGHT: &str = "\u{2066}";
const RIGHT_TO_LEFT: &str = "\u{2067}";
pub(crate) const END: &str = "\u{2069}";
/// As a letter that is not seen.
#[cfg(feature = "training")]
pub(crate) const RIGHT_TO_LEFT_MARK: &str = "\u{200F}";

/// Whether most letters of a text are written from right to left. Its first letter tells less, as
/// an Arabic text can begin with a foreign name.
pub(crate) fn is_right_to_left(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    2 * letters().filter(|c| is_of_right_to_left(*c)).count() > letters().count()
}

/// A text for a terminal, between its [`isolates`].
pub(crate) fn isolated(text: &str) -> String {
    let (begin, end) = isolates(text);
    format!("{begin}{text}{end}")
}

/// The marks before and after a text that isolate its direction, if it has characters from right to
/// left.
///
/// A terminal that puts Arabic in its order would otherwise draw the numbers and labels beside it
/// into that order, too. Other texts have no marks, since some terminals show them as boxes. Text
/// is never reordered here: then those terminals would reverse it again.
pub(crate) fn isolates(text: &str) -> (&'static str, &'static str) {
    match (has_right_to_left(text), is_right_to_left(text)) {
        (false, _) => ("", ""),
        (true, false) => (LEFT_TO_RIGHT, END),
        (true, true) => (RIGHT_TO_LEFT, END),
    }
}

/// Whether a text has a character that is written from right to left.
pub(crate) fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_of_right_to_left)
}

/// Whether a character is of a script such as Hebrew, Arabic, Syriac, Thaana or N'Ko.
fn is_of_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide_the_direction() {
        for (text, expected) in [
            ("", false),
            ("25 %", false),
            ("Café", false),
            ("外交部", false),
            ("WHO: تفشي الكوليرا", true),
            ("وَقَالَ", true),
            ("שר הביטחון אמר", true),
            ("The minister said “نعم” twice.", false),
        ] {
            assert_eq!(is_right_to_left(text), expected, "for {text:?}");
        }
    }

    #[test]
    fn only_texts_with_words_from_right_to_left_are_isolated() {
        for (text, expected) in [
            ("Café 外交部", "Café 外交部"),
            ("قال 25 %", "\u{2067}قال 25 %\u{2069}"),
            ("a file, ملف.txt", "\u{2066}a file, ملف.txt\u{2069}"),
        ] {
            assert_eq!(isolated(text), expected);
        }
    }
}
