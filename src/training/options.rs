//! Options of training.

use super::Estimator;
use crate::features::VectorizerOptions;

/// Options of training.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingOptions {
    /// The estimator of the weights.
    pub estimator: Estimator,
    /// The values of C to choose from by cross-validation, each from 1e-6 to 1e6.
    pub grid: Vec<f64>,
    /// The factors of the sums of stem vectors to choose from, each from 1e-6 to 1e6. C is
    /// chosen with the first one.
    pub vector_scales: Vec<f32>,
    /// The factor of what tells names of countries, peoples, cities and leaders apart, from 0 (all
    /// names of a kind are the same word) to 1 (names are words like others).
    pub name_scale: f32,
    /// The weight of a labelled paragraph in another language, relative to one in the language that
    /// is learned; from 1e-6 to 1e6.
    pub foreign_weight: f32,
    /// The number of folds, at least 2.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// The field that names the source of a paragraph. News from a source that a model knows
    /// is easier, so the paragraphs of a source stay in one fold if there is at least one
    /// source per fold. The outlets of a collection, written `collection:outlet`, are one source.
    pub group_by: String,
    /// Options of the features.
    pub vectorizer: VectorizerOptions,
}

impl Default for TrainingOptions {
    fn default() -> Self {
        Self {
            estimator: Estimator::Logistic,
            grid: vec![1.0, 3.0, 10.0, 30.0, 100.0],
            vector_scales: vec![0.5, 0.25, 1.0],
            name_scale: 0.1,
            foreign_weight: 0.3,
            folds: 5,
            seed: 0,
            group_by: "source".to_owned(),
            vectorizer: VectorizerOptions::default(),
        }
    }
}
