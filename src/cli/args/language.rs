//! The languages of options.

use themewise::language::Language;
use themewise::{Dataset, Error};

/// The language with a code.
pub(in crate::cli) fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| format!("expected one of {}", Language::codes()))
}

/// Refuses labels that are not all in one language.
///
/// # Errors
/// If a labelled paragraph is in another language, or in one that is not known.
pub(in crate::cli) fn check_language(dataset: &Dataset, expected: Language) -> Result<(), Error> {
    let found = dataset.by_language()?.into_iter().map(|part| part.language);
    let others: Vec<_> =
        found.filter(|language| *language != expected).map(Language::name).collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(Error::setting("the language of the labels", others.join(", "), expected.name()))
}

/// One language for all texts, or none to let each of them tell.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct LanguageChoice(pub(in crate::cli) Option<Language>);

/// The language with a code, or `auto`.
pub(in crate::cli) fn language_or_auto(code: &str) -> Result<LanguageChoice, String> {
    if code == "auto" {
        Ok(LanguageChoice(None))
    } else {
        language(code).map(|l| LanguageChoice(Some(l)))
    }
}
