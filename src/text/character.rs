//! Classes of characters.

use unicode_normalization::char::is_combining_mark;

pub(super) const SOFT_HYPHEN: char = '\u{AD}';

/// Characters that end a line. `\r\n` ends one line, not two, and so does `\r\r\n`, which programs
/// write that convert line ends twice.
pub(crate) const LINE_ENDS: [char; 7] =
    ['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a character has no width of its own and no meaning inside a word:
/// soft hyphen, zero-width space and joiners, word joiner, byte order mark.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, SOFT_HYPHEN | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

pub(super) fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || (!character.is_ascii() && is_combining_mark(character))
}

/// Whether a character is white space or invisible.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Whether a script is written without spaces between words: Han, Kana,
/// Bopomofo, Thai, Lao, Burmese and Khmer.
pub(crate) fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{312F}'
        | '\u{31A0}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}
