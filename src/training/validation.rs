//! How good a way of training is: whole trainings, each measured on what it has not seen.

use super::familiarity::StemCounts;
use super::folds::{check_count, check_enough};
use super::groups::{Groups, sources};
use super::{Dataset, Folds, Trainer, near_duplicate_groups};
use crate::evaluation::{Answers, Evaluation, LearningCurve, LearningPoint};
use crate::model::Model;
use crate::{Error, Prediction, Result};

/// Trains on parts of a dataset and answers about the rest. Settings, calibrations and
/// thresholds too are learnt from the part alone, so nothing of the rest is known.
///
/// Near-duplicates stay together, and so do the paragraphs of a source if there are two
/// for each fold; see [`TrainingOptions::group_by`](super::TrainingOptions::group_by).
pub struct Validation<'a> {
    trainer: &'a Trainer<'a>,
    dataset: &'a Dataset,
    done: &'a (dyn Fn() + Sync),
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
        Self { trainer, dataset, done }
    }

    /// Answers about every paragraph by the model of the other folds, once for each of the
    /// repeats, in which the folds are others: `folds` × `repeats` trainings.
    ///
    /// # Errors
    /// If the paragraphs are too few for so many folds, or those of the others for a
    /// training.
    pub fn cross_validate(&self, folds: usize, repeats: usize) -> Result<Vec<Answers>> {
        let groups = self.groups(folds)?;
        let targets = self.dataset.targets();
        let repeat = |seed| {
            let folds = Folds::stratified(targets.view(), &groups, folds, seed);
            let mut answers = Answers::none(targets.dim());
            for fold in 0..folds.count() {
                let (others, fold) = folds.split(fold);
                answers.put(&fold, &self.answers(&others, &fold)?);
            }
            Ok(answers)
        };
        let seed = self.trainer.options().seed;
        (0..repeats as u64).map(|number| repeat(seed.wrapping_add(number))).collect()
    }

    /// How good models are that have learnt from 1/8, 1/4, 1/2 and all of the other folds:
    /// `folds` × 4 trainings. Smaller parts are parts of the larger ones; those too small
    /// to learn from are left out.
    ///
    /// # Errors
    /// As those of [`Validation::cross_validate`].
    pub fn learning_curve(&self, folds: usize) -> Result<LearningCurve> {
        const PARTS: usize = 8;
        let groups = self.groups(folds)?;
        let (targets, seed) = (self.dataset.targets(), self.trainer.options().seed);
        let outer = Folds::stratified(targets.view(), &groups, folds, seed);
        let parts = Folds::stratified(targets.view(), &groups, PARTS, seed.wrapping_add(1));
        let point = |some: usize| {
            let mut answers = Answers::none(targets.dim());
            let mut paragraphs = 0;
            for fold in 0..folds {
                let (mut others, fold) = outer.split(fold);
                others.retain(|&place| parts.fold_of(place) < some);
                paragraphs += others.len();
                answers.put(&fold, &self.answers(&others, &fold)?);
            }
            let evaluation = Evaluation::new(&self.dataset.themes, targets.view(), &answers);
            Ok(LearningPoint { paragraphs: paragraphs / folds, evaluation })
        };
        let points = [1, 2, 4, PARTS].into_iter().map(point);
        let points = points.filter(|point| !matches!(point, Err(Error::TooFewExamples { .. })));
        Ok(LearningCurve { points: points.collect::<Result<_>>()? })
    }

    /// The paragraphs whose date is `from` or later, by their places, and what a model
    /// answers that has learnt from all others, also those without a date.
    ///
    /// # Errors
    /// If a date is no date, all are on one side, or the others too few for a training.
    pub fn time_split(&self, field: &str, from: &str) -> Result<(Vec<usize>, Answers)> {
        check_date(from, "the date to split at".to_owned())?;
        let (mut earlier, mut later) = (Vec::new(), Vec::new());
        for (place, date) in self.dataset.field(field).enumerate() {
            if let Some(date) = date {
                let id = &self.dataset.examples[place].id;
                check_date(date, format!("`{field}` of the paragraph `{id}`"))?;
            }
            let is_later = date.is_some_and(|date| date >= from);
            if is_later { later.push(place) } else { earlier.push(place) }
        }
        if later.is_empty() {
            return Err(Error::Date {
                place: "the date to split at".to_owned(),
                found: format!("{from}, after every `{field}`"),
            });
        }
        let answers = self.answers(&earlier, &later)?;
        Ok((later, answers))
    }

    /// What a model that has learnt from some paragraphs says of others.
    fn answers(&self, learnt: &[usize], others: &[usize]) -> Result<Answers> {
        let model = self.trainer.train(&self.dataset.select(learnt))?.model;
        (self.done)();
        let predictions = predictions(&model, &self.dataset.select(others));
        Ok(Answers::of(&predictions, &self.dataset.themes))
    }

    /// A number for each paragraph, equal ones for those that must stay together.
    fn groups(&self, folds: usize) -> Result<Vec<usize>> {
        check_count(folds)?;
        let near_duplicates = near_duplicate_groups(&StemCounts::of(self.dataset).distinct());
        check_enough(&near_duplicates, folds)?;
        let sources = sources(self.dataset, &self.trainer.options().group_by, folds);
        Ok(Groups::of(self.dataset, &near_duplicates, sources.as_ref()))
    }
}

/// What a model says of every paragraph of a dataset.
pub fn predictions(model: &Model, dataset: &Dataset) -> Vec<Prediction> {
    let mut worker = model.worker();
    dataset.contents().map(|content| content.predict(&mut worker)).collect()
}

/// Dates are compared as text, which is right only for those that begin with the year and
/// go on with month and day (ISO 8601).
fn check_date(date: &str, place: String) -> Result<()> {
    let digits = |part: Option<&str>, count: usize| {
        part.is_some_and(|part| part.len() == count && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut parts = date.get(..10).unwrap_or(date).split('-');
    let year = digits(parts.next(), 4);
    let rest = parts.clone().count() <= 2 && parts.all(|part| digits(Some(part), 2));
    if year && rest { Ok(()) } else { Err(Error::Date { place, found: format!("`{date}`") }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_years_with_or_without_months_and_days() {
        let check = |date| check_date(date, "here".to_owned());
        for date in ["2024", "2024-05", "2024-05-09", "2024-05-09T10:00:00Z"] {
            assert!(check(date).is_ok(), "{date}");
        }
        for date in ["", "24", "May 2024", "2024-5-9", "2024/05/09", "09-05-2024", "2024-05-09-1é"]
        {
            assert_eq!(check(date).is_ok(), date == "2024-05-09-1é", "{date}");
        }
        let message = check("May 2024").unwrap_err().to_string();
        assert_eq!(message, "here is `May 2024`: allowed is a date as 2024, 2024-05 or 2024-05-09");
    }
}
