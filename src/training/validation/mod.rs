//! Validates training: each model is measured on paragraphs it was not trained on.

mod cross_validation;
mod folds;
mod groups;
mod setting;
mod source_part;
mod time_split;

use std::slice::from_ref;

use ndarray::Array2;
use rustc_hash::FxHashSet;

use self::groups::count_collections;
use self::time_split::{Dates, Side};
use super::{Trainer, TrainingOptions};
use crate::dataset::{ArticleParagraph, Dataset};
use crate::error::ErrorKind;
use crate::evaluation::{
    Evaluation, LearningCurve, LearningPoint, LeftOut, LeftOutPart, Predictions,
};
use crate::model::{Perspective, Workers};
use crate::training::calibration::StemCounts;
use crate::{Error, Prediction, Result};

pub use self::cross_validation::Trial;
pub(super) use self::cross_validation::{CrossValidation, precision, put_rows};
pub use self::folds::Folds;
pub(super) use self::folds::{check_count, check_enough};
pub(super) use self::groups::FoldGroups;
pub use self::setting::Setting;
pub use self::source_part::SourcePart;

/// The number of parts that labels are split into for a learning curve.
const PARTS: usize = 8;

/// Trains on part of a dataset and predicts the rest. Settings, calibrations and thresholds are
/// also chosen on that part, so nothing leaks from the rest.
///
/// Near-duplicates of test paragraphs are never trained on, nor are paragraphs of the same document,
/// or of the same source if there is at least one source per fold; see
/// [`TrainingOptions::group_by`](super::TrainingOptions::group_by).
pub struct Validation<'a> {
    trainer: &'a Trainer<'a>,
    dataset: &'a Dataset,
    /// What is measured against, of shape (paragraphs, themes).
    targets: Array2<Option<bool>>,
    perspective: Perspective,
    done: &'a (dyn Fn() + Sync),
}

/// The training and test paragraphs of a time split.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeSplit {
    /// The number of earlier paragraphs trained on.
    pub learnt: usize,
    /// The number of earlier paragraphs skipped as near-duplicates of later ones, or as paragraphs of
    /// the same document.
    pub repeated: usize,
    /// The number of paragraphs skipped because they have no date.
    pub undated: usize,
    /// The indices of the later paragraphs.
    pub later: Vec<usize>,
    /// The predictions for them.
    pub answers: Predictions,
}

/// The paragraphs of the sources that were left out of training, one part after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceSplit {
    /// The indices of the paragraphs with a source, ascending.
    pub measured: Vec<usize>,
    /// The predictions for them.
    pub answers: Predictions,
    /// The figures of each part.
    pub left_out: LeftOut,
}

impl std::fmt::Debug for Validation<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Validation").field(self.trainer).finish()
    }
}

impl<'a> Validation<'a> {
    /// A validation of a trainer on a dataset; `done` is called after each training.
    pub fn new(
        trainer: &'a Trainer<'a>,
        dataset: &'a Dataset,
        done: &'a (dyn Fn() + Sync),
    ) -> Self {
        let perspective = Perspective::default();
        Self { trainer, dataset, targets: dataset.targets(), perspective, done }
    }

    /// A validation from another perspective on the paragraphs of articles, measured against how
    /// they are judged from there.
    #[must_use]
    pub fn with_perspective(self, perspective: Perspective) -> Self {
        Self { targets: targets(self.dataset, perspective), perspective, ..self }
    }

    /// Predicts every paragraph with the model of the other folds, once per repeat. Each repeat has
    /// different folds: `folds` × `repeats` trainings.
    ///
    /// # Errors
    /// If there are too few paragraphs for this number of folds, or the other folds have too few to
    /// train on.
    pub fn cross_validate(&self, folds: usize, repeats: usize) -> Result<Vec<Predictions>> {
        let together = self.together(folds)?;
        let whole = together.sources.is_some();
        let targets = &self.targets;
        let repeat = |seed| {
            let folds = Folds::stratified(targets.view(), &together.groups, folds, seed);
            let mut answers = Predictions::none(targets.dim());
            for fold in 0..folds.count() {
                let (others, fold) = folds.split(fold);
                answers.put(&fold, &self.answers(&others, &fold, whole)?);
            }
            Ok(answers)
        };
        let seed = self.trainer.options().seed;
        (0..repeats as u64).map(|number| repeat(seed.wrapping_add(number))).collect()
    }

