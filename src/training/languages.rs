//! Trains on labels in several languages.

use ndarray::Array2;

use super::{ForeignLabels, Trained, Trainer};
use crate::dataset::Dataset;
use crate::features::{StemVectors, VectorSpace};
use crate::language::Language;
use crate::{Error, Model, Result};

/// A trained model for each language.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainedLanguages {
    /// The language with the most labelled paragraphs first.
    pub languages: Vec<(Dataset, Trained)>,
    /// The languages with too few paragraphs for a table, and how many they have, which taught the
    /// others. Without any, nothing told how to learn from the others.
    pub too_few: Vec<(Language, usize)>,
}

/// Labels in several languages, and the space in which those of one teach the others.
#[derive(Debug, Clone)]
pub struct LabelledLanguages {
    parts: Vec<Dataset>,
    space: VectorSpace,
}

/// What teaches a language beside its own labels.
#[derive(Debug, Clone)]
pub struct OtherLabels<'a> {
    vectors: &'a StemVectors,
    labels: ForeignLabels,
}

impl TrainedLanguages {
    /// One model that reads all of the languages.
    ///
    /// # Errors
    /// If there is no language.
    pub fn model(&self) -> Result<Model> {
        let mut models = self.languages.iter().map(|(_, trained)| trained.model.clone());
        let first = models.next().ok_or_else(|| no_language(&self.too_few))?;
        first.with_languages(models.collect())
    }
}

impl Trainer<'_> {
    /// Trains a table for each language of the labels, or for those of them that are `wanted`.
    ///
    /// A language that is wanted but has no labels, or too few, learns from those of all languages
    /// through the space alone, and its confidences are calibrated on all of them.
    ///
    /// A language learns from its own labels and, through the space of the stem vectors, from those
    /// of all others. The language of [`Trainer::with_stem_vectors`] learns from its own labels only:
    /// English has better vectors of its own.
    ///
    /// # Errors
    /// As [`Trainer::train`], and if a paragraph declares an unknown language.
    pub fn train_languages(
        &self,
        dataset: &Dataset,
        wanted: Option<&[Language]>,
    ) -> Result<TrainedLanguages> {
        let labels = LabelledLanguages::new(dataset, self, wanted)?;
        let (mut languages, mut too_few) = (Vec::new(), Vec::new());
        for language in labels.wanted(wanted) {
            let part = labels.part(language);
            if let Some(part) = part.filter(|part| labels.is_enough(part, self.options().folds)) {
                let others = labels.others(language, self)?;
                languages.push((part.clone(), self.beside(others.as_ref()).train(part)?));
                continue;
            }
            let from_others = wanted.map(|_| self.train_from_others(language, &labels));
            match from_others.transpose()?.flatten() {
                Some(trained) => languages.push(trained),
                None => too_few.push((language, part.map_or(0, |part| part.examples.len()))),
            }
        }
        Ok(TrainedLanguages { languages, too_few })
    }

    /// Trains the table of a language that has too few labels, if the vectors allow it.
    fn train_from_others(
        &self,
        language: Language,
        labels: &LabelledLanguages,
    ) -> Result<Option<(Dataset, Trained)>> {
        let dataset = Dataset::joined(labels.in_space().map(|(part, _)| part), language);
        let all = labels.sums(|_| true, language, self)?;
        let Some((dataset, all)) = dataset.zip(all) else { return Ok(None) };
        let trained = self.train_without_labels(language, &dataset, &all)?;
        let own = labels.part(language).cloned();
        let none = || Dataset { language, ..dataset.select(&[]) };
        Ok(Some((own.unwrap_or_else(none), trained)))
    }

    /// The same trainer, which also learns from the labels of other languages, if there are any.
    #[must_use]
    pub fn beside<'a>(&self, others: Option<&'a OtherLabels<'a>>) -> Trainer<'a>
    where
        Self: 'a,
    {
        let trainer = self.clone();
        let Some(OtherLabels { vectors, labels }) = others else { return trainer };
        trainer.with_stem_vectors(vectors).with_foreign_labels(labels)
    }
}

