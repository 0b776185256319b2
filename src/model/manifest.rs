//! What a model says of itself.

use serde::{Deserialize, Serialize};

use crate::features::VectorizerOptions;
use crate::language::{Language, StemmerVersion};
use crate::theme::ThemeSet;

/// The description of a model, kept in its file as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the file format; see [`Manifest::FORMAT`].
    pub format: u32,
    /// The language it reads.
    pub language: Language,
    /// The stemmer its vocabulary was made with.
    pub stemmer: StemmerVersion,
    /// The themes it gives, in the order of its columns.
    pub themes: ThemeSet,
    /// How it counts words.
    pub vectorizer: VectorizerOptions,
    /// How it was trained.
    pub training: TrainingSummary,
    /// What its confidences and thresholds were learnt from again, if not from training.
    pub calibration: Option<CalibrationSummary>,
    /// How good it was on paragraphs it had not seen: those it was calibrated on.
    pub evaluation: EvaluationSummary,
}

impl Manifest {
    /// The file format this program reads and writes.
    pub const FORMAT: u32 = 3;
}

/// How a model was trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainingSummary {
    /// The estimator.
    pub estimator: String,
    /// The inverse strength of regularisation; `None` if the estimator has none.
    pub c: Option<f64>,
    /// SHA-256 of the label files one after the other, in hexadecimal.
    pub labels_sha256: String,
    /// What a paragraph of each of these files counted.
    pub file_weights: Vec<f32>,
    /// What was known of stems before any label, if anything.
    pub stem_vectors: Option<StemVectorsSummary>,
    /// The paragraphs without labels that were learnt from, if any.
    pub self_training: Option<SelfTrainingSummary>,
    /// The folds of cross-validation.
    pub folds: usize,
    /// The seed of everything random.
    pub seed: u64,
    /// The labelled paragraphs.
    pub examples: usize,
    /// What named the sources of paragraphs, if each source was kept in one fold.
    pub sources: Option<SourcesSummary>,
}

/// The sources of labelled paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcesSummary {
    /// The field of labels that names them.
    pub field: String,
    /// How many there are.
    pub count: usize,
    /// The paragraphs that have one: these calibrated the confidences.
    pub examples: usize,
}

/// The labels of a later calibration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationSummary {
    /// SHA-256 of the label files one after the other, in hexadecimal.
    pub labels_sha256: String,
    /// The labelled paragraphs.
    pub examples: usize,
}

/// The table of stem vectors that was folded into a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StemVectorsSummary {
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// What the sums of vectors were multiplied by.
    pub scale: f32,
}

/// What a model learnt from paragraphs without labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfTrainingSummary {
    /// The paragraphs.
    pub paragraphs: usize,
    /// SHA-256 of what was read, uncompressed, in hexadecimal.
    pub sha256: String,
    /// How much each counted beside a labelled one.
    pub weight: f32,
    /// What scores were multiplied by before they became shares.
    pub sharpening: f32,
    /// What the model that scored them saw beside words, if anything.
    pub embeddings: Option<EmbeddingsSummary>,
}

/// The embeddings of paragraphs by which a teacher was better than its pupil,
/// which has nothing of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbeddingsSummary {
    /// SHA-256 of their file, in hexadecimal.
    pub sha256: String,
    /// What they were multiplied by.
    pub scale: f32,
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
