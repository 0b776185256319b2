//! The language of a text.

use whatlang::{Lang, detect};

/// The English name of the language of a text, if it is another than English and there is
/// no doubt; told by its letters and groups of three.
///
/// # Examples
///
/// ```
/// use themewise::language::foreign_language;
///
/// let german = "Die Minister haben gestern über neue Zölle auf Stahl und Holz gesprochen.";
/// assert_eq!(foreign_language(german), Some("German"));
/// assert_eq!(foreign_language("The ministers spoke about tariffs on steel and timber."), None);
/// ```
pub fn foreign_language(text: &str) -> Option<&'static str> {
    let found = detect(text).filter(whatlang::Info::is_reliable)?;
    (found.lang() != Lang::Eng).then(|| found.lang().eng_name())
}
