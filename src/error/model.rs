//! What is wrong with a model file.

/// What can be wrong with a model file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It is larger than any model.
    #[error("it has {found} bytes, at most {allowed} are allowed")]
    Size {
        /// Its size in bytes.
        found: u64,
        /// The largest allowed.
        allowed: u64,
    },
    /// It is no safetensors file.
    #[error("{0}")]
    Container(safetensors::SafeTensorError),
    /// It has no manifest.
    #[error("it has no manifest")]
    NoManifest,
    /// Its manifest can not be read.
    #[error("its manifest can not be read: {0}")]
    Manifest(serde_json::Error),
    /// It is made for another version, language or stemmer.
    #[error("its {what} is `{found}`, this program reads `{allowed}`")]
    Incompatible {
        /// What differs.
        what: &'static str,
        /// The file's.
        found: String,
        /// Ours.
        allowed: String,
    },
    /// A tensor is missing or has another type or shape.
    #[error("tensor `{tensor}` is {found}, expected {allowed}")]
    Tensor {
        /// The tensor.
        tensor: &'static str,
        /// Its type and shape.
        found: String,
        /// The type and shape the manifest promises.
        allowed: String,
    },
    /// A tensor holds a value that can not be.
    #[error("tensor `{tensor}` has {found} at {place}, allowed is {allowed}")]
    Value {
        /// The tensor.
        tensor: &'static str,
        /// The value.
        found: String,
        /// Its place in the tensor.
        place: usize,
        /// What is allowed.
        allowed: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json_error() -> serde_json::Error {
        serde_json::from_str::<u8>("x").unwrap_err()
    }

    #[test]
    fn a_model_error_says_what_is_wrong_where() {
        let (found, allowed) = ("2".to_owned(), "1".to_owned());
        let container = safetensors::SafeTensorError::HeaderTooSmall;
        for (problem, expected) in [
            (ModelError::Size { found: 9, allowed: 8 }, "it has 9 bytes, at most 8 are allowed"),
            (ModelError::Container(container), "header too small"),
            (ModelError::NoManifest, "it has no manifest"),
            (
                ModelError::Manifest(json_error()),
                "its manifest can not be read: expected value at line 1 column 1",
            ),
            (
                ModelError::Incompatible { what: "format", found, allowed },
                "its format is `2`, this program reads `1`",
            ),
            (
                ModelError::Tensor {
                    tensor: "bias",
                    found: "F32 [13]".into(),
                    allowed: "F32 [14]".into(),
                },
                "tensor `bias` is F32 [13], expected F32 [14]",
            ),
            (
                ModelError::Value {
                    tensor: "bias",
                    found: "NaN".into(),
                    place: 3,
                    allowed: "a finite number",
                },
                "tensor `bias` has NaN at 3, allowed is a finite number",
            ),
        ] {
            assert_eq!(problem.to_string(), expected);
        }
    }
}
