//! How good predictions are: [`Evaluation`] holds the figures of [`Answers`], its
//! `Display` is the classification report users know from scikit-learn. A [`Bootstrap`]
//! says how sure the figures are, an [`Assessment`] has all of it, a [`Comparison`] whether one model is better than
//! another.
//!
//! The metrics are our own: linfa's confusion matrix swaps precision and
//! recall, and it has none for several labels per paragraph.

mod answers;
mod assessment;
mod bootstrap;
mod comparison;
mod confusion;
#[expect(clippy::module_inception, reason = "one noun per file, and the evaluation is one")]
mod evaluation;
mod figure;
mod learning_curve;
mod metrics;

pub use crate::model::{Interval, Prevalence};
pub use answers::Answers;
pub use assessment::{Assessment, ReliabilityBin};
pub use bootstrap::Bootstrap;
pub use comparison::{Comparison, Difference};
pub use confusion::Confusion;
pub use evaluation::{Evaluation, ThemeScores};
pub(crate) use figure::OF_THEMES;
pub use figure::{ALL, Figure};
pub use learning_curve::{LearningCurve, LearningPoint, Projection};
pub use metrics::{
    Averages, average_precision, mean_average_precision, weighted_mean_average_precision,
};
