//! Turns features into labels. A [`Scorer`] adds up rows of a table. A [`Context`] combines the
//! scores of a paragraph with those of its article. A [`Calibration`] turns each score into a
//! confidence, which is reduced if [`Novelty`] finds the paragraph unlike the labelled ones. A
//! [`Decision`] turns confidences into labels; [`precision_threshold`] and [`recall_threshold`]
//! choose thresholds with a guarantee. An [`Explanation`] splits a score into contributions.

mod article_scores;
mod built_in_languages;
mod calibration;
mod calibration_lanes;
mod context;
mod context_file;
mod context_lanes;
mod contexts;
mod decision;
mod decisions;
mod explainer;
mod explanation;
mod file;
mod heads_file;
mod interval;
mod language_choice;
mod manifest;
mod mean_scores;
#[expect(clippy::module_inception, reason = "one noun per file, and the model is one")]
mod model;
#[cfg(feature = "training")]
mod model_file;
mod novelty;
mod operating_curve;
mod other_languages;
mod parts;
mod perspective;
mod placed_terms;
mod prediction;
mod prevalence;
mod reader;
mod rest;
mod risk_control;
mod scorer;
mod sigmoid;
mod table;
mod theme_heads;
mod worker;
mod workers;

#[cfg(feature = "training")]
pub(crate) use article_scores::ArticleScores;
pub use calibration::Calibration;
#[cfg(feature = "training")]
pub(crate) use calibration::smoothed_log_odds;
pub use context::{Context, ContextWeights, Part, Situation};
pub use contexts::Contexts;
pub use decision::Decision;
pub use decisions::Decisions;
pub use explanation::{Contribution, Explanation, FromArticle, Occurrence};
pub use interval::Interval;
pub use manifest::{
    CalibrationSummary, ContextSummary, EmbeddingsSummary, EvaluationSummary, Manifest,
    SelfTrainingSummary, SourcesSummary, StemVectorsSummary, TrainingSummary,
};
#[cfg(feature = "training")]
pub(crate) use mean_scores::MeanScores;
pub use model::Model;
#[cfg(feature = "training")]
pub use model_file::ModelFile;
pub use novelty::Novelty;
pub use operating_curve::{CurveBins, OperatingCurve, OperatingPoint};
pub use perspective::Perspective;
pub use prediction::{Label, Prediction};
pub use prevalence::Prevalence;
#[cfg(feature = "training")]
pub(crate) use rest::Rest;
pub use risk_control::{DELTA, precision_threshold, recall_threshold};
pub use scorer::Scorer;
pub use theme_heads::ThemeHeads;
pub use worker::Worker;
pub use workers::Workers;
