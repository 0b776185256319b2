//! From a dataset to a model, and what cross-validation says of it.

use ndarray::{Array2, ArrayView1};
use rustc_hash::FxHashSet;

use super::cross_validation::{fit_features, labelled};
use super::logistic::check_c;
use super::{
    CrossValidation, Dataset, Estimator, Folds, Trial, best_f1_threshold, near_duplicate_groups,
};
use crate::evaluation::Evaluation;
use crate::features::VectorizerOptions;
use crate::model::{
    Calibration, EvaluationSummary, Manifest, Model, StemmerVersion, TrainingSummary,
};
use crate::text::Analyzer;
use crate::theme::ThemeSet;
use crate::{Error, Result, ThemeId};

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingOptions {
    /// What learns the weights.
    pub estimator: Estimator,
    /// The values of C to choose from by cross-validation, from 1e-6 to 1e6.
    pub grid: Vec<f64>,
    /// The number of folds, at least 2.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// The features.
    pub vectorizer: VectorizerOptions,
}

impl Default for TrainingOptions {
    fn default() -> Self {
        Self {
            estimator: Estimator::Logistic,
            grid: vec![1.0, 3.0, 10.0, 30.0, 100.0],
            folds: 5,
            seed: 0,
            vectorizer: VectorizerOptions::default(),
        }
    }
}

/// Trains models.
///
/// # Examples
///
/// ```
/// use themewise::training::{Dataset, Trainer};
///
/// let dataset = Dataset::read(&["tests/data/labels.jsonl".into()], None)?;
/// let trained = Trainer::default().train(&dataset)?;
/// let prediction = trained.model.predict("Tariffs on steel");
/// assert_eq!(prediction.labels[0].theme.as_str(), "trade");
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Default)]
pub struct Trainer<'a> {
    options: TrainingOptions,
    watch: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// How far training is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Cross-validation begins, in so many steps.
    Started(usize),
    /// One step is done.
    Step,
    /// Cross-validation is done; the model itself is being learnt.
    Fitting,
}

/// A model and how it was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model, learnt from all paragraphs.
    pub model: Model,
    /// What was tried.
    pub trials: Vec<Trial>,
    /// The place of the best trial.
    pub best: usize,
    /// The best trial's paragraphs, calibrated and labelled out of fold.
    pub evaluation: Evaluation,
    /// Groups of near-duplicates kept in one fold: those of more than one.
    pub duplicate_groups: usize,
}

impl std::fmt::Debug for Trainer<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Trainer").field(&self.options).finish()
    }
}

impl<'a> Trainer<'a> {
    /// A trainer with other options than the default ones.
    pub fn new(options: TrainingOptions) -> Self {
        Self { options, watch: None }
    }

