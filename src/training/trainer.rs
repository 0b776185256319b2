//! Trains a model on a dataset.

use ndarray::Array2;

use super::calibration::StemCounts;
use super::context::Surroundings;
use super::features::{FeatureOptions, Features, Foreign};
use super::foreign_labels::check_vectors;
use super::novel_paragraphs::NovelParagraphs;
use super::out_of_fold::{Fitted, OutOfFold, best};
use super::self_training::SelfTraining;
use super::teacher::Teacher;
use super::validation::{CrossValidation, FoldGroups, check_count};
use super::{
    Estimator, Folds, ForeignLabels, SelfTrainingOptions, Setting, Trained, TrainingOptions, Trial,
};
use crate::dataset::{Dataset, Unlabelled};
use crate::error::{check_c, check_factor, check_share};
use crate::features::{Lexicon, Names, ParagraphEmbeddings, StemVectors, Vectorizer};
use crate::language::Language;
use crate::model::{
    EmbeddingsSummary, Scorer, SelfTrainingSummary, StemVectorsSummary, TrainingSummary,
};
use crate::{Error, Result};

/// Trains models.
///
/// # Examples
///
/// ```
/// use themewise::features::StemVectors;
/// use themewise::{Dataset, Trainer};
///
/// let dataset = Dataset::read(&["tests/data/labels.jsonl".into()], None)?;
/// let vectors = StemVectors::embedded()?;
/// let trained = Trainer::default().with_stem_vectors(&vectors).train(&dataset)?;
/// let prediction = trained.model.predict("Tariffs on steel");
/// assert_eq!(prediction.labels[0].theme.as_str(), "trade");
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Trainer<'a> {
    options: TrainingOptions,
    vectors: Option<&'a StemVectors>,
    unlabelled: Option<(&'a Unlabelled, SelfTrainingOptions)>,
    embeddings: Option<&'a ParagraphEmbeddings>,
    foreign: Option<&'a ForeignLabels>,
    watch: Option<&'a (dyn Fn(Progress) + Sync)>,
}

/// The progress of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Cross-validation starts, with this number of steps.
    Started(usize),
    /// One step is done.
    Step,
    /// Cross-validation is done; the final model is being trained.
    Fitting,
}

impl std::fmt::Debug for Trainer<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Trainer").field(&self.options).finish()
    }
}

impl<'a> Trainer<'a> {
    /// A trainer with these options.
    pub fn new(options: TrainingOptions) -> Self {
        Self { options, ..Self::default() }
    }

    /// The options.
    pub fn options(&self) -> &TrainingOptions {
        &self.options
    }

    /// The same trainer with another number of folds.
    pub(super) fn with_folds(&self, folds: usize) -> Self {
        let options = TrainingOptions { folds, ..self.options.clone() };
        Self { options, ..self.clone() }
    }

    /// Trains with stem vectors: a second view of every paragraph, which is folded into the model's
    /// table after the weights are learned. linfa's estimators cannot use them and learn from terms
    /// alone.
    #[must_use]
    pub fn with_stem_vectors(mut self, vectors: &'a StemVectors) -> Self {
        self.vectors = Some(vectors);
        self
    }

    /// Trains on unlabelled paragraphs too. The result is kept only if the mean average
    /// precision out of fold does not fall. Labelled paragraphs must not be among them, as
    /// they would leak into the folds that test on them.
    #[must_use]
    pub fn with_unlabelled(
        mut self,
        unlabelled: &'a Unlabelled,
        options: SelfTrainingOptions,
    ) -> Self {
        self.unlabelled = Some((unlabelled, options));
        self
    }

    /// Lets a teacher, which sees embeddings of all paragraphs, label the unlabelled ones. The
    /// final model never sees an embedding. Has no effect without [`Trainer::with_unlabelled`].
    #[must_use]
    pub fn with_embeddings(mut self, embeddings: &'a ParagraphEmbeddings) -> Self {
        self.embeddings = Some(embeddings);
        self
    }

    /// Learns from labelled paragraphs in other languages, too, through the space that the stem
    /// vectors share with theirs. Has no effect without [`Trainer::with_stem_vectors`].
    #[must_use]
    pub fn with_foreign_labels(mut self, foreign: &'a ForeignLabels) -> Self {
        self.foreign = Some(foreign);
        self
    }

