//! Errors in model files.

/// A problem with a model file, or another tensor file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ModelError {
    #[error("expected at most {limit} bytes, got {found}")]
    Size { found: u64, limit: u64 },
    #[error("expected a header of at most {limit} bytes, got {found}")]
    Header { found: u64, limit: u64 },
    /// The parser's message.
    #[error("{0}")]
    Container(String),
    #[error("no manifest")]
    NoManifest,
    #[error("invalid manifest: {0}")]
    Manifest(String),
    #[error("no digest")]
    NoDigest,
    /// A file that was changed, most likely by chance.
    #[error("damaged: expected SHA-256 {expected}, got {found}")]
    Digest { found: String, expected: String },
    /// It was made for another version, language or stemmer.
    #[error("expected {what} `{expected}`, got `{found}`")]
    Incompatible { what: &'static str, found: String, expected: String },
    #[error("tensor `{tensor}`: expected {expected}, got {found}")]
    Tensor { tensor: &'static str, found: String, expected: String },
    #[error("tensor `{tensor}`: expected {expected}, got {found} at index {index}")]
    Value { tensor: &'static str, found: String, index: usize, expected: &'static str },
}

impl ModelError {
    #[allow(clippy::needless_pass_by_value, reason = "as `map_err` passes it")]
    pub(crate) fn container(error: safetensors::SafeTensorError) -> Self {
        Self::Container(error.to_string())
    }

    #[allow(clippy::needless_pass_by_value, reason = "as `map_err` passes it")]
    pub(crate) fn manifest(error: serde_json::Error) -> Self {
        Self::Manifest(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_error_says_what_is_wrong_where() {
        let json = serde_json::from_str::<u8>("x").unwrap_err();
        let container = safetensors::SafeTensorError::HeaderTooSmall;
        let (found, expected) = ("2".to_owned(), "1".to_owned());
        for (problem, message) in [
            (ModelError::Size { found: 9, limit: 8 }, "expected at most 8 bytes, got 9"),
            (ModelError::container(container), "header too small"),
            (ModelError::NoManifest, "no manifest"),
            (ModelError::manifest(json), "invalid manifest: expected value at line 1 column 1"),
            (
                ModelError::Incompatible { what: "format", found, expected },
                "expected format `1`, got `2`",
            ),
            (
                ModelError::Tensor {
                    tensor: "bias",
                    found: "F32 [13]".into(),
                    expected: "F32 [14]".into(),
                },
                "tensor `bias`: expected F32 [14], got F32 [13]",
            ),
            (
                ModelError::Value {
                    tensor: "bias",
                    found: "NaN".into(),
                    index: 3,
                    expected: "a finite number",
                },
                "tensor `bias`: expected a finite number, got NaN at index 3",
            ),
        ] {
            assert_eq!(problem.to_string(), message);
        }
    }
}
