//! The built-in tables of other languages than English.

use super::Model;
use crate::language::Language;

/// The file of each language.
#[cfg(feature = "embedded-data")]
static FILES: &[(Language, &[u8])] = &[
    (Language::Arabic, include_bytes!("../../models/languages/ar.safetensors")),
    (Language::Chinese, include_bytes!("../../models/languages/zh.safetensors")),
    (Language::French, include_bytes!("../../models/languages/fr.safetensors")),
    (Language::German, include_bytes!("../../models/languages/de.safetensors")),
    (Language::Russian, include_bytes!("../../models/languages/ru.safetensors")),
    (Language::Spanish, include_bytes!("../../models/languages/es.safetensors")),
    (Language::Ukrainian, include_bytes!("../../models/languages/uk.safetensors")),
];

/// The languages that have a table, in the order of their codes.
#[cfg(feature = "embedded-data")]
pub(super) fn languages() -> impl Iterator<Item = Language> {
    FILES.iter().map(|(language, _)| *language)
}

/// The model of a language.
#[cfg(feature = "embedded-data")]
pub(super) fn read(language: Language) -> Option<Model> {
    let (_, file) = FILES.iter().find(|(of, _)| *of == language)?;
    // A test reads every one.
    Model::from_bytes("the embedded model", file).ok()
}

/// The languages whose tables are in the folder of the data, in the order of their codes.
#[cfg(not(feature = "embedded-data"))]
pub(super) fn languages() -> impl Iterator<Item = Language> {
    Language::ALL.iter().copied().filter(|language| file(*language).is_some())
}

/// The model of a language.
#[cfg(not(feature = "embedded-data"))]
pub(super) fn read(language: Language) -> Option<Model> {
    Model::read(&file(language)?).ok()
}

#[cfg(not(feature = "embedded-data"))]
fn file(language: Language) -> Option<std::path::PathBuf> {
    crate::data_folder::file(format!("languages/{}.safetensors", language.code()))
}
