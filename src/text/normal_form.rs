//! The normal form of a word, under which it is counted.

use std::borrow::Cow;
use std::ops::Range;

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
    let spelling = spelling(word, language)?;
    let range = language.counted(&spelling);
    let counted = &spelling[range.clone()];
    let long_enough = counted.chars().nth(language.min_characters() - 1).is_some();
    let is_counted = long_enough && counted.starts_with(char::is_alphabetic);
    is_counted.then(|| part(spelling, range))
}

fn spelling(word: &str, language: Language) -> Option<Cow<'_, str>> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(Cow::Borrowed(word));
    }
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(Cow::Owned(word.to_ascii_lowercase()));
    }
    any_spelling(word, language).map(Cow::Owned)
}

/// The normal form of any word; `None` for amounts of money.
fn any_spelling(word: &str, language: Language) -> Option<String> {
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
            other => language.spell(other, &mut spelling),
        }
    }
    Some(spelling)
}

fn part(spelling: Cow<'_, str>, range: Range<usize>) -> Cow<'_, str> {
    match spelling {
        Cow::Borrowed(word) => Cow::Borrowed(&word[range]),
        Cow::Owned(mut word) => {
            word.truncate(range.end);
            word.drain(..range.start);
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

    #[test]
    fn each_language_has_a_spelling_of_its_own() {
        use Language::{Arabic, Chinese, French, German, Russian, Spanish, Ukrainian};
        for (language, word, expected) in [
            (French, "L’État", Some("état")),
            (French, "qu'Œuvre", Some("oeuvre")),
            (French, "aujourd’hui", Some("aujourd'hui")),
            (French, "l’", None),
            (German, "Straßen", Some("strassen")),
            (Spanish, "Perú", Some("perú")),
            (Russian, "Ещё", Some("еще")),
            (Ukrainian, "П’ять", Some("п'ять")),
            (Ukrainian, "пʼять", Some("п'ять")),
            (Arabic, "مُحَمَّد", Some("محمد")),
            (Arabic, "أمريـــكا", Some("امريكا")),
            (Arabic, "إلى", Some("الي")),
            (Chinese, "國", Some("国")),
            (Chinese, "臺灣", Some("台湾")),
            (Chinese, "中国", Some("中国")),
        ] {
            assert_eq!(normal_form(word, language).as_deref(), expected, "for {word:?}");
        }
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_spelt_as_any(word in "[a-zA-Z0-9]{1,20}") {
            let language = Language::English;
            prop_assert_eq!(
                spelling(&word, language).map(Cow::into_owned),
                any_spelling(&word, language)
            );
        }

        #[test]
        fn forms_are_long_enough_and_have_only_visible_characters(
            word in "\\PC{0,40}|[a-z'’lqudéèß]{0,9}|[а-яёіїʼ’]{0,9}|[ء-ٰ]{0,9}"
        ) {
            for language in Language::ALL {
                if let Some(form) = normal_form(&word, language) {
                    prop_assert!(form.chars().count() >= language.min_characters());
                    prop_assert!(!form.chars().any(is_invisible));
                }
            }
        }
    }
}
