//! From features to labels: a [`Scorer`] adds up rows of a table, a
//! [`Calibration`] makes a confidence of each score, less where [`Novelty`] finds a
//! paragraph unlike the labelled ones, a [`Decision`] makes labels of confidences, which
//! [`precision_threshold`] and [`recall_threshold`] let keep a promise, and an
//! [`Explanation`] takes a score apart again.

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
