//! From scores out of fold to confidences, thresholds and novelty; a model may also
//! [`recalibrate`] itself on other paragraphs.

mod calibrator;
mod confidence;
mod novelty;
mod recalibration;
mod thresholds;

pub(super) use confidence::Confidence;
pub(super) use novelty::StemCounts;
pub use recalibration::{Recalibrated, recalibrate};
pub use thresholds::best_f1_threshold;
