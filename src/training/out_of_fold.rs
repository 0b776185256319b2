//! From scores out of fold to a model.

use ndarray::Array2;

use super::calibration::Confidence;
use super::context::FittedContexts;
use super::{Folds, Trained, Trial};
use crate::Result;
use crate::dataset::Dataset;
use crate::evaluation::{Evaluation, Predictions};
use crate::features::Vectorizer;
use crate::model::{EvaluationSummary, Manifest, Model, Novelty, Scorer, TrainingSummary};

/// Labelled paragraphs, scored by models that have not seen them.
pub(super) struct OutOfFold<'d> {
    pub(super) dataset: &'d Dataset,
    /// Of shape (paragraphs, themes).
    pub(super) targets: Array2<Option<bool>>,
    pub(super) folds: Folds,
    /// The paragraphs to calibrate on.
    pub(super) calibrating: Vec<usize>,
    pub(super) trials: Vec<Trial>,
}

/// The parts of a model that learn from all paragraphs.
pub(super) struct Fitted {
    pub(super) vectorizer: Vectorizer,
    pub(super) scorer: Scorer,
    pub(super) novelty: Novelty,
}

impl OutOfFold<'_> {
    /// The best trial.
    pub(super) fn best_trial(&self) -> &Trial {
        &self.trials[best(&self.trials)]
    }

    /// The model of `labels`, with confidences fitted to the best trial.
    pub(super) fn trained(
        self,
        labels: &Dataset,
        training: TrainingSummary,
        fitted: Fitted,
    ) -> Result<Trained> {
        let Self { dataset, targets, folds, calibrating, trials } = self;
        let Fitted { vectorizer, scorer, novelty } = fitted;
        let best = best(&trials);
        let Confidence { heads, confidences } =
            Confidence::fit(&trials[best].scores, &targets, dataset.weights(), &calibrating);
        let answers = Predictions::by_thresholds(confidences, &heads.thresholds);
        let evaluation = Evaluation::new(&dataset.themes, targets.view(), &answers);
        let (trial, other) = (&trials[best], Model::embedded()?);
        let contexts =
            FittedContexts::fit(dataset, &folds, trial, &calibrating, &heads, other.contexts());
        let (contexts, context) = contexts.map(|found| (found.contexts, found.summary)).unzip();
        let manifest = manifest(labels, training, &vectorizer, &evaluation);
        let manifest = Manifest { context, ..manifest };
        let model = Model::new(manifest, vectorizer, &scorer, novelty, heads, contexts);
        let (duplicate_groups, contradictions) = (0, Vec::new());
        Ok(Trained { model, trials, best, evaluation, duplicate_groups, contradictions })
    }
}

fn manifest(
    dataset: &Dataset,
    training: TrainingSummary,
    vectorizer: &Vectorizer,
    evaluation: &Evaluation,
) -> Manifest {
    let language = dataset.language;
    Manifest {
        format: Manifest::FORMAT,
        language,
        stemmer: language.stemmer_version(),
        themes: dataset.themes.clone(),
        vectorizer: vectorizer.options().clone(),
        training,
        calibration: None,
        evaluation: EvaluationSummary::from(evaluation),
        context: None,
    }
}

/// The trial with the highest mean average precision; in a tie, the first.
pub(super) fn best(trials: &[Trial]) -> usize {
    let precision = |place: &usize| trials[*place].mean_average_precision;
    let places = (0..trials.len()).rev();
    places.max_by(|a, b| precision(a).total_cmp(&precision(b))).expect("the grid is not empty")
}

impl From<&Evaluation> for EvaluationSummary {
    fn from(evaluation: &Evaluation) -> Self {
        Self {
            mean_average_precision: evaluation.mean_average_precision,
            macro_f1: evaluation.macro_average.f1,
            micro_f1: evaluation.micro.f1,
            expected_calibration_error: evaluation.expected_calibration_error,
            brier_score: evaluation.brier_score,
        }
    }
}
