//! The languages of options.

use crate::language::Language;

/// The language with a code.
pub(in crate::cli) fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| format!("expected one of {}", Language::codes()))
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
