//! Trains a table for a language that has no labels, or too few.
//!
//! The labels of all languages say which directions of the common space are evidence for which
//! theme. The weights of the dimensions are learned from the sums of vectors alone, and then folded
//! into the terms of the language.

use linfa::dataset::DatasetBase;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::calibration::StemCounts;
use super::features::Features;
use super::languages::OtherLabels;
use super::out_of_fold::{Fitted, OutOfFold};
use super::validation::{check_enough, precision, put_rows};
use super::{Folds, Progress, Setting, Trained, Trainer, Trial};
use crate::Result;
use crate::dataset::{Dataset, DisjointSets};
use crate::features::{Records, SparseRow};
use crate::language::Language;
use crate::model::{Scorer, SourcesSummary, TrainingSummary};

/// Labelled paragraphs in any language, as sums of their vectors.
struct Sums<'a> {
    trainer: &'a Trainer<'a>,
    dataset: &'a Dataset,
    targets: Array2<Option<bool>>,
    /// Of shape (paragraphs, dimensions), scaled.
    values: Array2<f32>,
    scale: f32,
}

impl Trainer<'_> {
    /// Trains the table of a language from the labels of all languages, `labels`, which are those
    /// of `dataset`. The confidences are calibrated on the paragraphs of other sources than those
    /// learned from, whatever their language.
    pub(super) fn train_without_labels(
        &self,
        language: Language,
        dataset: &Dataset,
        labels: &OtherLabels,
    ) -> Result<Trained> {
        let trainer = self.beside(Some(labels));
        let none = Dataset { language, ..dataset.select(&[]) };
        trainer.check(&none)?;
        trainer.options().estimator.check_weights(&dataset.weights())?;
        let sums = Sums::new(&trainer, dataset, labels);
        let sources = sums.sources();
        let out_of_fold = sums.out_of_fold(sources.is_some())?;
        let setting = out_of_fold.best_trial().setting;
        trainer.tell(Progress::Fitting);
        let all: Vec<usize> = (0..dataset.examples.len()).collect();
        let scorer = sums.fit(&all, setting.c, None)?;
        let features = Features::fit(&none, &[], &trainer.features(language))?;
        let scorer = features.of_dimensions(&scorer);
        let (vectorizer, scorer) = features.fold(&scorer, setting.vector_scale);
        let (vocabulary, names) = (vectorizer.vocabulary(), trainer.names(language));
        // Without paragraphs in the language, no word is known to be unusual.
        let folds = Folds::stratified(none.targets_alone().view(), &[], 1, 0);
        let novelty = StemCounts::of(&none).novelty(vocabulary, names, &folds, &[], &[]);
        let summary = trainer.summary(dataset, setting, None);
        let training = TrainingSummary { sources, ..summary };
        out_of_fold.trained(&none, training, Fitted { vectorizer, scorer, novelty })
    }
}

impl<'a> Sums<'a> {
    fn new(trainer: &'a Trainer<'a>, dataset: &'a Dataset, labels: &OtherLabels) -> Self {
        let scale = trainer.scales()[0];
        let values = labels.sums() * scale;
        Self { trainer, dataset, targets: dataset.targets_alone(), values, scale }
    }

    /// Scores every paragraph by models that have not seen its source, for every C.
    fn out_of_fold(&self, whole: bool) -> Result<OutOfFold<'a>> {
        let (folds, calibrating) = self.folds(whole)?;
        let grid = self.trainer.grid();
        self.trainer.tell(Progress::Started(grid.len() * folds.count()));
        let scores =
            (0..folds.count()).into_par_iter().map(|fold| self.scores(&folds, fold, &grid));
        let scores = scores.collect::<Result<Vec<_>>>()?;
        let trials = grid.iter().enumerate().map(|(place, &c)| {
            let of_folds = scores.iter().map(|scores| &scores[place]);
            self.trial(c, &folds, of_folds)
        });
        let (trials, targets) = (trials.collect(), self.targets.clone());
        Ok(OutOfFold { dataset: self.dataset, targets, folds, calibrating, trials })
    }

    /// The sources, if there is at least one per fold: they then stay together.
    fn sources(&self) -> Option<SourcesSummary> {
        let options = self.trainer.options();
        let sources = || self.dataset.collections(&options.group_by).flatten();
        let count = sources().collect::<FxHashSet<_>>().len();
        let (field, examples) = (options.group_by.clone(), sources().count());
        (count >= options.folds).then_some(SourcesSummary { field, count, examples })
    }

    /// The folds, and the paragraphs to calibrate on: those that have a source, if sources stay
    /// `whole`.
    fn folds(&self, whole: bool) -> Result<(Folds, Vec<usize>)> {
        let options = self.trainer.options();
        let sources: Vec<_> = self.dataset.collections(&options.group_by).collect();
        let mut groups = DisjointSets::from_numbers(&(0..sources.len()).collect::<Vec<_>>());
        groups.join_equal(self.dataset.documents());
        if whole {
            groups.join_equal(sources.iter().copied());
        }
        let groups = groups.numbers();
        check_enough(&groups, options.folds)?;
        let folds = Folds::stratified(self.targets.view(), &groups, options.folds, options.seed);
        let calibrating = (0..sources.len()).filter(|&at| !whole || sources[at].is_some());
        Ok((folds, calibrating.collect()))
    }

    /// The scores of the paragraphs of a fold, for every C.
    fn scores(&self, folds: &Folds, fold: usize, grid: &[f64]) -> Result<Vec<Array2<f32>>> {
        let (seen, unseen) = folds.split(fold);
        let unseen = self.records(&unseen);
        let mut last: Option<Scorer> = None;
        let scores = grid.iter().map(|&c| {
            let scorer = self.fit(&seen, c, last.as_ref())?;
            self.trainer.tell(Progress::Step);
            Ok(last.insert(scorer).all_scores(&unseen))
        });
        scores.collect()
    }

    fn trial<'s>(
        &self,
        c: f64,
        folds: &Folds,
        of_folds: impl Iterator<Item = &'s Array2<f32>>,
    ) -> Trial {
        let weights = self.dataset.weights();
        let mut scores = Array2::zeros(self.targets.dim());
        let fold_precisions = of_folds.enumerate().map(|(fold, of_fold)| {
            let (_, unseen) = folds.split(fold);
            put_rows(&mut scores, &unseen, of_fold);
            let truth = self.targets.select(Axis(0), &unseen);
            precision(&truth, of_fold, &weights.select(Axis(0), &unseen))
        });
        let fold_precisions = fold_precisions.collect();
        Trial {
            setting: Setting { c, vector_scale: self.scale },
            self_trained: false,
            fold_precisions,
            mean_average_precision: precision(&self.targets, &scores, &weights),
            surrounding_scores: Array2::zeros((0, scores.ncols())),
            scores,
        }
    }

    /// Learns the weights of the dimensions from some paragraphs.
    fn fit(&self, paragraphs: &[usize], c: f64, start: Option<&Scorer>) -> Result<Scorer> {
        let targets = self.targets.select(Axis(0), paragraphs);
        let weights = self.dataset.weights().select(Axis(0), paragraphs);
        let labelled = DatasetBase::new(self.records(paragraphs), targets).with_weights(weights);
        self.trainer.options().estimator.fit(&labelled, c, start)
    }

    fn records(&self, paragraphs: &[usize]) -> Records {
        let rows = paragraphs.iter().map(|_| SparseRow::default());
        Records::new(rows, 0).with_dense(self.values.select(Axis(0), paragraphs))
    }
}
