//! Learning from unlabelled paragraphs.
//!
//! A model trained on the labels predicts the themes of many more paragraphs; trained again on
//! both, it also knows their words (Yarowsky 1995; survey: Amini et al. 2022). Predictions are soft
//! targets from 0 to 1, so that uncertain ones teach uncertainty.

use linfa::dataset::DatasetBase;
use linfa::prelude::ParamGuard;
use linfa::traits::FitWith;
use ndarray::{Array1, Array2, Axis, concatenate};

use super::LogisticRegression;
use super::Setting;
use super::features::Features;
use super::teacher::Teacher;
use crate::Result;
use crate::dataset::Unlabelled;
use crate::error::check_factor;
use crate::features::Records;
use crate::math::sigmoid;
use crate::model::Scorer;

/// Options for learning from unlabelled paragraphs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SelfTrainingOptions {
    /// The weight of an unlabelled paragraph, relative to a labelled one; above 0.
    pub weight: f32,
    /// The factor of scores before they become soft targets, above 0. Values above 1 sharpen them.
    pub sharpening: f32,
    /// The factor of the embeddings that a teacher sees, above 0.
    pub embedding_scale: f32,
}

impl Default for SelfTrainingOptions {
    fn default() -> Self {
        Self { weight: 0.05, sharpening: 2.0, embedding_scale: 0.4 }
    }
}

impl SelfTrainingOptions {
    /// Checks the range of each option.
    pub(super) fn check(self) -> Result<()> {
        check_factor("the weight of unlabelled paragraphs", self.weight)?;
        check_factor("sharpening", self.sharpening)?;
        check_factor("embedding scale", self.embedding_scale)
    }
}

/// Unlabelled paragraphs with the options for learning from them.
#[derive(Debug)]
pub(super) struct SelfTraining<'a> {
    pub(super) unlabelled: &'a Unlabelled,
    pub(super) options: SelfTrainingOptions,
    /// The teacher that predicts their themes; without one, the model itself does.
    pub(super) teacher: Option<Teacher<'a>>,
}

impl SelfTraining<'_> {
    /// Trains again on the labelled paragraphs at the indices `paragraphs`, and on the unlabelled
    /// ones with soft targets from the teacher or from `scorer`.
    pub(super) fn fit(
        &self,
        features: &Features,
        labelled: &DatasetBase<Records, Array2<Option<bool>>>,
        paragraphs: &[usize],
        scorer: &Scorer,
        setting: Setting,
    ) -> Result<Scorer> {
        let unlabelled = features.records(&self.unlabelled.contents, setting.vector_scale);
        let sharpening = self.options.sharpening;
        let share = |score: f32| sigmoid(sharpening * score);
        let told = match &self.teacher {
            None => scorer.all_scores(&unlabelled),
            Some(teacher) => teacher.scores(labelled, paragraphs, &unlabelled, setting.c)?,
        };
        let shares = told.mapv_into(share);
        let truth = labelled.targets.mapv(|has| has.map(|has| f32::from(u8::from(has))));
        let targets = below(&truth, &shares.mapv(Some));
        let weights = labelled.weights().map_or(Array1::ones(truth.nrows()), |w| w.to_vec().into());
        let weights = below(&weights, &Array1::from_elem(shares.nrows(), self.options.weight));
        let records = labelled.records.vstack(&unlabelled);
        let dataset = DatasetBase::new(records, targets).with_weights(weights);
        LogisticRegression::new().c(setting.c).check()?.fit_with(Some(scorer), &dataset)
    }
}

/// The rows of `first` followed by those of `second`.
fn below<T: Clone, D: ndarray::RemoveAxis>(
    first: &ndarray::Array<T, D>,
    second: &ndarray::Array<T, D>,
) -> ndarray::Array<T, D> {
    concatenate(Axis(0), &[first.view(), second.view()]).expect("both have the same columns")
}
