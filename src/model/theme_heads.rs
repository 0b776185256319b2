//! The calibration, threshold and operating curve of each theme.

use super::{Calibration, OperatingCurve};

/// Fitted to out-of-fold scores. Each field has one entry per theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeHeads {
    /// The calibrations, which convert scores to confidences.
    pub calibrations: Vec<Calibration>,
    /// The lowest confidence of a label, chosen for the highest F1.
    pub thresholds: Vec<f32>,
    /// The labels and hits at other thresholds.
    pub curves: Vec<OperatingCurve>,
}