impl LabelledLanguages {
    /// The labels of each language, for training tables of those that are `wanted`, or of all.
    ///
    /// # Errors
    /// If a paragraph declares an unknown language.
    pub fn new(dataset: &Dataset, trainer: &Trainer, wanted: Option<&[Language]>) -> Result<Self> {
        let parts = dataset.by_language()?;
        let space = VectorSpace::embedded(languages_of_space(&parts, trainer, wanted))?;
        Ok(Self { parts, space })
    }

    /// The labels of each language, that with the most paragraphs first.
    pub fn parts(&self) -> &[Dataset] {
        &self.parts
    }

    /// What teaches a language beside its own labels; `None` if the vectors of the trainer are its
    /// own.
    ///
    /// # Errors
    /// Never, if the vectors of all languages have one length.
    pub fn others(&self, language: Language, trainer: &Trainer) -> Result<Option<OtherLabels<'_>>> {
        self.sums(|other| other != language, language, trainer)
    }

    /// The labels of the languages that teach a language.
    fn sums(
        &self,
        teaches: impl Fn(Language) -> bool,
        language: Language,
        trainer: &Trainer,
    ) -> Result<Option<OtherLabels<'_>>> {
        let own = trainer.vectors().map(|vectors| vectors.manifest().language);
        let vectors = self.space.of(language).filter(|_| own.is_some_and(|own| own != language));
        let Some(vectors) = vectors else { return Ok(None) };
        let field = &trainer.options().group_by;
        let themes = self.parts.first().map_or(0, |part| part.themes.len());
        let mut labels = ForeignLabels::none(vectors.dimensions(), themes);
        for (part, vectors) in self.in_space().filter(|(part, _)| teaches(part.language)) {
            labels.add(part, vectors, field)?;
        }
        Ok(Some(OtherLabels { vectors, labels }))
    }

    /// The labels of each language that has vectors, with these.
    fn in_space(&self) -> impl Iterator<Item = (&Dataset, &StemVectors)> {
        self.parts.iter().filter_map(|part| Some((part, self.space.of(part.language)?)))
    }

    /// The languages of the labels that are wanted, that with the most paragraphs first, then the
    /// wanted ones that have none.
    fn wanted(&self, wanted: Option<&[Language]>) -> Vec<Language> {
        let mut all: Vec<_> = self.parts.iter().map(|part| part.language).collect();
        if let Some(wanted) = wanted {
            all.retain(|language| wanted.contains(language));
            for &language in wanted {
                if !all.contains(&language) {
                    all.push(language);
                }
            }
        }
        all
    }

    /// The labels of a language.
    fn part(&self, language: Language) -> Option<&Dataset> {
        self.parts.iter().find(|part| part.language == language)
    }

    /// Whether a language has enough labels for a table of its own, or there is no other.
    fn is_enough(&self, part: &Dataset, folds: usize) -> bool {
        self.parts.len() == 1 || part.examples.len() >= FEWEST * folds
    }
}

impl OtherLabels<'_> {
    /// The sum of the vectors of each paragraph, of shape (paragraphs, dimensions).
    pub(super) fn sums(&self) -> &Array2<f32> {
        self.labels.sums()
    }
}

/// The error if there is no language to train a table for.
fn no_language(too_few: &[(Language, usize)]) -> Error {
    let found = too_few.iter().map(|(language, count)| format!("{count} in {}", language.name()));
    let found: Vec<_> = found.collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    Error::setting("the labelled paragraphs of a language", found, "at least two per fold")
}

/// The languages whose vectors in the common space are needed: none if the trainer's own are enough.
fn languages_of_space(
    parts: &[Dataset],
    trainer: &Trainer,
    wanted: Option<&[Language]>,
) -> Vec<Language> {
    let Some(own) = trainer.vectors() else { return Vec::new() };
    let of_labels: Vec<_> = parts.iter().map(|part| part.language).collect();
    let wanted = wanted.unwrap_or(&of_labels);
    if wanted.iter().all(|&wanted| wanted == own.manifest().language) {
        return Vec::new();
    }
    let others = wanted.iter().filter(|wanted| !of_labels.contains(wanted));
    of_labels.iter().chain(others).copied().collect()
}

/// The fewest paragraphs of a language per fold.
const FEWEST: usize = 2;
