//! Measures the quality of predictions.
//!
//! An [`Evaluation`] holds the figures of [`Predictions`]; its `Display` is the classification
//! report known from scikit-learn. A [`Bootstrap`] gives intervals of the figures, an
//! [`Assessment`] collects both, and a [`Comparison`] compares two models.
//!
//! The metrics are our own: linfa's confusion matrix swaps precision and recall, and linfa has no
//! multi-label metrics.

mod assessment;
mod bootstrap;
mod comparison;
mod confusion;
#[expect(clippy::module_inception, reason = "one noun per file, and the evaluation is one")]
mod evaluation;
mod figure;
mod judgements;
mod learning_curve;
mod left_out;
mod metrics;
mod predictions;
mod units;

pub use crate::model::{Interval, Prevalence};
pub use assessment::{Assessment, ReliabilityBin};
pub use bootstrap::Bootstrap;
pub use comparison::{Comparison, Difference};
pub use confusion::Confusion;
pub use evaluation::{Evaluation, ThemeScores};
pub(crate) use figure::OF_THEMES;
pub use figure::{ALL, Figure};
pub use judgements::Judgements;
pub use learning_curve::{LearningCurve, LearningPoint, Projection};
pub use left_out::{LeftOut, LeftOutPart};
pub use metrics::{
    PrecisionRecall, average_precision, mean_average_precision, weighted_mean_average_precision,
};
pub use predictions::Predictions;
pub use units::Units;