    /// Tells `watch` of progress, from any thread.
    #[must_use]
    pub fn watched_by(mut self, watch: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Trains a model. Equal datasets and options give equal models to the
    /// last bit, whatever the number of threads.
    ///
    /// # Errors
    /// If options are out of range, or the paragraphs too few to learn from.
    pub fn train(&self, dataset: &Dataset) -> Result<Trained> {
        self.check(dataset)?;
        let targets = dataset.targets();
        let groups = near_duplicate_groups(&distinct_stems(dataset));
        self.check_enough(&groups)?;
        let options = &self.options;
        let folds = Folds::stratified(targets.view(), &groups, options.folds, options.seed);
        let trials = self.trials(dataset, &folds)?;
        let best = best(&trials);

        let calibrations = calibrations(&dataset.themes, &trials[best].scores, &targets)?;
        let confidences = confidences(&trials[best].scores, &calibrations);
        let thresholds = thresholds(&calibrations, &confidences, &targets);
        let evaluation = Evaluation::with_thresholds(
            &dataset.themes,
            targets.view(),
            confidences.view(),
            &thresholds,
        );
        self.tell(Progress::Fitting);
        let c = self.grid()[best];
        let model = self.fit(dataset, c, calibrations, thresholds, &evaluation)?;
        Ok(Trained { model, trials, best, evaluation, duplicate_groups: repeated(groups) })
    }

    fn check(&self, dataset: &Dataset) -> Result<()> {
        let TrainingOptions { folds, ref grid, ref vectorizer, estimator, .. } = self.options;
        let setting =
            |option, found: String, allowed| Err(Error::Setting { option, found, allowed });
        if folds < 2 {
            return setting("folds", folds.to_string(), "2 or more");
        }
        grid.iter().try_for_each(|&c| check_c(c))?;
        if grid.is_empty() {
            return setting("C", "missing".to_owned(), "a number from 1e-6 to 1e6");
        }
        if vectorizer.min_df == 0 {
            return setting("min_df", "0".to_owned(), "1 or more");
        }
        estimator.check_weights(&dataset.weights())
    }

    /// Each fold needs two paragraphs that no other fold has a copy of.
    fn check_enough(&self, groups: &[usize]) -> Result<()> {
        let folds = self.options.folds;
        let found = groups.iter().collect::<FxHashSet<_>>().len();
        let needed = folds.saturating_mul(2);
        if found < needed { Err(Error::TooFewExamples { found, needed, folds }) } else { Ok(()) }
    }

    /// The values of C to try, rising; one if it means nothing to the estimator.
    fn grid(&self) -> Vec<f64> {
        let mut grid = self.options.grid.clone();
        grid.sort_by(f64::total_cmp);
        grid.dedup();
        grid.truncate(if self.options.estimator.is_regularised() { grid.len() } else { 1 });
        grid
    }

    fn trials(&self, dataset: &Dataset, folds: &Folds) -> Result<Vec<Trial>> {
        let (grid, estimator) = (self.grid(), self.options.estimator);
        self.tell(Progress::Started(grid.len() * folds.count()));
        let vectorizer = estimator.vectorizer_options(&self.options.vectorizer);
        CrossValidation { dataset, folds, estimator, vectorizer, grid: &grid }
            .run(&|| self.tell(Progress::Step))
    }

    /// Learns the model itself from all paragraphs.
    fn fit(
        &self,
        dataset: &Dataset,
        c: f64,
        calibrations: Vec<Calibration>,
        thresholds: Vec<f32>,
        evaluation: &Evaluation,
    ) -> Result<Model> {
        let estimator = self.options.estimator;
        let options = estimator.vectorizer_options(&self.options.vectorizer);
        let all: Vec<usize> = (0..dataset.examples.len()).collect();
        let (vectorizer, records) = fit_features(dataset, &all, &options)?;
        let scorer = estimator.fit(&labelled(dataset, &all, records), c, None)?;
        let manifest = self.manifest(dataset, c, options, evaluation);
        Ok(Model::new(manifest, vectorizer, scorer, calibrations, thresholds))
    }

    fn manifest(
        &self,
        dataset: &Dataset,
        c: f64,
        vectorizer: VectorizerOptions,
        evaluation: &Evaluation,
    ) -> Manifest {
        let TrainingOptions { estimator, folds, seed, .. } = self.options;
        Manifest {
            format: Manifest::FORMAT,
            language: Manifest::LANGUAGE.into(),
            stemmer: StemmerVersion::current(),
            themes: dataset.themes.clone(),
            vectorizer,
            training: TrainingSummary {
                estimator: estimator.name().into(),
                c: estimator.is_regularised().then_some(c),
                folds,
                seed,
                examples: dataset.examples.len(),
                labels_sha256: dataset.sha256.clone(),
            },
            evaluation: EvaluationSummary::from(evaluation),
        }
    }

    fn tell(&self, progress: Progress) {
        if let Some(watch) = self.watch {
            watch(progress);
        }
    }
}

/// The distinct stems of each paragraph, sorted.
fn distinct_stems(dataset: &Dataset) -> Vec<Vec<u32>> {
    let mut analyzer = Analyzer::growing();
    let mut stems = Vec::new();
    let distinct = dataset.contents().map(|content| {
        content.analyze(&mut analyzer, &mut stems);
        let mut ids: Vec<u32> = stems.iter().map(|stem| stem.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    });
    distinct.collect()
}

/// The trial of highest mean average precision; of equals the smallest C.
fn best(trials: &[Trial]) -> usize {
    let precision = |place: &usize| trials[*place].mean_average_precision;
    let places = (0..trials.len()).rev();
    places.max_by(|a, b| precision(a).total_cmp(&precision(b))).expect("the grid is not empty")
}

fn calibrations(
    themes: &ThemeSet,
    scores: &Array2<f32>,
    targets: &Array2<bool>,
) -> Result<Vec<Calibration>> {
    let columns = scores.columns().into_iter().zip(targets.columns());
    let calibrate = |(theme, (scores, has_theme)): (&ThemeId, (ArrayView1<f32>, _))| {
        Calibration::fit(scores.mapv(f64::from).view(), has_theme)
            .map_err(|source| Error::Calibration { theme: theme.clone(), source })
    };
    themes.ids().zip(columns).map(calibrate).collect()
}

fn confidences(scores: &Array2<f32>, calibrations: &[Calibration]) -> Array2<f32> {
    let mut confidences = scores.clone();
    for (mut column, calibration) in confidences.columns_mut().into_iter().zip(calibrations) {
        column.mapv_inplace(|score| calibration.confidence(score));
    }
    confidences
}

fn thresholds(
    calibrations: &[Calibration],
    confidences: &Array2<f32>,
    targets: &Array2<bool>,
) -> Vec<f32> {
    let themes = confidences.columns().into_iter().zip(targets.columns());
    let threshold = |(calibration, (confidences, has_theme)): (&Calibration, _)| {
        // One confidence for all: the theme is for most paragraphs, or for none.
        if calibration.is_constant() { 0.5 } else { best_f1_threshold(confidences, has_theme) }
    };
    calibrations.iter().zip(themes).map(threshold).collect()
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

/// How many groups have more than one member.
fn repeated(mut groups: Vec<usize>) -> usize {
    groups.sort_unstable();
    groups.chunk_by(|a, b| a == b).filter(|group| group.len() > 1).count()
}
