//! Scores of paragraphs by models that have not seen them.

use linfa::dataset::DatasetBase;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::{Dataset, Estimator, Folds};
use crate::evaluation::mean_average_precision;
use crate::features::{Records, Vectorizer, VectorizerOptions};
use crate::model::Scorer;
use crate::text::Stem;
use crate::{Error, Result};

/// One value of C, tried on every fold.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The inverse strength of regularisation; `None` if the estimator has none.
    pub c: Option<f64>,
    /// Mean average precision of each fold, from 0 to 1.
    pub fold_precisions: Vec<f64>,
    /// Mean average precision of all paragraphs together, from 0 to 1.
    pub mean_average_precision: f64,
    /// The score of each paragraph by the model that had not seen it, of shape
    /// (paragraphs, themes).
    pub scores: Array2<f32>,
}

/// What is tried: the same features and folds for every C.
#[derive(Debug)]
pub struct CrossValidation<'a> {
    /// The labelled paragraphs.
    pub dataset: &'a Dataset,
    /// The folds.
    pub folds: &'a Folds,
    /// What learns the weights.
    pub estimator: Estimator,
    /// The features.
    pub vectorizer: VectorizerOptions,
    /// The values of C to try, rising, so that each starts from the last.
    pub grid: &'a [f64],
}

impl CrossValidation<'_> {
    /// Tries every C; `done` is called after each on each fold, from any thread.
    pub fn run(&self, done: &(dyn Fn() + Sync)) -> Result<Vec<Trial>> {
        let folds: Vec<usize> = (0..self.folds.count()).collect();
        let folds = folds.into_par_iter().map(|fold| self.fold(fold, done));
        let folds = folds.collect::<Result<Vec<_>>>()?;
        let trials = self.grid.iter().enumerate();
        Ok(trials.map(|(place, &c)| self.trial(c, &folds, place)).collect())
    }

    /// The scores of one fold's paragraphs, for every C.
    fn fold(&self, fold: usize, done: &(dyn Fn() + Sync)) -> Result<Vec<Array2<f32>>> {
        let (seen, unseen) = self.folds.split(fold);
        let (vectorizer, records) = fit_features(self.dataset, &seen, &self.vectorizer)?;
        let dataset = labelled(self.dataset, &seen, records);
        let unseen = transform(&vectorizer, self.dataset, &unseen);
        let mut last: Option<Scorer> = None;
        let mut by_c = Vec::new();
        for &c in self.grid {
            let next = self.estimator.fit(&dataset, c, last.as_ref())?;
            by_c.push(next.all_scores(&unseen));
            last = Some(next);
            done();
        }
        Ok(by_c)
    }

    fn trial(&self, c: f64, folds: &[Vec<Array2<f32>>], place: usize) -> Trial {
        let targets = self.dataset.targets();
        let mut scores = Array2::zeros(targets.dim());
        let mut fold_precisions = Vec::new();
        for (fold, of_fold) in folds.iter().enumerate() {
            let (_, unseen) = self.folds.split(fold);
            for (&paragraph, row) in unseen.iter().zip(of_fold[place].rows()) {
                scores.row_mut(paragraph).assign(&row);
            }
            let truth = targets.select(Axis(0), &unseen);
            fold_precisions.push(mean_average_precision(truth.view(), of_fold[place].view()));
        }
        Trial {
            c: self.estimator.is_regularised().then_some(c),
            fold_precisions,
            mean_average_precision: mean_average_precision(targets.view(), scores.view()),
            scores,
        }
    }
}

/// Learns the features of some paragraphs of a dataset, and their rows.
pub(super) fn fit_features(
    dataset: &Dataset,
    paragraphs: &[usize],
    options: &VectorizerOptions,
) -> Result<(Vectorizer, Records)> {
    let contents = paragraphs.iter().map(|&paragraph| &dataset.examples[paragraph].content);
    let analyze = |analyzer: &mut _, content: &super::Content, stems: &mut Vec<Stem>| {
        content.analyze(analyzer, stems);
    };
    let vectorizer = Vectorizer::fit(contents, analyze, options.clone());
    if vectorizer.vocabulary().is_empty() {
        return Err(Error::NoTerms { min_df: options.min_df });
    }
    let records = transform(&vectorizer, dataset, paragraphs);
    Ok((vectorizer, records))
}

/// The rows of some paragraphs of a dataset.
fn transform(vectorizer: &Vectorizer, dataset: &Dataset, paragraphs: &[usize]) -> Records {
    let mut analyzer = vectorizer.analyzer();
    let mut stems = Vec::new();
    let rows = paragraphs.iter().map(|&paragraph| {
        dataset.examples[paragraph].content.analyze(&mut analyzer, &mut stems);
        vectorizer.transform(&stems)
    });
    Records::new(rows, vectorizer.vocabulary().len())
}

/// Rows with their targets and weights, as linfa takes them.
pub(super) fn labelled(
    dataset: &Dataset,
    paragraphs: &[usize],
    records: Records,
) -> DatasetBase<Records, Array2<bool>> {
    let targets = dataset.targets().select(Axis(0), paragraphs);
    let weights = dataset.weights().select(Axis(0), paragraphs);
    DatasetBase::new(records, targets).with_weights(weights)
}
