//! How good predictions are: [`Evaluation`] holds the figures, its `Display`
//! is the classification report users know from scikit-learn.
//!
//! The metrics are our own: linfa's confusion matrix swaps precision and
//! recall, and it has none for several labels per paragraph.

#[expect(clippy::module_inception, reason = "one noun per file, and the evaluation is one")]
mod evaluation;
mod metrics;
mod report;

pub use evaluation::{Evaluation, ThemeScores};
pub use metrics::{
    Averages, average_precision, mean_average_precision, weighted_mean_average_precision,
};
