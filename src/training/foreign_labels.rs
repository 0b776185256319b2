//! Labelled paragraphs in other languages.
//!
//! Stem vectors of several languages may have one space, in which a paragraph and its translation
//! are close. What labels of one language say about this space then holds for the words of every
//! other. Such a paragraph has no terms, only the sum of its vectors.

use linfa::dataset::DatasetBase;
use ndarray::{Array1, Array2, Axis, concatenate};
use rustc_hash::FxHashSet;

use super::Embedding;
use crate::dataset::{Content, Dataset};
use crate::features::{Lexicon, Records, SparseRow, StemVectors, Vectorizer, VectorizerOptions};
use crate::language::Language;
use crate::{Error, Result};

/// The paragraphs, as sums of the stem vectors of their languages.
#[derive(Debug, Clone, Default)]
pub struct ForeignLabels {
    /// Of shape (paragraphs, dimensions).
    sums: Array2<f32>,
    /// Of shape (paragraphs, themes).
    targets: Array2<Option<bool>>,
    weights: Vec<f32>,
    /// The collection of each paragraph's source.
    sources: Vec<Option<Box<str>>>,
}

impl ForeignLabels {
    /// No paragraphs, for vectors of this length and this number of themes.
    pub fn none(dimensions: usize, themes: usize) -> Self {
        let (sums, targets) = (Array2::zeros((0, dimensions)), Array2::default((0, themes)));
        Self { sums, targets, weights: Vec::new(), sources: Vec::new() }
    }

    /// Adds the paragraphs of a dataset, whose sources a field names. All datasets must have the
    /// same themes.
    ///
    /// # Errors
    /// If the vectors are of another language, or not of the same length as those of the others.
    ///
    /// # Panics
    /// If a dataset has other themes.
    pub fn add(&mut self, dataset: &Dataset, vectors: &StemVectors, field: &str) -> Result<()> {
        check_vectors(vectors, dataset.language, Some(self.sums.ncols()))?;
        let sums = sums(dataset, vectors);
        let sums = concatenate(Axis(0), &[self.sums.view(), sums.view()]);
        self.sums = sums.expect("the dimensions were checked");
        let targets = dataset.targets_alone();
        let targets = concatenate(Axis(0), &[self.targets.view(), targets.view()]);
        self.targets = targets.expect("all have the same themes");
        self.weights.extend(dataset.weights());
        self.sources.extend(dataset.collections(field).map(|source| source.map(Box::from)));
        Ok(())
    }

    /// The paragraphs that are of none of some sources.
    pub(super) fn without(&self, sources: &FxHashSet<&str>) -> Self {
        let kept = self.outside(sources);
        Self {
            sums: self.sums.select(Axis(0), &kept),
            targets: self.targets.select(Axis(0), &kept),
            weights: kept.iter().map(|&at| self.weights[at]).collect(),
            sources: kept.iter().map(|&at| self.sources[at].clone()).collect(),
        }
    }

    /// The indices of the paragraphs that are of none of some sources.
    fn outside(&self, sources: &FxHashSet<&str>) -> Vec<usize> {
        let is_outside =
            |at: &usize| self.sources[*at].as_deref().is_none_or(|s| !sources.contains(s));
        (0..self.len()).filter(is_outside).collect()
    }

    /// The length of the vectors.
    pub fn dimensions(&self) -> usize {
        self.sums.ncols()
    }

    /// The sum of the vectors of each paragraph minus their mean, of shape (paragraphs, dimensions).
    pub fn sums(&self) -> &Array2<f32> {
        &self.sums
    }

    /// The number of paragraphs.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are no paragraphs.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Appends the paragraphs to labelled ones with sparse columns and a dense block, but none of
    /// the sources to leave out. Their weights are multiplied by `weight`, their sums by `scale`.
    pub(super) fn append_to(
        &self,
        labelled: &DatasetBase<Records, Array2<Option<bool>>>,
        left_out: &FxHashSet<&str>,
        weight: f32,
        scale: f32,
    ) -> DatasetBase<Records, Array2<Option<bool>>> {
        let kept = self.outside(left_out);
        let rows = kept.iter().map(|_| SparseRow::default());
        let records = Records::new(rows, labelled.records.width());
        let records = records.with_dense(self.sums.select(Axis(0), &kept) * scale);
        let own = labelled.weights().map_or_else(Vec::new, <[f32]>::to_vec);
        let weights =
            own.into_iter().chain(kept.iter().map(|&at| weight * self.weights[at])).collect();
        let targets = self.targets.select(Axis(0), &kept);
        let targets = concatenate(Axis(0), &[labelled.targets.view(), targets.view()]);
        let targets = targets.expect("both have the same themes");
        DatasetBase::new(labelled.records.vstack(&records), targets)
            .with_weights(Array1::from_vec(weights))
    }
}

/// Checks that stem vectors are of a language, and have the dimensions of a space.
pub(super) fn check_vectors(
    vectors: &StemVectors,
    language: Language,
    dimensions: Option<usize>,
) -> Result<()> {
    let (found, expected) = (vectors.manifest().language, language);
    if found != expected {
        let (found, option) = (found.code().to_owned(), "the language of stem vectors");
        return Err(Error::setting(option, found, expected.code()));
    }
    let found = vectors.dimensions();
    if dimensions.is_none_or(|dimensions| dimensions == found) {
        return Ok(());
    }
    let expected = "that of the other languages";
    Err(Error::setting("the length of stem vectors", found.to_string(), expected))
}

/// The sum of the vectors of each paragraph, of shape (paragraphs, dimensions).
fn sums(dataset: &Dataset, vectors: &StemVectors) -> Array2<f32> {
    let lexicon = Lexicon { vectors: Some(vectors), ..Lexicon::default() };
    let (language, options) = (dataset.language, VectorizerOptions::default());
    let analyze = Content::analyze;
    let vectorizer = Vectorizer::fit(language, dataset.contents(), analyze, options, lexicon);
    let (mut analyzer, mut stems) = (vectorizer.analyzer(), Vec::new());
    let rows = dataset.contents().map(|content| {
        content.analyze(&mut analyzer, &mut stems);
        vectorizer.transform(&stems)
    });
    let rows: Vec<SparseRow> = rows.collect();
    Embedding::new(vectors, vectorizer.vocabulary()).embed(&rows)
}
