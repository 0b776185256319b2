//! The quality before and after a recalibration.

use crate::evaluation::Evaluation;

/// The evaluations of the same paragraphs before and after a recalibration.
#[derive(Debug, Clone, PartialEq)]
pub struct BeforeAndAfter {
    /// Before.
    pub before: Evaluation,
    /// After, cross-validated.
    pub after: Evaluation,
}
