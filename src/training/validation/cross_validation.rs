//! Scores paragraphs out of fold.

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use super::{Folds, Setting};
use crate::Result;
use crate::dataset::Dataset;
use crate::evaluation::weighted_mean_average_precision;
use crate::lanes::LANES;
use crate::model::Scorer;
use crate::training::Estimator;
use crate::training::features::{FeatureOptions, Features};
use crate::training::self_training::SelfTraining;

/// One setting, tried on every fold.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The setting.
    pub setting: Setting,
    /// Whether unlabelled paragraphs were used too.
    pub self_trained: bool,
    /// The weighted mean average precision of each fold, from 0 to 1.
    pub fold_precisions: Vec<f64>,
    /// The weighted mean average precision of all paragraphs together, from 0 to 1.
    pub mean_average_precision: f64,
    /// The out-of-fold scores, of shape (paragraphs, themes).
    pub scores: Array2<f32>,
}

/// The data on which settings are tried: the same features and folds for each.
#[derive(Debug)]
pub(in crate::training) struct CrossValidation<'a> {
    /// The labelled paragraphs.
    pub(in crate::training) dataset: &'a Dataset,
    /// The targets of the dataset, of shape (paragraphs, themes).
    pub(in crate::training) targets: &'a Array2<Option<bool>>,
    /// The folds.
    pub(in crate::training) folds: &'a Folds,
    /// The estimator of the weights.
    pub(in crate::training) estimator: Estimator,
    /// The features.
    pub(in crate::training) features: FeatureOptions<'a>,
}

impl CrossValidation<'_> {
    /// Tries settings; each starts from the result of the one before it. `done` is called after
    /// each setting on each fold, from any thread.
    pub(in crate::training) fn run(
        &self,
        settings: &[Setting],
        done: &(dyn Fn() + Sync),
    ) -> Result<Vec<Trial>> {
        let count = self.folds.count();
        let fold = |fold| self.fold(fold, settings, done);
        // With many themes, one fold keeps all threads busy; training others at the same time would
        // only take memory.
        let blocks = self.dataset.themes.len().div_ceil(LANES);
        let folds: Result<Vec<_>> = if blocks < rayon::current_num_threads() {
            (0..count).into_par_iter().map(fold).collect()
        } else {
            (0..count).map(fold).collect()
        };
        let folds = folds?;
        let trials = settings.iter().enumerate();
        let of_setting = |place: usize| folds.iter().map(move |scores| &scores[place]);
        Ok(trials.map(|(place, &setting)| self.trial(setting, false, of_setting(place))).collect())
    }

    /// Tries a setting with unlabelled paragraphs.
    pub(in crate::training) fn run_self_trained(
        &self,
        setting: Setting,
        self_training: &SelfTraining,
        done: &(dyn Fn() + Sync),
    ) -> Result<Trial> {
        // One fold after the other, as each holds all paragraphs in memory.
        let folds = (0..self.folds.count()).map(|fold| {
            let (seen, unseen) = self.folds.split(fold);
            let features = Features::fit(self.dataset, &seen, &self.features)?;
            let labelled = features.labelled(self.dataset, &seen, setting.vector_scale);
            let first = self.estimator.fit(&labelled, setting.c, None)?;
            let scorer = self_training.fit(&features, &labelled, &seen, &first, setting)?;
            let unseen = self.dataset.contents_of(&unseen);
            done();
            Ok(scorer.all_scores(&features.records(unseen, setting.vector_scale)))
        });
        let folds = folds.collect::<Result<Vec<_>>>()?;
        Ok(self.trial(setting, true, folds.iter()))
    }

    /// The scores of one fold's paragraphs, for every setting.
    fn fold(
        &self,
        fold: usize,
        settings: &[Setting],
        done: &(dyn Fn() + Sync),
    ) -> Result<Vec<Array2<f32>>> {
        let (seen, unseen) = self.folds.split(fold);
        let features = Features::fit(self.dataset, &seen, &self.features)?;
        let mut scale = settings.first().map_or(1.0, |setting| setting.vector_scale);
        let mut seen = features.labelled(self.dataset, &seen, scale);
        let mut unseen = features.records(self.dataset.contents_of(&unseen), scale);
        let mut last: Option<Scorer> = None;
        let mut scores = Vec::new();
        for &Setting { c, vector_scale } in settings {
            // Scaled in place: the dense block is large, so copies for each scale are avoided.
            let factor = vector_scale / scale;
            last = last.map(|last| last.weights_times(seen.records.width(), 1.0 / factor));
            seen.records = seen.records.dense_times(factor);
            unseen = unseen.dense_times(factor);
            scale = vector_scale;
            let next = self.estimator.fit(&seen, c, last.as_ref())?;
            scores.push(next.all_scores(&unseen));
            last = Some(next);
            done();
        }
        Ok(scores)
    }

    fn trial<'s>(
        &self,
        setting: Setting,
        self_trained: bool,
        folds: impl Iterator<Item = &'s Array2<f32>>,
    ) -> Trial {
        let (targets, weights) = (self.targets, self.dataset.weights());
        let mut scores = Array2::zeros(targets.dim());
        let mut fold_precisions = Vec::new();
        for (fold, of_fold) in folds.enumerate() {
            let (_, unseen) = self.folds.split(fold);
            for (&paragraph, row) in unseen.iter().zip(of_fold.rows()) {
                scores.row_mut(paragraph).assign(&row);
            }
            let truth = targets.select(Axis(0), &unseen);
            let weights = weights.select(Axis(0), &unseen);
            fold_precisions.push(precision(&truth, of_fold, &weights));
        }
        let mean_average_precision = precision(targets, &scores, &weights);
        Trial { setting, self_trained, fold_precisions, mean_average_precision, scores }
    }
}

fn precision(truth: &Array2<Option<bool>>, scores: &Array2<f32>, weights: &Array1<f32>) -> f64 {
    weighted_mean_average_precision(truth.view(), scores.view(), weights.view())
}
