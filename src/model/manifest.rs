//! The manifest of a model.

use serde::{Deserialize, Serialize};

use crate::features::VectorizerOptions;
use crate::language::{Language, StemmerVersion};
use crate::theme::ThemeSet;

/// The description of a model, stored in its file as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the file format; see [`Manifest::FORMAT`].
    pub format: u32,
    /// The language it reads.
    pub language: Language,
    /// The stemmer that its vocabulary was made with.
    pub stemmer: StemmerVersion,
    /// The themes, in the order of the columns.
    pub themes: ThemeSet,
    /// The options of the vectorizer.
    pub vectorizer: VectorizerOptions,
    /// How it was trained.
    pub training: TrainingSummary,
    /// The labels of a later calibration, if any.
    pub calibration: Option<CalibrationSummary>,
    /// Its cross-validated quality on paragraphs by themselves, those used for calibration.
    pub evaluation: EvaluationSummary,
    /// How it learned to read a paragraph in its article, if it did.
    #[serde(default)]
    pub context: Option<ContextSummary>,
}

impl Manifest {
    /// The file format this program reads and writes.
    pub const FORMAT: u32 = 6;

    /// The most labelled paragraphs that its calibrations were found with.
    pub(super) fn examples(&self) -> usize {
        let calibration = self.calibration.as_ref().map(|calibration| calibration.examples);
        let context = self.context.as_ref().map(|context| context.examples);
        let others = calibration.into_iter().chain(context);
        others.fold(self.training.examples, usize::max)
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
    /// SHA-256 of the concatenated label files, in hexadecimal.
    pub labels_sha256: String,
    /// The weight of a paragraph of each of these files.
    pub file_weights: Vec<f32>,
    /// The stem vectors, if any.
    pub stem_vectors: Option<StemVectorsSummary>,
    /// The factor of what tells names of a kind apart; 1 in files that do not state it.
    #[serde(default = "TrainingSummary::names_are_words")]
    pub name_scale: f32,
    /// The unlabelled paragraphs, if any.
    pub self_training: Option<SelfTrainingSummary>,
    /// The number of folds in cross-validation.
    pub folds: usize,
    /// The random seed.
    pub seed: u64,
    /// The number of labelled paragraphs.
    pub examples: usize,
    /// The sources of paragraphs, if each was kept in one fold.
    pub sources: Option<SourcesSummary>,
}

impl TrainingSummary {
    /// The name scale by which names are words like others.
    fn names_are_words() -> f32 {
        1.0
    }
}

/// The sources of labelled paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcesSummary {
    /// The field that names the source.
    pub field: String,
    /// The number of sources; the outlets of a collection are one.
    pub count: usize,
    /// The number of paragraphs with a source, which calibrated the confidences.
    pub examples: usize,
}

/// The articles from which [`Contexts`](super::Contexts) were learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextSummary {
    /// The number of articles; 0 if the weights are those of the built-in model.
    pub articles: usize,
    /// The number of their labelled paragraphs.
    pub examples: usize,
    /// The cross-validated quality on these paragraphs, as a reader of the article judges them.
    pub evaluation: Option<EvaluationSummary>,
    /// The same, as each paragraph is judged by itself, with the help of its article.
    pub evaluation_by_itself: Option<EvaluationSummary>,
}

/// The labels of a later calibration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationSummary {
    /// SHA-256 of the concatenated label files, in hexadecimal.
    pub labels_sha256: String,
    /// The number of labelled paragraphs.
    pub examples: usize,
}

/// The stem vectors used in training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StemVectorsSummary {
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// The factor of the sums of vectors.
    pub scale: f32,
}

/// The unlabelled paragraphs used in self-training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfTrainingSummary {
    /// The number of paragraphs.
    pub paragraphs: usize,
    /// SHA-256 of the uncompressed input, in hexadecimal.
    pub sha256: String,
    /// The weight of each, relative to a labelled paragraph.
    pub weight: f32,
    /// The factor applied to scores before they became soft targets.
    pub sharpening: f32,
    /// The embeddings that the teacher used, if any.
    pub embeddings: Option<EmbeddingsSummary>,
}

/// The paragraph embeddings of a teacher model; the trained model does not need them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbeddingsSummary {
    /// SHA-256 of their file, in hexadecimal.
    pub sha256: String,
    /// The factor of the embeddings.
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
