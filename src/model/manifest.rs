//! What a model says of itself.

use serde::{Deserialize, Serialize};

use crate::features::VectorizerOptions;
use crate::text::Stemmer;
use crate::theme::ThemeSet;

/// The description of a model, kept in its file as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the file format; see [`Manifest::FORMAT`].
    pub format: u32,
    /// The language it reads, as an ISO 639-1 code.
    pub language: String,
    /// The stemmer its vocabulary was made with.
    pub stemmer: StemmerVersion,
    /// The themes it gives, in the order of its columns.
    pub themes: ThemeSet,
    /// How it counts words.
    pub vectorizer: VectorizerOptions,
    /// How it was trained.
    pub training: TrainingSummary,
    /// How good it was on paragraphs it had not seen.
    pub evaluation: EvaluationSummary,
}

impl Manifest {
    /// The file format this program reads and writes.
    pub const FORMAT: u32 = 1;
    /// The language this program reads.
    pub const LANGUAGE: &str = "en";
}

/// Name and version of a stemmer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StemmerVersion {
    /// Its name.
    pub name: String,
    /// Its version, which changes with any stem.
    pub version: String,
}

impl StemmerVersion {
    /// The stemmer of this program.
    pub fn current() -> Self {
        Self { name: Stemmer::NAME.into(), version: Stemmer::VERSION.into() }
    }
}

/// How a model was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSummary {
    /// The estimator.
    pub estimator: String,
    /// The inverse strength of regularisation; `None` if the estimator has none.
    pub c: Option<f64>,
    /// The folds of cross-validation.
    pub folds: usize,
    /// The seed of everything random.
    pub seed: u64,
    /// The labelled paragraphs.
    pub examples: usize,
    /// SHA-256 of the label files one after the other, in hexadecimal.
    pub labels_sha256: String,
}

/// Cross-validated figures, each from 0 to 1; see [`crate::Evaluation`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationSummary {
    /// Mean average precision over themes.
    pub mean_average_precision: f64,
    /// Mean F1 over themes.
    pub macro_f1: f64,
    /// F1 over all pairs of paragraph and theme.
    pub micro_f1: f64,
    /// Expected calibration error of 15 bins.
    pub expected_calibration_error: f64,
    /// Mean squared error of the confidences.
    pub brier_score: f64,
}
