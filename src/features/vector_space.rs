//! Stem vectors of several languages in one space.

use super::StemVectors;
use crate::Result;
use crate::language::Language;

/// Stem vectors of several languages in one space: the sum of a paragraph's vectors is close to that
/// of its translation. A weight that labels of one language give to a dimension thus holds for all.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorSpace(Vec<StemVectors>);

impl VectorSpace {
    /// The built-in vectors of some languages; those that have none are left out.
    ///
    /// # Errors
    /// Never, if the program was built from intact files.
    #[cfg(feature = "embedded-data")]
    pub fn embedded(languages: impl IntoIterator<Item = Language>) -> Result<Self> {
        let files = languages.into_iter().filter_map(|of| FILES.iter().find(|file| file.0 == of));
        let read =
            |(_, file): &(_, &[u8])| StemVectors::from_bytes("the embedded stem vectors", file);
        files.map(read).collect::<Result<_>>().map(Self)
    }

    /// The vectors of some languages in the folder of the data; those that have none are left out.
    ///
    /// # Errors
    /// If a file is damaged.
    #[cfg(not(feature = "embedded-data"))]
    pub fn embedded(languages: impl IntoIterator<Item = Language>) -> Result<Self> {
        let file =
            |of: Language| crate::data_folder::file(format!("space/{}.safetensors", of.code()));
        let files = languages.into_iter().filter_map(file);
        files.map(|file| StemVectors::read(&file)).collect::<Result<_>>().map(Self)
    }

    /// The vectors of a language.
    pub fn of(&self, language: Language) -> Option<&StemVectors> {
        self.0.iter().find(|vectors| vectors.manifest().language == language)
    }
}

/// The file of each language.
#[cfg(feature = "embedded-data")]
static FILES: &[(Language, &[u8])] = &[
    (Language::Arabic, include_bytes!("../../models/space/ar.safetensors")),
    (Language::Chinese, include_bytes!("../../models/space/zh.safetensors")),
    (Language::English, include_bytes!("../../models/space/en.safetensors")),
    (Language::French, include_bytes!("../../models/space/fr.safetensors")),
    (Language::German, include_bytes!("../../models/space/de.safetensors")),
    (Language::Portuguese, include_bytes!("../../models/space/pt.safetensors")),
    (Language::Russian, include_bytes!("../../models/space/ru.safetensors")),
    (Language::Spanish, include_bytes!("../../models/space/es.safetensors")),
    (Language::Ukrainian, include_bytes!("../../models/space/uk.safetensors")),
];
