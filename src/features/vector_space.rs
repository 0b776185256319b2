//! Stem vectors of several languages in one space.

use super::StemVectors;
use crate::Result;
use crate::language::Language;

/// Stem vectors of several languages in one space: the sum of a paragraph's vectors is close to that
/// of its translation. A weight that labels of one language give to a dimension thus holds for all.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorSpace(Vec<StemVectors>);

impl VectorSpace {
    /// The built-in vectors of some languages.
    ///
    /// # Errors
    /// Never, if the program was built from intact files.
    pub fn embedded(languages: impl IntoIterator<Item = Language>) -> Result<Self> {
        languages.into_iter().map(embedded).collect::<Result<_>>().map(Self)
    }

    /// The vectors of a language.
    pub fn of(&self, language: Language) -> Option<&StemVectors> {
        self.0.iter().find(|vectors| vectors.manifest().language == language)
    }
}

fn embedded(language: Language) -> Result<StemVectors> {
    macro_rules! table {
        ($code:literal) => {
            &include_bytes!(concat!("../../models/space/", $code, ".safetensors"))[..]
        };
    }
    let bytes = match language {
        Language::Arabic => table!("ar"),
        Language::Chinese => table!("zh"),
        Language::English => table!("en"),
        Language::French => table!("fr"),
        Language::German => table!("de"),
        Language::Russian => table!("ru"),
        Language::Spanish => table!("es"),
        Language::Ukrainian => table!("uk"),
    };
    StemVectors::from_bytes("the embedded stem vectors", bytes)
}
