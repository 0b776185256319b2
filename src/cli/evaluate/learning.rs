//! Evaluates models that are trained on part of the labels.

use std::path::PathBuf;

use crate::features::StemVectors;
use crate::language::Language;
use crate::training::{
    LabelledLanguages, Progress, SourcePart, SourceSplit, TimeSplit, Trainer, TrainingOptions,
    Validation,
};
use crate::{Dataset, Error, ThemeSet};
use clap::{ArgGroup, Args, ValueEnum};

use super::labelled::Labelled;
use super::measured::Measured;
use super::measurement::Measurement;
use crate::cli::args::language::language;
use crate::cli::message::eprint_line;

/// How to train on part of the labels.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("learning").args(["cross_validate", "time_split", "leave_out"]).conflicts_with("model"))]
pub(super) struct LearningChoice {
    /// Train on all but one of K folds of the labels and measure on that one, for each fold
    #[arg(long, value_name = "K")]
    cross_validate: Option<usize>,

    /// Number of cross-validations, each with other folds
    #[arg(long, value_name = "R", default_value_t = 1, requires = "cross_validate", value_parser = clap::value_parser!(u8).range(1..))]
    repeats: u8,

    /// Also measure models trained on an eighth, a quarter and half of the labels, and project to
    /// more
    #[arg(long, requires = "cross_validate")]
    learning_curve: bool,

    /// Train on labels before this date, such as 2024-06-01, and measure on the others
    #[arg(long, value_name = "DATE")]
    time_split: Option<String>,

    /// Field of the labels with their date, year first
    #[arg(long, value_name = "FIELD", default_value = "date", requires = "time_split")]
    time_field: String,

    /// Train on all sources but one and measure on that one, for each source (see --group-by);
    /// sources with fewer than 100 paragraphs are left out several at a time
    #[arg(long, value_enum, value_name = "WHAT")]
    leave_out: Option<LeaveOut>,

    /// Language to measure, by its code; labels in the others teach it, but not those of sources left
    /// out [default: the language of the labels, if they are in one]
    #[arg(long, value_name = "CODE", requires = "learning", value_parser = language)]
    language: Option<Language>,

    /// Themes with their names (TOML: [[theme]] id = "trade" name = "Trade and tariffs") [default:
    /// the themes of the labels]
    #[arg(long, value_name = "FILE", requires = "learning")]
    themes: Option<PathBuf>,

    /// Weight of the paragraphs of each label file in training, in the same order
    #[arg(long, value_name = "W", value_delimiter = ',', num_args = 1.., requires = "learning")]
    weights: Vec<f32>,

    /// Inverse regularisation strength; the best of several values is chosen
    #[arg(long, short, value_name = "C", value_delimiter = ',', num_args = 1.., requires = "learning", default_values_t = TrainingOptions::default().grid)]
    c: Vec<f64>,

    /// Scale of the stem vectors; the best of several values is chosen, C with the first
    #[arg(long, value_name = "S", value_delimiter = ',', num_args = 1.., requires = "learning", default_values_t = TrainingOptions::default().vector_scales)]
    vector_scale: Vec<f32>,

    /// Share of what tells names of countries, peoples, cities and leaders apart, from 0 to 1
    #[arg(long, value_name = "S", requires = "learning", default_value_t = TrainingOptions::default().name_scale)]
    name_scale: f32,
}

/// What is left out of training, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LeaveOut {
    /// Each source; small ones in groups
    Source,
}

impl LearningChoice {
    pub(super) fn is_chosen(&self) -> bool {
        self.cross_validate.is_some() || self.time_split.is_some() || self.leave_out.is_some()
    }

    /// The themes file.
    pub(super) fn themes(&self) -> Option<&PathBuf> {
        self.themes.as_ref()
    }

    /// The name of the method, unless a given model is evaluated.
    pub(super) fn title(&self) -> Option<String> {
        let date = self.time_split.as_ref().map(|date| format!("time split at {date}"));
        let sources = self.leave_out.map(|LeaveOut::Source| "leave-one-source-out".to_owned());
        let folds = self.cross_validate.map(|folds| format!("{folds}-fold cross-validation"));
        folds.or(date).or(sources)
    }

