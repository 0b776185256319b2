//! The rules of English.

/// The ISO 639-1 code.
pub(super) const CODE: &str = "en";

/// The English name.
pub(super) const NAME: &str = "English";

/// The name and version of the stemmer. A model made with another one is rejected, so the
/// version changes whenever a stem does.
pub(super) const STEMMER: (&str, &str) = ("english/rust-stemmers", "1.2+1");

/// The minimum length of a counted word. Single letters are initials, list markers or articles.
pub(super) const MIN_CHARACTERS: usize = 2;

/// Abbreviations whose full stop does not end a sentence: titles and months before names and
/// numbers. Initials (`J.`, `U.S.`) are recognised by their shape.
pub(super) const ABBREVIATIONS: [&str; 34] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "gov", "sen",
    "rep", "pres", "st", "no", "vs", "e.g", "i.e", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "amb",
];

/// Whether a word is one of the most common in English and rare in other languages. That
/// excludes `in`, `was` and `a`, which are words in other languages too.
#[rustfmt::skip]
pub(super) fn is_function_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"the" | b"of" | b"and" | b"to" | b"for" | b"is" | b"that" | b"with" | b"by" | b"at"
            | b"from" | b"has" | b"have" | b"are" | b"will" | b"said" | b"it" | b"he" | b"his"
            | b"they" | b"not" | b"this" | b"or" | b"were" | b"its" | b"who" | b"be" | b"after"
            | b"over" | b"their" | b"been" | b"had" | b"but" | b"would" | b"could" | b"which"
            | b"she" | b"her" | b"about" | b"more"
    )
}

/// A word without `'s`, and without a closing apostrophe.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").unwrap_or(word).trim_end_matches('\'')
}

/// Whether the first letter or digit of a line is a lower-case letter.
pub(super) fn begins_in_lower_case(line: &str) -> bool {
    line.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether a line ends in a comma, or in a word that ends neither a sentence nor a headline.
pub(super) fn is_unfinished(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "a", "an", "and", "at", "but", "by", "for", "from", "in", "its", "of", "or", "that", "the",
        "to", "with",
    ];
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.ends_with(',') || WORDS.contains(&last)
}