    /// Evaluates models trained on 1/8, 1/4 and 1/2 of the other folds, and on all of them (the
    /// `answers` of the first repeat): `folds` × 3 trainings. Smaller parts are subsets of larger
    /// ones; parts too small for training are skipped.
    ///
    /// # Errors
    /// The same as for [`Validation::cross_validate`].
    pub fn learning_curve(&self, folds: usize, answers: &Predictions) -> Result<LearningCurve> {
        let (targets, seed) = (&self.targets, self.trainer.options().seed);
        let together = self.together(folds)?;
        let outer = Folds::stratified(targets.view(), &together.groups, folds, seed);
        // Parts contain some paragraphs of every source. Parts by source would have fewer sources
        // instead of fewer labels.
        let near_duplicates = &together.near_duplicates;
        let parts = Folds::stratified(targets.view(), near_duplicates, PARTS, seed.wrapping_add(1));
        let part = |some| self.part(&outer, &parts, some, together.sources.is_some());
        let points = [1, 2, 4].into_iter().map(part);
        let points = points.filter(|point| !point.as_ref().is_err_and(is_too_few));
        let whole = LearningPoint {
            paragraphs: targets.nrows() - targets.nrows() / folds,
            documents: self.documents(&outer, |_| true),
            evaluation: Evaluation::new(&self.dataset.themes, targets.view(), answers),
        };
        let points = points.chain([Ok(whole)]);
        Ok(LearningCurve { points: points.collect::<Result<_>>()? })
    }

    /// Evaluates models trained on the first `some` parts of the other folds.
    fn part(
        &self,
        outer: &Folds,
        parts: &Folds,
        some: usize,
        whole: bool,
    ) -> Result<LearningPoint> {
        let targets = &self.targets;
        let mut answers = Predictions::none(targets.dim());
        let mut paragraphs = 0;
        for fold in 0..outer.count() {
            let (mut others, fold) = outer.split(fold);
            others.retain(|&place| parts.fold_of(place) < some);
            paragraphs += others.len();
            answers.put(&fold, &self.answers(&others, &fold, whole)?);
        }
        let evaluation = Evaluation::new(&self.dataset.themes, targets.view(), &answers);
        let documents = self.documents(outer, |place| parts.fold_of(place) < some);
        Ok(LearningPoint { paragraphs: paragraphs / outer.count(), documents, evaluation })
    }

    /// The mean number of documents among those paragraphs of the other folds that are trained on.
    fn documents(&self, outer: &Folds, learnt: impl Fn(usize) -> bool) -> usize {
        let documents: Vec<_> = self.dataset.documents().collect();
        let of_fold = |fold| {
            let learnt = outer.split(fold).0.into_iter().filter(|&place| learnt(place));
            learnt.filter_map(|place| documents[place]).collect::<FxHashSet<_>>().len()
        };
        (0..outer.count()).map(of_fold).sum::<usize>() / outer.count()
    }

    /// Trains on paragraphs dated before `from`, and predicts the later ones.
    ///
    /// # Errors
    /// If a date is invalid or less precise than `from`, all paragraphs are on one side, or there
    /// are too few earlier ones to train on.
    pub fn time_split(&self, field: &str, from: &str) -> Result<TimeSplit> {
        let together = self.together(2)?;
        let dates = Dates { dataset: self.dataset, field, from };
        let sides = dates.sides()?;
        let of = |side: Option<Side>| {
            let sides = sides.iter().enumerate();
            sides.filter(|(_, is)| **is == side).map(|(place, _)| place).collect::<Vec<_>>()
        };
        let (mut earlier, later) = (of(Some(Side::Earlier)), of(Some(Side::Later)));
        dates.check(&earlier, &later)?;
        let all = earlier.len();
        together.remove_copies(&mut earlier, &later);
        let answers = self.answers(&earlier, &later, together.sources.is_some())?;
        let (learnt, undated) = (earlier.len(), of(None).len());
        Ok(TimeSplit { learnt, repeated: all - learnt, undated, later, answers })
    }