    /// The labels of other languages to learn from.
    pub(super) fn foreign_labels(&self) -> Option<&'a ForeignLabels> {
        self.foreign
    }

    /// Reports progress to `watch`, from any thread.
    #[must_use]
    pub fn on_progress(mut self, watch: &'a (dyn Fn(Progress) + Sync)) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Trains a model. Equal datasets and options give models equal to the last bit, regardless
    /// of the number of threads.
    ///
    /// # Errors
    /// If an option is out of range, there are too few paragraphs, or a paragraph has no
    /// embedding although there is a teacher.
    pub fn train(&self, dataset: &Dataset) -> Result<Trained> {
        self.check(dataset)?;
        let novel = NovelParagraphs::of(dataset);
        let targets = novel.unmeasured(dataset.targets_alone());
        let options = &self.options;
        let stems = StemCounts::of(dataset);
        let FoldGroups { groups, sources, duplicate_groups, contradictions, .. } =
            FoldGroups::of(dataset, &stems, &options.group_by, options.folds)?;
        let calibrating = self.calibrating(dataset, sources.is_some(), &novel);
        let folds = Folds::stratified(targets.view(), &groups, options.folds, options.seed);
        let self_training = self.self_training(dataset)?;
        let trials = self.trials(dataset, &targets, &folds, self_training.as_ref())?;
        let out_of_fold = OutOfFold { dataset, targets, folds, calibrating, trials };
        let trial = out_of_fold.best_trial();

        self.tell(Progress::Fitting);
        let self_training = self_training.as_ref().filter(|_| trial.self_trained);
        let (vectorizer, scorer) = self.fit(dataset, trial.setting, self_training)?;
        let self_training = self_training.map(SelfTrainingSummary::from);
        let training =
            TrainingSummary { sources, ..self.summary(dataset, trial.setting, self_training) };
        let (vocabulary, names) = (vectorizer.vocabulary(), self.names(dataset.language));
        let OutOfFold { folds, calibrating, .. } = &out_of_fold;
        let novelty = stems.novelty(vocabulary, names, folds, calibrating, novel.places());
        let fitted = Fitted { vectorizer, scorer, novelty };
        let trained = out_of_fold.trained(dataset, training, fitted)?;
        Ok(Trained { duplicate_groups, contradictions, ..trained })
    }

    pub(super) fn check(&self, dataset: &Dataset) -> Result<()> {
        let TrainingOptions { folds, ref grid, ref vectorizer, estimator, .. } = self.options;
        let scales = &self.options.vector_scales;
        let setting =
            |option, found: String, expected| Err(Error::setting(option, found, expected));
        check_count(folds)?;
        grid.iter().try_for_each(|&c| check_c(c))?;
        if grid.is_empty() {
            return setting("C", "missing".to_owned(), "a number from 1e-6 to 1e6");
        }
        scales.iter().try_for_each(|&scale| check_factor("vector scale", scale))?;
        if scales.is_empty() {
            return setting("vector scale", "missing".to_owned(), "a number from 1e-6 to 1e6");
        }
        check_share("name scale", self.options.name_scale)?;
        check_factor("the weight of other languages", self.options.foreign_weight)?;
        if vectorizer.min_df == 0 {
            return setting("min_df", "0".to_owned(), "1 or more");
        }
        if let Some((_, options)) = &self.unlabelled {
            options.check()?;
            if estimator != Estimator::Logistic {
                let expected = "`logistic`, to learn from paragraphs without labels";
                return setting("estimator", estimator.name().to_owned(), expected);
            }
        }
        if let Some(vectors) = self.vectors() {
            let dimensions = self.foreign.map(ForeignLabels::dimensions);
            check_vectors(vectors, dataset.language, dimensions)?;
        }
        estimator.check_built()?;
        estimator.check_weights(&dataset.weights())
    }

    /// The paragraphs to calibrate on. If sources stay together, only paragraphs with a source show
    /// how confident a model may be about another source. Novel ones show nothing of the others.
    fn calibrating(
        &self,
        dataset: &Dataset,
        of_sources: bool,
        novel: &NovelParagraphs,
    ) -> Vec<usize> {
        let sources = dataset.field(&self.options.group_by).enumerate();
        let counts = |(at, source): &(usize, Option<&str>)| {
            (!of_sources || source.is_some()) && !novel.contains(*at)
        };
        sources.filter(counts).map(|(at, _)| at).collect()
    }

    /// The values of C to try, ascending; one if the estimator is not regularised.
    pub(super) fn grid(&self) -> Vec<f64> {
        let mut grid = self.options.grid.clone();
        grid.sort_by(f64::total_cmp);
        grid.dedup();
        grid.truncate(if self.options.estimator.is_regularised() { grid.len() } else { 1 });
        grid
    }

    /// Tries every C, then the scales of stem vectors, then self-training.
    fn trials(
        &self,
        dataset: &Dataset,
        targets: &Array2<Option<bool>>,
        folds: &Folds,
        self_training: Option<&SelfTraining>,
    ) -> Result<Vec<Trial>> {
        let options = &self.options;
        let estimator = options.estimator;
        let features = self.features(dataset.language);
        let surroundings = &Surroundings::of(dataset, folds);
        let cross_validation =
            CrossValidation { dataset, targets, folds, surroundings, estimator, features };
        let (grid, scales) = (self.grid(), self.scales());
        let steps = grid.len() + scales.len() - 1 + usize::from(self_training.is_some());
        self.tell(Progress::Started(steps * folds.count()));
        let done = || self.tell(Progress::Step);

        let settings = grid.iter().map(|&c| Setting { c, vector_scale: scales[0] });
        let mut trials = cross_validation.run(&settings.collect::<Vec<_>>(), &done)?;
        let c = trials[best(&trials)].setting.c;
        let settings = scales[1..].iter().map(|&vector_scale| Setting { c, vector_scale });
        trials.extend(cross_validation.run(&settings.collect::<Vec<_>>(), &done)?);
        if let Some(self_training) = self_training {
            let best = trials[best(&trials)].setting;
            trials.push(cross_validation.run_self_trained(best, self_training, &done)?);
        }
        Ok(trials)
    }

    /// The unlabelled paragraphs and how to learn from them, if there are any.
    fn self_training(&self, dataset: &Dataset) -> Result<Option<SelfTraining<'a>>> {
        let Some((unlabelled, options)) = self.unlabelled else { return Ok(None) };
        let teacher =
            |embeddings| Teacher::new(embeddings, options.embedding_scale, dataset, unlabelled);
        let teacher = self.embeddings.map(teacher).transpose()?;
        Ok(Some(SelfTraining { unlabelled, options, teacher }))
    }

    /// The features that the estimator can take.
    pub(super) fn features(&self, language: Language) -> FeatureOptions<'_> {
        let TrainingOptions { estimator, ref vectorizer, name_scale, .. } = self.options;
        let vectorizer = estimator.vectorizer_options(vectorizer);
        let lexicon = Lexicon { vectors: self.vectors(), names: self.names(language) };
        let foreign = self.foreign.filter(|_| lexicon.vectors.is_some());
        let foreign = foreign.map(|labels| Foreign {
            labels,
            weight: self.options.foreign_weight,
            field: &self.options.group_by,
        });
        FeatureOptions { vectorizer, lexicon, name_scale, foreign }
    }

    /// The names to tie together, if any.
    pub(super) fn names(&self, language: Language) -> &'static Names {
        let tied = self.options.name_scale < 1.0 && self.options.estimator == Estimator::Logistic;
        if tied { Names::of(language) } else { Names::none() }
    }

    /// The stem vectors, if the estimator can take them.
    pub(super) fn vectors(&self) -> Option<&'a StemVectors> {
        self.vectors.filter(|_| self.options.estimator == Estimator::Logistic)
    }

    /// The scales of stem vectors to try; C is chosen with the first.
    pub(super) fn scales(&self) -> &[f32] {
        let all = &self.options.vector_scales;
        if self.vectors().is_some() { all } else { &all[..1] }
    }

    /// Trains the parts of the final model on all paragraphs.
    fn fit(
        &self,
        dataset: &Dataset,
        setting: Setting,
        self_training: Option<&SelfTraining>,
    ) -> Result<(Vectorizer, Scorer)> {
        let estimator = self.options.estimator;
        let all: Vec<usize> = (0..dataset.examples.len()).collect();
        let features = Features::fit(dataset, &all, &self.features(dataset.language))?;
        let labelled = features.labelled(dataset, &all, setting.vector_scale);
        let mut scorer = estimator.fit(&labelled, setting.c, None)?;
        if let Some(self_training) = self_training {
            scorer = self_training.fit(&features, &labelled, &all, &scorer, setting)?;
        }
        Ok(features.fold(&scorer, setting.vector_scale))
    }

    pub(super) fn summary(
        &self,
        dataset: &Dataset,
        setting: Setting,
        self_training: Option<SelfTrainingSummary>,
    ) -> TrainingSummary {
        let TrainingOptions { estimator, folds, seed, .. } = self.options;
        let Setting { c, vector_scale: scale } = setting;
        let stem_vectors = self.vectors().map(|vectors| {
            let sha256 = vectors.sha256().to_owned();
            StemVectorsSummary { sha256, scale }
        });
        let name_scale =
            if self.names(dataset.language).is_empty() { 1.0 } else { self.options.name_scale };
        TrainingSummary {
            estimator: estimator.name().into(),
            name_scale,
            c: estimator.is_regularised().then_some(c),
            labels_sha256: dataset.sha256.clone(),
            file_weights: dataset.file_weights.clone(),
            stem_vectors,
            self_training,
            folds,
            seed,
            examples: dataset.examples.len(),
            sources: None,
        }
    }

    pub(super) fn tell(&self, progress: Progress) {
        if let Some(watch) = self.watch {
            watch(progress);
        }
    }
}

impl From<&SelfTraining<'_>> for SelfTrainingSummary {
    fn from(SelfTraining { unlabelled, options, teacher }: &SelfTraining) -> Self {
        let embeddings = teacher.as_ref().map(|teacher| EmbeddingsSummary {
            sha256: teacher.embeddings.sha256().to_owned(),
            scale: teacher.scale,
        });
        Self {
            embeddings,
            paragraphs: unlabelled.contents.len(),
            sha256: unlabelled.sha256.clone(),
            weight: options.weight,
            sharpening: options.sharpening,
        }
    }
}
