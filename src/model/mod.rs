//! Turns features into labels. A [`Scorer`] adds up rows of a table. A [`Calibration`] turns each
//! score into a confidence, which is reduced if [`Novelty`] finds the paragraph unlike the labelled
//! ones. A [`Decision`] turns confidences into labels; [`precision_threshold`] and
//! [`recall_threshold`] choose thresholds with a guarantee. An [`Explanation`] splits a score into
//! contributions.

mod calibration;
mod decision;
mod explanation;
mod file;
mod interval;
mod manifest;
#[expect(clippy::module_inception, reason = "one noun per file, and the model is one")]
mod model;
#[cfg(feature = "training")]
mod model_file;
mod novelty;
mod operating_curve;
mod parts;
mod placed_terms;
mod prediction;
mod prevalence;
mod risk_control;
mod scorer;
mod sigmoid;
mod table;
mod theme_heads;
mod worker;
mod workers;

pub use calibration::Calibration;
#[cfg(feature = "training")]
pub(crate) use calibration::smoothed_log_odds;
pub use decision::Decision;
pub use explanation::{Contribution, Explanation, Occurrence};
pub use interval::Interval;
pub use manifest::{
    CalibrationSummary, EmbeddingsSummary, EvaluationSummary, Manifest, SelfTrainingSummary,
    SourcesSummary, StemVectorsSummary, TrainingSummary,
};
pub use model::Model;
#[cfg(feature = "training")]
pub use model_file::ModelFile;
pub use novelty::Novelty;
pub use operating_curve::{CurveBins, OperatingCurve, OperatingPoint};
pub use prediction::{Label, Prediction};
pub use prevalence::Prevalence;
pub use risk_control::{DELTA, precision_threshold, recall_threshold};
pub use scorer::Scorer;
pub use theme_heads::ThemeHeads;
pub use worker::Worker;
pub use workers::Workers;