    /// Trains on all paragraphs but one part, and predicts that one, for each part: as many trainings
    /// as parts. Paragraphs without a source are in no part, so they are always trained on.
    ///
    /// # Errors
    /// If there are no parts, or too few other paragraphs to train on.
    pub fn leave_out(&self, parts: &[SourcePart]) -> Result<SourceSplit> {
        SourcePart::check(parts, self.dataset, &self.trainer.options().group_by)?;
        let together = self.together(2)?;
        let mut answers = Predictions::none(self.targets.dim());
        for SourcePart { paragraphs, .. } in parts {
            let mut learnt: Vec<_> = (0..self.targets.nrows()).collect();
            together.remove_copies(&mut learnt, paragraphs);
            let of_part = self.answers(&learnt, paragraphs, together.sources.is_some())?;
            answers.put(paragraphs, &of_part);
        }
        let left_out =
            LeftOut { parts: parts.iter().map(|part| self.measure(part, &answers)).collect() };
        let mut measured: Vec<_> =
            parts.iter().flat_map(|part| &part.paragraphs).copied().collect();
        measured.sort_unstable();
        Ok(SourceSplit { answers: answers.select(&measured), measured, left_out })
    }

    fn measure(&self, part: &SourcePart, answers: &Predictions) -> LeftOutPart {
        let (themes, answers) = (&self.dataset.themes, from_ref(answers));
        let evaluation =
            Evaluation::of_part(themes, self.targets.view(), answers, &part.paragraphs);
        LeftOutPart { sources: part.sources.clone(), evaluation }
    }

    /// Trains on some paragraphs and predicts others. If sources stay together, the inner
    /// cross-validation also keeps them together, in as many folds as that allows.
    fn answers(&self, learnt: &[usize], others: &[usize], whole: bool) -> Result<Predictions> {
        let dataset = self.dataset.select(learnt);
        let TrainingOptions { folds, group_by, .. } = self.trainer.options();
        let enough = if whole { count_collections(&dataset, group_by) / 2 } else { *folds };
        let mut trainer = self.trainer.with_folds((*folds).min(enough.max(2)));
        let measured = self.dataset.select(others);
        let foreign = trainer.foreign_labels().map(|labels| {
            let mut left_out: FxHashSet<&str> = measured.collections(group_by).flatten().collect();
            dataset.collections(group_by).flatten().for_each(|source| {
                left_out.remove(source);
            });
            labels.without(&left_out)
        });
        if let Some(foreign) = &foreign {
            trainer = trainer.with_foreign_labels(foreign);
        }
        let model = trainer.train(&dataset)?.model;
        (self.done)();
        let workers = model.with_perspective(self.perspective).workers();
        Ok(Predictions::of(&predictions(&workers, &measured), &self.dataset.themes))
    }

    fn together(&self, folds: usize) -> Result<FoldGroups> {
        let stems = StemCounts::of(self.dataset);
        FoldGroups::of(self.dataset, &stems, &self.trainer.options().group_by, folds)
    }
}

/// Whether each paragraph of a dataset has each theme from a perspective, of shape (paragraphs,
/// themes); `None` if unknown.
pub fn targets(dataset: &Dataset, perspective: Perspective) -> Array2<Option<bool>> {
    match perspective {
        Perspective::Article => dataset.targets(),
        Perspective::Paragraph | Perspective::Alone => dataset.targets_alone(),
    }
}

/// The predictions for every paragraph of a dataset: in its article if it belongs to one that
/// counts, else by itself. Each is read in its language, see [`Dataset::languages`]; all in the
/// model's own if one declares a language that is not known.
pub fn predictions(workers: &Workers, dataset: &Dataset) -> Vec<Prediction> {
    let mut worker = workers.worker();
    let languages = dataset.languages().unwrap_or_default();
    let language = |at: usize| languages.get(at).copied().unwrap_or(workers.model().language());
    let mut alone = |(at, content)| {
        worker.turn_to(language(at));
        worker.predict_content(content)
    };
    let mut all: Vec<_> = dataset.contents().enumerate().map(&mut alone).collect();
    for article in &dataset.articles {
        article.labelled().take(1).for_each(|at| worker.turn_to(language(at)));
        let contents = article.paragraphs.iter().map(|paragraph| match paragraph {
            ArticleParagraph::Labelled(example) => &dataset.examples[*example].content,
            ArticleParagraph::Unlabelled(content) => content,
        });
        let found = worker.predict_contents(article.title.as_ref(), contents);
        for (paragraph, prediction) in article.paragraphs.iter().zip(found) {
            if let ArticleParagraph::Labelled(example) = *paragraph {
                all[example] = prediction;
            }
        }
    }
    all
}

fn is_too_few(error: &Error) -> bool {
    error.kind() == ErrorKind::TooFewExamples
}
