//! From features to labels: a [`Scorer`] adds up rows of a table, a
//! [`Calibration`] makes a confidence of each score, thresholds make labels of
//! confidences, and an [`Explanation`] takes a score apart again.

mod calibration;
mod explanation;
mod file;
mod manifest;
#[expect(clippy::module_inception, reason = "one noun per file, and the model is one")]
mod model;
mod prediction;
mod scorer;
mod sigmoid;
mod table;
mod worker;
mod workers;

pub use calibration::Calibration;
pub(crate) use calibration::smoothed_log_odds;
pub use explanation::{Contribution, Explanation};
pub use file::ModelFile;
pub use manifest::{
    EmbeddingsSummary, EvaluationSummary, Manifest, SelfTrainingSummary, StemVectorsSummary,
    TrainingSummary,
};
pub use model::Model;
pub use prediction::{Label, Prediction};
pub use scorer::Scorer;
pub use worker::Worker;
pub use workers::Workers;
