//! A model's confidences learnt again from paragraphs of another kind.

use ndarray::{Array1, Array2, Axis, Zip};

use super::confidence::Confidence;
use super::familiarity::StemCounts;
use super::groups::Groups;
use super::{Dataset, Folds, near_duplicate_groups};
use crate::evaluation::Evaluation;
use crate::model::{CalibrationSummary, EvaluationSummary, Manifest, Model, Novelty};
use crate::{Error, Result};

/// A model with new calibrations and thresholds, and what they bring.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalibrated {
    /// The model: the same weights, other confidences.
    pub model: Model,
    /// How good the confidences and labels were.
    pub before: Evaluation,
    /// How good those are that were learnt from the other folds.
    pub after: Evaluation,
}

/// Learns a model's calibrations, thresholds and curves again from labelled paragraphs
/// that it was not trained on.
///
/// # Errors
/// If the model was trained on these labels, or there are fewer than two different
/// paragraphs for each of the `folds`, of which there are at least 2.
pub fn recalibrate(model: Model, dataset: &Dataset, folds: usize) -> Result<Recalibrated> {
    check(&model, dataset, folds)?;
    let paragraphs = Paragraphs::new(&model, dataset);
    let folds = split(dataset, folds)?;
    let (truth, labels) = (&paragraphs.targets, |thresholds: &[f32], confidences: &Array2<f32>| {
        let thresholds = Array1::from(thresholds.to_vec());
        Zip::from(confidences).and_broadcast(&thresholds).map_collect(|c, t| c >= t)
    });
    let before = &paragraphs.confidences;
    let given = labels(model.thresholds(), before);
    let themes = model.themes();
    let before = Evaluation::new(themes, truth.view(), before.view(), given.view());

    let (mut after, mut given) = (paragraphs.scores.clone(), truth.clone());
    for fold in 0..folds.count() {
        let (seen, unseen) = folds.split(fold);
        let learnt = paragraphs.confidence(&seen).reliability;
        for place in unseen {
            for (theme, calibration) in learnt.calibrations.iter().enumerate() {
                let confidence = calibration.confidence(paragraphs.scores[[place, theme]])
                    * paragraphs.familiarity[place];
                after[[place, theme]] = confidence;
                given[[place, theme]] = confidence >= learnt.thresholds[theme];
            }
        }
    }
    let after = Evaluation::new(themes, truth.view(), after.view(), given.view());
    let all: Vec<usize> = (0..dataset.examples.len()).collect();
    let reliability = paragraphs.confidence(&all).reliability;
    let manifest = manifest(&model, dataset, &after);
    Ok(Recalibrated { model: model.with_reliability(manifest, reliability), before, after })
}

fn check(model: &Model, dataset: &Dataset, folds: usize) -> Result<()> {
    let setting = |option, found: &str, allowed| {
        Err(Error::Setting { option, found: found.to_owned(), allowed })
    };
    if folds < 2 {
        return setting("folds", &folds.to_string(), "2 or more");
    }
    if model.manifest().training.labels_sha256 == dataset.sha256 {
        let found = "what the model was trained on, of which it is too sure";
        return setting("labels to calibrate on", found, "paragraphs it has not seen");
    }
    Ok(())
}

fn split(dataset: &Dataset, folds: usize) -> Result<Folds> {
    let near_duplicates = near_duplicate_groups(&StemCounts::of(dataset).distinct());
    let groups = Groups::from_numbers(&near_duplicates).numbers();
    let found = groups.iter().collect::<rustc_hash::FxHashSet<_>>().len();
    let needed = folds.saturating_mul(2);
    if found < needed {
        return Err(Error::TooFewExamples { found, needed, folds });
    }
    Ok(Folds::stratified(dataset.targets().view(), &groups, folds, 0))
}

/// What the model says of labelled paragraphs, and what they are.
struct Paragraphs {
    targets: Array2<bool>,
    weights: Array1<f32>,
    /// Of shape (paragraphs, themes).
    scores: Array2<f32>,
    /// With the calibrations that the model has.
    confidences: Array2<f32>,
    /// What novelty leaves of confidences.
    familiarity: Vec<f32>,
}

impl Paragraphs {
    fn new(model: &Model, dataset: &Dataset) -> Self {
        let targets = dataset.targets();
        let (mut scores, mut confidences) =
            (Array2::zeros(targets.dim()), Array2::zeros(targets.dim()));
        let mut familiarity = Vec::new();
        let (mut worker, mut analyzer) = (model.worker(), model.vectorizer().analyzer());
        let mut stems = Vec::new();
        for (place, content) in dataset.contents().enumerate() {
            content.analyze(&mut analyzer, &mut stems);
            let row = model.vectorizer().transform(&stems);
            scores.row_mut(place).assign(&model.scorer().scores(&row));
            let prediction = content.predict(&mut worker);
            confidences.row_mut(place).assign(&Array1::from(prediction.confidences));
            familiarity.push(Novelty::familiarity(prediction.novelty));
        }
        Self { targets, weights: dataset.weights(), scores, confidences, familiarity }
    }

    /// Learns from some of them.
    fn confidence(&self, places: &[usize]) -> Confidence {
        let all: Vec<usize> = (0..places.len()).collect();
        Confidence::fit(
            &self.scores.select(Axis(0), places),
            &self.targets.select(Axis(0), places),
            self.weights.select(Axis(0), places),
            &all,
        )
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
