//! Fits confidences, thresholds and novelty to out-of-fold scores.

mod calibrator;
mod confidence;
mod joint_logistic;
mod novelty;
mod thresholds;

pub(super) use confidence::Confidence;
pub(super) use joint_logistic::{Point, Slope, Theme, fit};
pub(super) use novelty::StemCounts;
pub use thresholds::best_f1_threshold;