    /// Trains models, and predicts the paragraphs that they were not trained on.
    pub(super) fn measure(
        &self,
        labelled: &Labelled,
        measurement: &Measurement,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<Measured, Error> {
        let themes = self.themes.as_deref().map(ThemeSet::read).transpose()?;
        let mut dataset = labelled.read(themes.as_ref())?;
        if !self.weights.is_empty() {
            dataset.weigh_files(&self.weights)?;
        }
        measurement.check_field(&dataset)?;
        let vectors = StemVectors::embedded()?;
        let trainer = Trainer::new(self.options(measurement)).with_stem_vectors(&vectors);
        let labels = LabelledLanguages::new(&dataset, &trainer, None)?;
        self.check_dates(&labels)?;
        let dataset = self.measured_language(&labels)?;
        let others = labels.others(dataset.language, &trainer)?;
        let trainer = trainer.beside(others.as_ref());
        let sources = self.sources(dataset, measurement);
        watch(Progress::Started(self.trainings(sources.as_deref())));
        let done = || watch(Progress::Step);
        let validation = Validation::new(&trainer, dataset, &done)
            .with_perspective(measurement.context.perspective());
        self.validate(&validation, dataset, sources.as_deref())
    }

    /// Refuses to learn from labels in other languages that may be later than the date to split at.
    fn check_dates(&self, labels: &LabelledLanguages) -> Result<(), Error> {
        if self.time_split.is_none() || labels.parts().len() == 1 {
            return Ok(());
        }
        let found = "labels in several languages";
        Err(Error::setting("--time-split", found, "labels in one language"))
    }

    /// The labels in the language to measure.
    fn measured_language<'l>(&self, labels: &'l LabelledLanguages) -> Result<&'l Dataset, Error> {
        let parts = labels.parts();
        let found = match (self.language, parts) {
            (None, [part]) => Some(part),
            (chosen, _) => parts.iter().find(|part| chosen == Some(part.language)),
        };
        let refused = || {
            let found = self.language.map_or("none", Language::name);
            let names: Vec<_> = parts.iter().map(|part| part.language.name()).collect();
            let expected = format!("one of the languages of the labels ({})", names.join(", "));
            Error::setting("--language", found, expected)
        };
        found.ok_or_else(refused)
    }

    /// The sources to leave out.
    fn sources(&self, dataset: &Dataset, measurement: &Measurement) -> Option<Vec<SourcePart>> {
        self.leave_out.map(|LeaveOut::Source| SourcePart::all(dataset, &measurement.group_by))
    }

    fn validate(
        &self,
        validation: &Validation,
        dataset: &Dataset,
        sources: Option<&[SourcePart]>,
    ) -> Result<Measured, Error> {
        if let Some(date) = &self.time_split {
            let split = validation.time_split(&self.time_field, date)?;
            say(&split);
            let TimeSplit { later, answers, .. } = split;
            return Ok(Measured::of(dataset.select(&later), vec![answers]));
        }
        if let Some(sources) = sources {
            let SourceSplit { measured, answers, left_out } = validation.leave_out(sources)?;
            let measured = Measured::of(dataset.select(&measured), vec![answers]);
            return Ok(Measured { left_out: Some(left_out), ..measured });
        }
        let folds = self.cross_validate.expect("one of the three is chosen");
        let answers = validation.cross_validate(folds, self.repeats.into())?;
        let curve = || validation.learning_curve(folds, &answers[0]);
        let learning_curve = self.learning_curve.then(curve).transpose()?;
        Ok(Measured { learning_curve, ..Measured::of(dataset.clone(), answers) })
    }

    fn options(&self, measurement: &Measurement) -> TrainingOptions {
        TrainingOptions {
            grid: self.c.clone(),
            vector_scales: self.vector_scale.clone(),
            name_scale: self.name_scale,
            seed: measurement.seed,
            group_by: measurement.group_by.clone(),
            ..TrainingOptions::default()
        }
    }

    /// The number of models to train.
    fn trainings(&self, sources: Option<&[SourcePart]>) -> usize {
        const SIZES: usize = 3;
        let sizes = if self.learning_curve { SIZES } else { 0 };
        let folds = self.cross_validate.or(sources.map(<[_]>::len)).unwrap_or(1);
        folds.saturating_mul(usize::from(self.repeats) + sizes)
    }
}

/// Prints how many paragraphs a time split trained on, measured on and left out.
fn say(split: &TimeSplit) {
    let TimeSplit { learnt, repeated, undated, later, .. } = split;
    let later = later.len();
    eprint_line(&format!(
        "trained on {learnt} earlier paragraphs, measured on {later} later ones; left out: {repeated} \
         repeated later, {undated} without a date"
    ));
}
