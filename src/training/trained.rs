//! A trained model.

use super::Trial;
use crate::evaluation::Evaluation;
use crate::model::Model;

/// A model and how it was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model, trained on all paragraphs.
    pub model: Model,
    /// The settings tried.
    pub trials: Vec<Trial>,
    /// The index of the best trial.
    pub best: usize,
    /// The evaluation of the best trial's out-of-fold predictions.
    pub evaluation: Evaluation,
    /// The number of groups of two or more near-duplicates, each kept in one fold.
    pub duplicate_groups: usize,
    /// Pairs of near-duplicates with different themes, as indices of paragraphs.
    pub contradictions: Vec<[usize; 2]>,
}
