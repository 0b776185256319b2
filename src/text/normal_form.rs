//! The normal form of a word, under which it is counted.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::character::is_invisible;
use crate::language::Language;

/// The maximum length of a counted word. Longer ones are base64, URLs or noise.
pub(super) const MAX_WORD_BYTES: usize = 64;

/// Returns the normal form of a word as written, or `None` if it is not counted: numbers,
/// amounts, words over 64 bytes, and in English single letters.
///
/// The normal form is in lower case, with compatibility forms composed (Unicode NFKC) and `'`
/// for `’`. The dots and the hyphen of abbreviations are removed, so that `U.S.` and `US`,
/// `e-mail` and `email` are one word; in English so is a possessive `'s`.
///
/// # Examples
///
/// ```
/// use themewise::language::Language;
/// use themewise::text::normal_form;
///
/// let form = |word| normal_form(word, Language::English);
/// assert_eq!(form("Canada’s").as_deref(), Some("canada"));
/// assert_eq!(form("U.S.").as_deref(), Some("us"));
/// assert_eq!(form("C$32.6"), None);
/// ```
pub fn normal_form(word: &str, language: Language) -> Option<Cow<'_, str>> {
    if word.len() > MAX_WORD_BYTES || word.starts_with(char::is_numeric) {
        return None;
    }
    let spelling = spelling(word)?;
    let stripped = language.without_ending(&spelling);
    let long_enough = stripped.chars().nth(language.min_characters() - 1).is_some();
    let counted = long_enough && stripped.starts_with(char::is_alphabetic);
    let length = stripped.len();
    counted.then(|| shortened(spelling, length))
}

fn spelling(word: &str) -> Option<Cow<'_, str>> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(Cow::Borrowed(word));
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(Cow::Owned(word.to_ascii_lowercase()));
    }
    any_spelling(word).map(Cow::Owned)
}

/// The normal form of any word; `None` for amounts of money.
fn any_spelling(word: &str) -> Option<String> {
    let mut spelling = String::with_capacity(word.len());
    // Composed first, because a mathematical bold T has no lower case before.
    for character in word.nfkc().flat_map(char::to_lowercase) {
        match character {
            '$' | '£' | '€' | '¥' => return None,
            '.' | '-' | '‐' | '‑' => {}
            // The word goes on in the next line.
            space if space.is_whitespace() => {}
            '’' => spelling.push('\''),
            invisible if is_invisible(invisible) => {}
            other => spelling.push(other),
        }
    }
    Some(spelling)
}

fn shortened(spelling: Cow<'_, str>, length: usize) -> Cow<'_, str> {
    match spelling {
        Cow::Borrowed(word) => Cow::Borrowed(&word[..length]),
        Cow::Owned(mut word) => {
            word.truncate(length);
            Cow::Owned(word)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_alike_what_is_one_word() {
        for (word, expected) in [
            ("tariff", Some("tariff")),
            ("NATO", Some("nato")),
            ("China’s", Some("china")),
            ("don't", Some("don't")),
            ("p.m.", Some("pm")),
            ("e-mail", Some("email")),
            ("F-35", Some("f35")),
            ("cafe\u{301}", Some("café")),
            ("ﬁnes", Some("fines")),
            ("𝐓𝐚𝐫𝐢𝐟𝐟", Some("tariff")),
            ("in\u{AD}\nter", Some("inter")),
            ("moun-\r\n \u{A0}tains", Some("mountains")),
            ("國有器官", Some("國有器官")),
            ("A", None),
            ("s", None),
            ("28,000", None),
            ("19th", None),
            ("US$23.47", None),
        ] {
            assert_eq!(normal_form(word, Language::English).as_deref(), expected, "for {word:?}");
        }
        assert_eq!(normal_form(&"x".repeat(65), Language::English), None);
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_spelt_as_any(word in "[a-zA-Z0-9]{1,20}") {
            prop_assert_eq!(spelling(&word).map(Cow::into_owned), any_spelling(&word));
        }

        #[test]
        fn forms_have_two_characters_or_more_and_only_visible_ones(word in "\\PC{0,40}") {
            if let Some(form) = normal_form(&word, Language::English) {
                prop_assert!(form.chars().count() >= 2);
                prop_assert!(!form.chars().any(is_invisible));
            }
        }
    }
}
