//! Recalibrates the tables of several languages.

use super::{Recalibrated, recalibrate};
use crate::dataset::Dataset;
use crate::error::ErrorKind;
use crate::language::Language;
use crate::model::Model;
use crate::{Error, Result};

/// A model whose tables of some languages were recalibrated.
#[derive(Debug, Clone, PartialEq)]
pub struct RecalibratedLanguages {
    /// The model, with the tables of all its languages.
    pub model: Model,
    /// The recalibrated tables, that of the language with the most paragraphs first.
    pub languages: Vec<Recalibrated>,
    /// The languages with too few paragraphs, and how many they have. Their tables did not change.
    pub too_few: Vec<(Language, usize)>,
}

/// Recalibrates the table of each language of the labels, of which [`Dataset::by_language`] makes the
/// parts, as [`recalibrate`] does.
///
/// # Errors
/// As [`recalibrate`]; if the model does not read a language, or all have too few paragraphs.
pub fn recalibrate_languages(
    model: Model,
    parts: &[Dataset],
    folds: usize,
    group_by: &str,
) -> Result<RecalibratedLanguages> {
    let (mut languages, mut too_few) = (Vec::new(), Vec::new());
    for part in parts {
        let table = model.in_language(part.language).ok_or_else(|| unread(&model, part))?;
        match recalibrate(table.clone(), part, folds, group_by) {
            Ok(recalibrated) => languages.push(recalibrated),
            Err(error) if error.kind() == ErrorKind::TooFewExamples && !languages.is_empty() => {
                too_few.push((part.language, part.examples.len()));
            }
            Err(error) => return Err(error),
        }
    }
    let tables = languages.iter().map(|recalibrated| recalibrated.model.clone()).collect();
    Ok(RecalibratedLanguages { model: model.with_tables(tables), languages, too_few })
}

/// The error for labels in a language that a model does not read.
fn unread(model: &Model, part: &Dataset) -> Error {
    let languages: Vec<_> = model.languages().into_iter().map(Language::name).collect();
    let found = format!("{} (`{}`)", part.language.name(), part.examples[0].id);
    Error::setting("the language of the labels", found, languages.join(", "))
}
