//! Recalibrates a model on other paragraphs.

use ndarray::{Array1, Array2, Axis};

use super::confidence::Confidence;
use super::novelty::StemCounts;
use crate::dataset::Dataset;
use crate::evaluation::{Evaluation, Predictions};
use crate::model::{
    Calibration, CalibrationSummary, EvaluationSummary, Manifest, Model, Novelty, ThemeHeads,
};
use crate::training::Folds;
use crate::training::validation::FoldGroups;
use crate::{Error, Result};

/// A recalibrated model, with its quality before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalibrated {
    /// The model, with the same weights and new calibrations.
    pub model: Model,
    /// The evaluation before recalibration.
    pub before: Evaluation,
    /// The cross-validated evaluation after recalibration.
    pub after: Evaluation,
}

/// Fits the calibrations, thresholds and curves of a model to labelled paragraphs that it was not
/// trained on. Themes without known labels do not change.
///
/// # Errors
/// If the model was trained on these labels, `folds` is less than 2, or there are fewer than two
/// distinct paragraphs per fold. Paragraphs with the same value of the field `group_by` stay in one
/// fold, as in [`TrainingOptions`](crate::training::TrainingOptions).
pub fn recalibrate(
    model: Model,
    dataset: &Dataset,
    folds: usize,
    group_by: &str,
) -> Result<Recalibrated> {
    check(&model, dataset)?;
    let together = FoldGroups::of(dataset, &StemCounts::of(dataset), group_by, folds)?;
    let paragraphs = Paragraphs::new(&model, dataset);
    let folds = Folds::stratified(paragraphs.targets.view(), &together.groups, folds, 0);
    let before = paragraphs.evaluation(&model);
    let after = paragraphs.cross_validated(&model, &folds);
    let all: Vec<usize> = (0..dataset.examples.len()).collect();
    let mut heads = paragraphs.learn(&all);
    keep_undecided(&mut heads, &model, dataset);
    let manifest = manifest(&model, dataset, &after);
    let contexts = model.contexts().cloned();
    Ok(Recalibrated { model: model.with_heads(manifest, heads, contexts), before, after })
}

fn check(model: &Model, dataset: &Dataset) -> Result<()> {
    if model.manifest().training.labels_sha256 != dataset.sha256 {
        return Ok(());
    }
    Err(Error::setting(
        "labels to calibrate on",
        "what the model was trained on, of which it is too sure",
        "paragraphs it has not seen",
    ))
}

/// The predictions and labels of the labelled paragraphs.
struct Paragraphs {
    targets: Array2<Option<bool>>,
    weights: Array1<f32>,
    /// Of shape (paragraphs, themes).
    scores: Array2<f32>,
    /// The novelty of each paragraph, from 0 to 1.
    novelty: Vec<f32>,
}

impl Paragraphs {
    fn new(model: &Model, dataset: &Dataset) -> Self {
        let (targets, weights) = (dataset.targets_alone(), dataset.weights());
        let (mut scores, mut novelty) = (Array2::zeros(targets.dim()), Vec::new());
        let (mut worker, mut analyzer) = (model.worker(), model.vectorizer().analyzer());
        let (table, mut stems) = (model.scorer(), Vec::new());
        for (content, mut place) in dataset.contents().zip(scores.rows_mut()) {
            content.analyze(&mut analyzer, &mut stems);
            place.assign(&table.scores(&model.vectorizer().transform(&stems)));
            novelty.push(worker.predict_content(content).novelty);
        }
        Self { targets, weights, scores, novelty }
    }

    /// Predictions for the paragraphs at some indices.
    fn answer(
        &self,
        places: &[usize],
        calibrations: &[Calibration],
        thresholds: &[f32],
    ) -> Predictions {
        let mut confidences = self.scores.select(Axis(0), places);
        for (mut row, &place) in confidences.rows_mut().into_iter().zip(places) {
            let familiarity = Novelty::familiarity(self.novelty[place]);
            let themes = row.iter_mut().zip(calibrations);
            themes.for_each(|(score, theme)| *score = theme.confidence(*score) * familiarity);
        }
        let mut answers = Predictions::by_thresholds(confidences, thresholds);
        for (mut row, &place) in answers.labels.rows_mut().into_iter().zip(places) {
            // Novel paragraphs get no labels.
            row.mapv_inplace(|given| given && self.novelty[place] < Novelty::NOVEL);
        }
        answers
    }

    /// Evaluates the model without changes.
    fn evaluation(&self, model: &Model) -> Evaluation {
        let all: Vec<usize> = (0..self.novelty.len()).collect();
        let answers = self.answer(&all, model.calibrations(), model.thresholds());
        Evaluation::new(model.themes(), self.targets.view(), &answers)
    }

    /// Evaluates recalibration by cross-validation.
    fn cross_validated(&self, model: &Model, folds: &Folds) -> Evaluation {
        let mut all = Predictions::none(self.targets.dim());
        for fold in 0..folds.count() {
            let (seen, unseen) = folds.split(fold);
            let ThemeHeads { calibrations, thresholds, .. } = self.learn(&seen);
            all.put(&unseen, &self.answer(&unseen, &calibrations, &thresholds));
        }
        Evaluation::new(model.themes(), self.targets.view(), &all)
    }

    /// Fits the heads to the paragraphs at some indices.
    fn learn(&self, places: &[usize]) -> ThemeHeads {
        let all: Vec<usize> = (0..places.len()).collect();
        let learnt = Confidence::fit(
            &self.scores.select(Axis(0), places),
            &self.targets.select(Axis(0), places),
            self.weights.select(Axis(0), places),
            &all,
        );
        learnt.heads
    }
}

/// Keeps the heads of themes without known labels.
fn keep_undecided(heads: &mut ThemeHeads, model: &Model, dataset: &Dataset) {
    let before = model.heads();
    for theme in (0..dataset.themes.len()).filter(|&theme| dataset.is_undecided(theme)) {
        heads.calibrations[theme] = before.calibrations[theme];
        heads.thresholds[theme] = before.thresholds[theme];
        heads.curves[theme] = before.curves[theme].clone();
    }
}

fn manifest(model: &Model, dataset: &Dataset, after: &Evaluation) -> Manifest {
    let calibration = CalibrationSummary {
        labels_sha256: dataset.sha256.clone(),
        examples: dataset.examples.len(),
    };
    Manifest {
        calibration: Some(calibration),
        evaluation: EvaluationSummary::from(after),
        ..model.manifest().clone()
    }
}
