//! What makes confidences and labels of scores, and what may be promised of them.

use super::{Calibration, OperatingCurve};

/// Learnt from scores of paragraphs that the scoring model had not seen; one of each for
/// every theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeHeads {
    /// What makes a confidence of a score.
    pub calibrations: Vec<Calibration>,
    /// The least confidence of a label: that of highest F1.
    pub thresholds: Vec<f32>,
    /// What other thresholds would give.
    pub curves: Vec<OperatingCurve>,
}
