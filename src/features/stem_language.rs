//! Checks that the stems in a file fit this program.

use serde::Deserialize;

use crate::error::ModelError;
use crate::language::{Language, StemmerVersion};
use crate::tensor_file::same;

/// Checks that the manifest of a file with stems states a known language, and the stemmer that this
/// program uses for it.
pub(crate) fn check_stems(manifest: &str) -> Result<(), ModelError> {
    #[derive(Deserialize)]
    struct Stated {
        language: String,
        stemmer: StemmerVersion,
    }
    let Stated { language, stemmer } =
        serde_json::from_str(manifest).map_err(ModelError::manifest)?;
    let known = Language::of_code(&language).ok_or_else(|| unknown(language))?;
    let expected = known.stemmer_version();
    same("stemmer", &stemmer.name, &expected.name)?;
    same("stemmer version", &stemmer.version, &expected.version)
}

fn unknown(language: String) -> ModelError {
    ModelError::Incompatible { what: "language", found: language, expected: Language::codes() }
}
