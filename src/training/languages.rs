//! Trains on labels in several languages.

use super::{ForeignLabels, Trained, Trainer};
use crate::Result;
use crate::dataset::Dataset;
use crate::features::{StemVectors, VectorSpace};
use crate::language::Language;

/// A trained model for each language.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainedLanguages {
    /// The language with the most labelled paragraphs first.
    pub languages: Vec<(Dataset, Trained)>,
    /// The languages with too few paragraphs for a table of their own, and how many they have. They
    /// taught the others.
    pub too_few: Vec<(Language, usize)>,
}

impl Trainer<'_> {
    /// Trains a table for each language of the labels, or for those of them that are `wanted`.
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
        let parts = dataset.by_language()?;
        let space = VectorSpace::embedded(self.languages_of_space(&parts, wanted))?;
        let (mut languages, mut too_few) = (Vec::new(), Vec::new());
        for part in &parts {
            let (language, count) = (part.language, part.examples.len());
            if wanted.is_some_and(|wanted| !wanted.contains(&language)) {
                continue;
            }
            if parts.len() > 1 && count < FEWEST * self.options().folds {
                too_few.push((language, count));
                continue;
            }
            languages.push((part.clone(), self.train_language(part, &parts, &space)?));
        }
        Ok(TrainedLanguages { languages, too_few })
    }

    /// The languages whose vectors in the common space are needed: none if the trainer's own are
    /// enough.
    fn languages_of_space(&self, parts: &[Dataset], wanted: Option<&[Language]>) -> Vec<Language> {
        let Some(own) = self.vectors() else { return Vec::new() };
        let of_labels = || parts.iter().map(|part| part.language);
        let is_wanted = |language: &Language| wanted.is_none_or(|wanted| wanted.contains(language));
        let needs = of_labels().filter(is_wanted).any(|wanted| wanted != own.manifest().language);
        if needs { of_labels().collect() } else { Vec::new() }
    }

    /// Trains the table of a language, with the labels of the others.
    fn train_language(
        &self,
        part: &Dataset,
        parts: &[Dataset],
        space: &VectorSpace,
    ) -> Result<Trained> {
        let own = self.vectors().map(|vectors| vectors.manifest().language);
        let in_space = space.of(part.language).filter(|_| own.is_some_and(|l| l != part.language));
        let Some(vectors) = in_space else { return self.train(part) };
        let foreign = self.foreign(part, parts, space, vectors)?;
        self.clone().with_stem_vectors(vectors).with_foreign_labels(&foreign).train(part)
    }

    /// The labels of the other languages.
    fn foreign(
        &self,
        part: &Dataset,
        parts: &[Dataset],
        space: &VectorSpace,
        vectors: &StemVectors,
    ) -> Result<ForeignLabels> {
        let field = &self.options().group_by;
        let mut foreign = ForeignLabels::none(vectors.dimensions(), part.themes.len());
        for other in parts.iter().filter(|other| other.language != part.language) {
            if let Some(vectors) = space.of(other.language) {
                foreign.add(other, vectors, field)?;
            }
        }
        Ok(foreign)
    }
}

/// The fewest paragraphs of a language per fold.
const FEWEST: usize = 2;
