//! Scores paragraphs out of fold.

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use super::{Folds, Setting};
use crate::Result;
use crate::dataset::Dataset;
use crate::evaluation::weighted_mean_average_precision;
use crate::features::Records;
use crate::lanes::LANES;
use crate::model::Scorer;
use crate::training::Estimator;
use crate::training::context::Surroundings;
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
    /// The scores of the titles and unlabelled paragraphs of articles, by the model that has not
    /// seen the article, of shape (titles and paragraphs, themes).
    pub(in crate::training) surrounding_scores: Array2<f32>,
}

/// The scores of one fold: of its labelled paragraphs, and of what surrounds them in articles.
struct FoldScores {
    labelled: Array2<f32>,
    surrounding: Array2<f32>,
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
    /// What surrounds the paragraphs in articles.
    pub(in crate::training) surroundings: &'a Surroundings<'a>,
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
            let score = |records: Records| scorer.all_scores(&records);
            done();
            let [labelled, surrounding] =
                self.unseen(&features, fold, &unseen, setting.vector_scale).map(score);
            Ok(FoldScores { labelled, surrounding })
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
    ) -> Result<Vec<FoldScores>> {
        let (seen, unseen) = self.folds.split(fold);
        let features = Features::fit(self.dataset, &seen, &self.features)?;
        let mut scale = settings.first().map_or(1.0, |setting| setting.vector_scale);
        let mut seen = features.labelled(self.dataset, &seen, scale);
        let mut unseen = self.unseen(&features, fold, &unseen, scale);
        let mut last: Option<Scorer> = None;
        let mut scores = Vec::new();
        for &Setting { c, vector_scale } in settings {
            // Scaled in place: the dense block is large, so copies for each scale are avoided.
            let factor = vector_scale / scale;
            last = last.map(|last| last.weights_times(seen.records.width(), 1.0 / factor));
            seen.records = seen.records.dense_times(factor);
            unseen = unseen.map(|unseen| unseen.dense_times(factor));
            scale = vector_scale;
            let next = self.estimator.fit(&seen, c, last.as_ref())?;
            let [labelled, surrounding] = unseen.each_ref().map(|unseen| next.all_scores(unseen));
            scores.push(FoldScores { labelled, surrounding });
            last = Some(next);
            done();
        }
        Ok(scores)
    }

    /// The features of a fold's labelled paragraphs, which are `unseen`, and of what surrounds them.
    fn unseen(
        &self,
        features: &Features,
        fold: usize,
        unseen: &[usize],
        scale: f32,
    ) -> [Records; 2] {
        let around = self.surroundings.in_fold(fold);
        let labelled = features.records(self.dataset.contents_of(unseen), scale);
        [labelled, features.records(self.surroundings.contents_of(&around), scale)]
    }

    fn trial<'s>(
        &self,
        setting: Setting,
        self_trained: bool,
        folds: impl Iterator<Item = &'s FoldScores>,
    ) -> Trial {
        let (targets, weights) = (self.targets, self.dataset.weights());
        let mut scores = Array2::zeros(targets.dim());
        let mut surrounding_scores = Array2::zeros((self.surroundings.len(), targets.ncols()));
        let mut fold_precisions = Vec::new();
        for (fold, FoldScores { labelled: of_fold, surrounding }) in folds.enumerate() {
            let (_, unseen) = self.folds.split(fold);
            put_rows(&mut scores, &unseen, of_fold);
            put_rows(&mut surrounding_scores, &self.surroundings.in_fold(fold), surrounding);
            let truth = targets.select(Axis(0), &unseen);
            let weights = weights.select(Axis(0), &unseen);
            fold_precisions.push(precision(&truth, of_fold, &weights));
        }
        let mean_average_precision = precision(targets, &scores, &weights);
        Trial {
            setting,
            self_trained,
            fold_precisions,
            mean_average_precision,
            scores,
            surrounding_scores,
        }
    }
}

/// Writes rows to their places.
pub(in crate::training) fn put_rows(all: &mut Array2<f32>, places: &[usize], rows: &Array2<f32>) {
    for (&place, row) in places.iter().zip(rows.rows()) {
        all.row_mut(place).assign(&row);
    }
}

pub(in crate::training) fn precision(
    truth: &Array2<Option<bool>>,
    scores: &Array2<f32>,
    weights: &Array1<f32>,
) -> f64 {
    weighted_mean_average_precision(truth.view(), scores.view(), weights.view())
}
